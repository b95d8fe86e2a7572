import type { Places } from '../../../shared/contract/segments.ts'
import type { Db } from '../database/open.ts'

const MOST = 500

/** Where the people of the book are, the most frequent first. A second or two for a million people: not for the main thread. */
export const placesOf = (db: Db): Places => {
  const of = (value: string, where: string): readonly string[] =>
    db.prepare(`SELECT ${value} AS place FROM contacts WHERE ${where} GROUP BY place ORDER BY count(*) DESC, place LIMIT ${MOST}`).pluck().all() as string[]
  return {
    countries: of('country', 'country IS NOT NULL'),
    regions: of('region', "region <> ''"),
    areaCodes: of('substr(number, 3, 3)', "number LIKE '+1__________'"),
  }
}
