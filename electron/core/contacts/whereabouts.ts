import { statement, type Db } from '../database/open.ts'

/** What is known of where a number's owner lives; null when the number is nobody's. */
export type KnownWhereabouts = { readonly timeZone: string | null; readonly country: string | null; readonly region: string; readonly postalCode: string }

export const whereabouts = (db: Db, number: string): KnownWhereabouts | null =>
  (statement(db, `SELECT time_zone AS timeZone, country, region, postal_code AS postalCode FROM contacts WHERE number = ?`).get(number) as KnownWhereabouts | undefined) ?? null
