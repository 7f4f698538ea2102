// Sends the form with its files and shows how far it is. Without this the browser sends it, and shows less.
import * as govuk from './govuk/govuk.js'

const announceEvery = 10

function prepare (form) {
  form.addEventListener('submit', (event) => {
    if (![...form.querySelectorAll('input[type=file]')].some((input) => input.files.length)) return
    event.preventDefault()
    send(form)
  })
}

function send (form) {
  const shown = form.querySelector('[data-upload-shown]')
  const [bar, said, stop, button] = ['progress', '[data-upload-said]', '[data-upload-stop]', 'button:not([type=button])'].map((what) => form.querySelector(what))
  const request = new XMLHttpRequest()
  const body = new FormData(form)
  let announced = 0

  const end = (message) => {
    button.disabled = false
    stop.hidden = true
    said.textContent = message
  }
  request.upload.addEventListener('progress', ({ lengthComputable, loaded, total }) => {
    if (!lengthComputable) return
    const percent = Math.floor(100 * loaded / total)
    bar.value = percent
    if (percent < announced + announceEvery && percent < 100) return
    announced = percent
    said.textContent = percent < 100 ? `${percent} per cent sent` : 'Sent. Your files are being checked.'
  })
  request.addEventListener('load', () => {
    if (request.status === 204) location.assign(request.getResponseHeader('Location'))
    else if (request.responseURL !== new URL(form.action, location.href).href) location.assign(request.responseURL)
    else show(request.responseText, form)
  })
  request.addEventListener('error', () => end('The files could not be sent. Check your connection and try again: nothing that you typed is lost.'))
  request.addEventListener('abort', () => end('Stopped. Nothing was attached.'))
  stop.addEventListener('click', () => request.abort(), { once: true })

  request.open('POST', form.action)
  request.setRequestHeader('Charter-Upload', '1')
  shown.hidden = stop.hidden = false
  button.disabled = true
  bar.value = 0
  said.textContent = 'Sending your files'
  request.send(body)
}

// The page comes back with errors: it is put in the place of this one, and the files that were chosen stay chosen.
function show (html, form) {
  const answer = new DOMParser().parseFromString(html, 'text/html')
  const [before, after] = [document.querySelector('main'), answer.querySelector('main')]
  if (!after) return location.reload()
  for (const input of form.querySelectorAll('input[type=file]')) {
    const same = after.querySelector(`#${input.id}`)
    if (same) same.files = input.files
  }
  document.title = answer.title
  before.replaceWith(after)
  for (const part of [govuk.CharacterCount, govuk.Button, govuk.ErrorSummary]) govuk.createAll(part, {}, after)
  after.querySelectorAll('form[data-upload]').forEach(prepare)
}

document.querySelectorAll('form[data-upload]').forEach(prepare)
