// Builds wwwroot/govuk from GOV.UK Frontend. Its font may only be used on GOV.UK, so every mention of it goes; crown and icons are not copied.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const source = 'node_modules/govuk-frontend/dist/govuk/govuk-frontend.min'
const target = 'wwwroot/govuk/govuk'
const sourceMap = /\/[*/]# sourceMappingURL=.*$/

mkdirSync('wwwroot/govuk', { recursive: true })
writeFileSync(`${target}.css`, readFileSync(`${source}.css`, 'utf8')
  .replace(/@font-face\{[^}]*\}/g, '').replace(/"?GDS Transport"?,/g, '').replace(sourceMap, ''))
writeFileSync(`${target}.js`, readFileSync(`${source}.js`, 'utf8').replace(sourceMap, ''))
