import type { Estimate } from '../../../shared/contract/campaigns.ts'
import type { Money } from '../../../shared/money.ts'
import type { Db } from '../database/open.ts'
import { priceOf } from '../sending/prices.ts'
import type { Count } from './audience.ts'

/** What the counted messages cost; null where a country's price is unknown or prices are in several currencies. */
export const costOf = (db: Db, count: Count): Money | null => {
  let micros = 0
  let currency: string | null = null
  for (const { country, segments } of count.segmentsByCountry) {
    const price = priceOf(db, country)
    if (price === null || (currency !== null && currency !== price.currency)) return null
    currency = price.currency
    micros += price.micros * segments
  }
  return currency === null ? null : { micros, currency }
}

/** A count with money and time, for one sender. */
export const estimateOf = (db: Db, count: Count, sender: { readonly segmentsPerSecond: number } | null, practice: boolean): Estimate => {
  const { segmentsByCountry: _, ...rest } = count
  return {
    ...rest,
    cost: costOf(db, count),
    costIsPractice: practice,
    seconds: sender === null ? 0 : Math.ceil(count.segments / sender.segmentsPerSecond),
  }
}
