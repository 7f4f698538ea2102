import * as govuk from './govuk/govuk.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
govuk.createAll(govuk.SkipLink)
govuk.createAll(govuk.ServiceNavigation)
govuk.createAll(govuk.ErrorSummary)
govuk.createAll(govuk.NotificationBanner)
govuk.createAll(govuk.CharacterCount)
govuk.createAll(govuk.Button, { preventDoubleClick: true })
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => print())
}
