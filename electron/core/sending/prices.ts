import { readSetting, writeSetting } from '../database/book-settings.ts'
import type { Db } from '../database/open.ts'
import type { Provider } from '../provider/provider.ts'

/** What a segment costs, by country. */
export type Price = { readonly micros: number; readonly currency: string; readonly at: number; readonly origin: 'default' | 'account' }

/** TWILIO.md, Price: 0.0083 USD a segment plus up to 0.0045 carrier fee. The dearer, so that the bill is not a surprise. */
const DEFAULTS: Readonly<Record<string, Omit<Price, 'at' | 'origin'>>> = {
  US: { micros: 8_300 + 4_500, currency: 'USD' },
}
/** US carriers add their fee to the list price. */
const CARRIER_FEE_MICROS: Readonly<Record<string, number>> = { US: 4_500 }
const FRESH_MS = 24 * 3_600_000
const KEY = 'prices'

type Prices = Readonly<Record<string, Omit<Price, 'origin'>>>

const read = (db: Db): Prices => readSetting<Prices>(db, KEY) ?? {}

/** The price to a country as last fetched, else our default; null when nothing is known. */
export const priceOf = (db: Db, country: string | null): Price | null => {
  if (country === null) return null
  const fetched = read(db)[country]
  if (fetched !== undefined) return { ...fetched, origin: 'account' }
  const fallback = DEFAULTS[country]
  return fallback === undefined ? null : { ...fallback, at: 0, origin: 'default' }
}

/**
 * Fetches the prices that are missing or older than a day.
 * @returns true when one changed.
 */
export const refreshPrices = async (db: Db, provider: Provider, countries: readonly string[], now: number): Promise<boolean> => {
  let changed = false
  for (const country of countries) {
    const known = read(db)[country]
    if (known !== undefined && now - known.at < FRESH_MS) continue
    const answer = await provider.price(country)
    if (answer.kind !== 'ok') continue
    const micros = answer.value.segmentMicros + (CARRIER_FEE_MICROS[country] ?? 0)
    changed ||= known?.micros !== micros
    writeSetting(db, KEY, { ...read(db), [country]: { micros, currency: answer.value.currency, at: now } })
  }
  return changed
}
