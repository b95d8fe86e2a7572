/** Rules and decisions in words. */
import { useMemo } from 'react'
import { DAY_FIELDS, EVERYWHERE, isDay, OWN_CAPS, type RuleValue } from '../../../shared/rules/decisions.ts'
import { timeWords, windowWords } from '../../../shared/rules/describe-hours.ts'
import { HOURS, ruleOf, type Window } from '../../../shared/rules/hours-data.ts'
import { STATES } from '../../../shared/rules/places-data.ts'
import { useFormat } from '../../i18n/format.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'

/** A Sunday, for the names of days. */
const SUNDAY = Date.UTC(2023, 0, 1)

export const useRuleWords = () => {
  const t = useWords('rules')
  const format = useFormat()
  const language = languageNow()
  return useMemo(() => {
    const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
    const day = (field: (typeof DAY_FIELDS)[number]): string => weekday.format(SUNDAY + DAY_FIELDS.indexOf(field) * 86_400_000)
    const capital = (text: string): string => text.charAt(0).toLocaleUpperCase(language) + text.slice(1)
    return {
      day,
      Day: (field: (typeof DAY_FIELDS)[number]) => capital(day(field)),
      time: (minutes: number) => timeWords(minutes, language),
      window: (window: Window | null) => windowWords(window, language),
      place(place: string): string {
        if (place === EVERYWHERE) return t('everywhere')
        if (place === OWN_CAPS) return t('own')
        if (Object.hasOwn(HOURS.places, place)) return ruleOf(place).name[language]
        return STATES[place.slice(3)]?.[0] ?? format.country(place)
      },
      source: (place: string) => ruleOf(place).source[language],
      field: (field: string): string => (isDay(field) ? capital(day(field)) : t(`field.${field as 'holidays' | 'cap24' | 'service' | 'perDay' | 'perWeek'}`)),
      value(field: string, value: RuleValue): string {
        if (isDay(field) || field === 'service') return windowWords(value as Window | null, language)
        if (field === 'holidays') return value === true ? t('place.holidaysKept') : t('place.holidaysOpen')
        return value === null ? t(field === 'cap24' ? 'place.noCap' : 'caps.none') : format.number(value as number)
      },
    }
  }, [t, format, language])
}
