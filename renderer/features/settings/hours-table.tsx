// Not by way of hours.ts, which brings every zone of every number along.
import { describeHours } from '../../../shared/rules/describe-hours.ts'
import { HOURS, ruleOf } from '../../../shared/rules/hours-data.ts'
import { useFormat } from '../../i18n/format.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'

/** The country first, then its parts with a rule of their own; '*' for a country nobody wrote a rule for. */
export const placesWithin = (country: string): readonly string[] => {
  const own = Object.keys(HOURS.places).filter((id) => id === country || id.startsWith(`${country}-`))
  return own.length === 0 ? ['*'] : own
}

/** The hours of the business's own country, with where each rule comes from. */
export const HoursTable = ({ country }: { readonly country: string }) => {
  const t = useWords('settings')
  const format = useFormat()
  const language = languageNow()
  const places = placesWithin(country)
  return (
    <details className="hours">
      <summary>{t('hours.table', { place: format.country(country) })}</summary>
      <table aria-label={t('hours.table', { place: format.country(country) })}>
        <thead>
          <tr><th scope="col">{t('hours.where')}</th><th scope="col">{t('hours.offers')}</th><th scope="col">{t('hours.source')}</th></tr>
        </thead>
        <tbody>
          {places.map((id) => {
            const { name, source } = ruleOf(id)
            return (
              <tr key={id}>
                <th scope="row">{name[language]}</th>
                <td>{describeHours(id, language).slice(name[language].length).replace(/^\s*:\s*/, '')}</td>
                <td className="dim">{source[language]}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className="dim">{t('hours.asOf', { date: format.date(Date.parse(`${HOURS.asOf}T12:00:00`)) })}</p>
    </details>
  )
}
