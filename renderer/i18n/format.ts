/** Dates, numbers and money as people of this language and country read them. */
import { useMemo } from 'react'
import { create } from 'zustand'
import type { Language } from '../../shared/contract/common.ts'
import { formatMoney, type Money } from '../../shared/money.ts'
import { formatNumber } from '../../shared/phone/format.ts'
import type { CountryCode } from '../../shared/phone/result.ts'
import { i18n } from './i18n.ts'

type LocaleState = { readonly language: Language; readonly country: string }

const useLocaleStore = create<LocaleState>(() => ({ language: i18n.language === 'fr' ? 'fr' : 'en', country: '' }))

/** Turns words, dates and numbers to a language and country. */
export const setLocale = (language: Language, country: string): void => {
  if (i18n.language !== language) void i18n.changeLanguage(language)
  document.documentElement.lang = language
  const now = useLocaleStore.getState()
  if (now.language !== language || now.country !== country) useLocaleStore.setState({ language, country })
}

/** A BCP 47 tag Intl knows: 'fr-CA', or the bare language while there is no country. */
const tagOf = ({ language, country }: LocaleState): string => (/^[A-Z]{2}$/.test(country) ? `${language}-${country}` : language)

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const makeFormat = (locale: string, { language, country }: LocaleState) => {
  const numbers = new Intl.NumberFormat(locale)
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })
  const longDates = new Intl.DateTimeFormat(locale, { dateStyle: 'long' })
  const dateTimes = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const times = new Intl.DateTimeFormat(locale, { timeStyle: 'short' })
  const seconds = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' })
  const weekdays = new Intl.DateTimeFormat(locale, { weekday: 'short', hour: 'numeric', minute: '2-digit' })
  const relatives = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' })
  const countries = new Intl.DisplayNames(language, { type: 'region' })
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'long', maximumFractionDigits: 0 }).format(value)
  return {
    locale,
    number: (value: number) => numbers.format(value),
    percent: (share: number) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share),
    money: (money: Money) => formatMoney(money, locale),
    date: (at: number) => dates.format(at),
    /** "3 May 2026", inside a sentence. */
    longDate: (at: number) => longDates.format(at),
    dateTime: (at: number) => dateTimes.format(at),
    time: (at: number) => times.format(at),
    /** With its seconds, where two moments of one minute are told apart. */
    timeToTheSecond: (at: number) => seconds.format(at),
    /** A moment that is soon: the hour today, with its weekday within six days, else the whole date. */
    soon: (at: number, now: number) =>
      new Date(at).toDateString() === new Date(now).toDateString() ? times.format(at) : at > now && at - now < 6 * day ? weekdays.format(at) : dateTimes.format(at),
    /** "3 minutes ago", "in 2 hours"; beyond a week, the date. */
    relative: (at: number, now: number) => {
      const gap = at - now
      const size = Math.abs(gap)
      if (size < minute) return relatives.format(0, 'second')
      if (size < hour) return relatives.format(Math.round(gap / minute), 'minute')
      if (size < day) return relatives.format(Math.round(gap / hour), 'hour')
      if (size < 7 * day) return relatives.format(Math.round(gap / day), 'day')
      return dates.format(at)
    },
    /** "8 seconds", "1 hour and 40 minutes": rounded up to what people say. */
    duration: (seconds: number) => {
      const whole = Math.max(1, Math.ceil(seconds))
      if (whole < 90) return unit(whole, 'second')
      const minutes = Math.ceil(whole / 60)
      if (minutes < 90) return unit(minutes, 'minute')
      const hours = Math.floor(minutes / 60)
      return minutes % 60 === 0 ? unit(hours, 'hour') : lists.format([unit(hours, 'hour'), unit(minutes % 60, 'minute')])
    },
    bytes: (bytes: number) => {
      const [value, name] = bytes < 1000 ? [bytes, 'byte'] : bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte']
      return new Intl.NumberFormat(locale, { style: 'unit', unit: name as string, unitDisplay: 'short', maximumFractionDigits: value! < 10 ? 1 : 0 }).format(value as number)
    },
    /** An E.164 number as people of this country write it. */
    phone: (e164: string) => formatNumber(e164, country as CountryCode),
    list: (items: readonly string[]) => lists.format(items),
    country: (code: string) => countries.of(code) ?? code,
  }
}

export type Format = ReturnType<typeof makeFormat>

/** The formats of the moment's language and country. */
export const useFormat = (): Format => {
  const state = useLocaleStore()
  return useMemo(() => makeFormat(tagOf(state), state), [state])
}
