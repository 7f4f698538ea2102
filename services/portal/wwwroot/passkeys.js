// The page carries what to ask the browser, its form what the browser answers: nothing is sent but the form.
const form = document.querySelector('form[data-passkey]')
const failed = document.querySelector('[data-passkey-failed]')

if (form && globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  form.hidden = false
  document.querySelector('[data-passkey-missing]').hidden = true
  form.addEventListener('submit', async (event) => {
    if (form.elements.Credential.value) return
    event.preventDefault()
    failed.hidden = true
    try {
      const options = JSON.parse(form.dataset.options)
      const credential = form.dataset.passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
      form.elements.Credential.value = JSON.stringify(credential)
      form.requestSubmit()
    } catch {
      failed.hidden = false
    }
  })
}
