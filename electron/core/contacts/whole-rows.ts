import type { ConsentState } from '../../../shared/contract/consent.ts'
import type { UnreachableReason } from '../../../shared/contract/people.ts'
import { statement, type Db } from '../database/open.ts'

/** All of somebody that a table can hold. `custom` by key; times in ms UTC. */
export type WholeRow = {
  readonly id: number; readonly number: string; readonly firstName: string; readonly lastName: string; readonly email: string; readonly country: string | null
  readonly region: string; readonly postalCode: string; readonly timeZone: string | null; readonly language: string | null; readonly notes: string
  readonly custom: Readonly<Record<string, string>>; readonly createdAt: number; readonly updatedAt: number
  readonly tags: readonly string[]; readonly lists: readonly string[]
  readonly marketing: ConsentState; readonly marketingSince: number | null; readonly service: ConsentState; readonly serviceSince: number | null
  readonly unreachable: UnreachableReason | null
}

type Stored = Omit<WholeRow, 'custom' | 'tags' | 'lists' | 'marketing' | 'service'> & {
  readonly custom: string; readonly tags: string; readonly lists: string; readonly marketing: ConsentState | null; readonly service: ConsentState | null
}

const SELECT = `
  SELECT c.id, c.number, c.first_name AS firstName, c.last_name AS lastName, c.email, c.country, c.region, c.postal_code AS postalCode, c.time_zone AS timeZone,
    c.language, c.notes, c.custom, c.created_at AS createdAt, c.updated_at AS updatedAt,
    (SELECT json_group_array(t.name) FROM contact_tags ct JOIN tags t ON t.id = ct.tag_id WHERE ct.contact_id = c.id) AS tags,
    (SELECT json_group_array(l.name) FROM list_members m JOIN lists l ON l.id = m.list_id WHERE m.contact_id = c.id) AS lists,
    m.state AS marketing, m.since_at AS marketingSince, s.state AS service, s.since_at AS serviceSince, u.reason AS unreachable
  FROM json_each(?) j JOIN contacts c ON c.id = j.value
  LEFT JOIN consent m ON m.number = c.number AND m.purpose = 'marketing'
  LEFT JOIN consent s ON s.number = c.number AND s.purpose = 'service'
  LEFT JOIN number_reach u ON u.number = c.number AND u.reason IS NOT NULL
  ORDER BY j.key`

const names = (json: string): readonly string[] => (json === '[]' ? [] : (JSON.parse(json) as string[]).sort((a, b) => a.localeCompare(b)))

/** People by these ids, in this order, without those who are gone. */
export const wholeRows = (db: Db, ids: readonly number[]): readonly WholeRow[] =>
  (statement(db, SELECT).all(JSON.stringify(ids)) as Stored[]).map((row) => ({
    ...row,
    custom: row.custom === '{}' ? {} : (JSON.parse(row.custom) as Record<string, string>),
    tags: names(row.tags),
    lists: names(row.lists),
    marketing: row.marketing ?? 'none',
    service: row.service ?? 'none',
  }))

/** The ids in the temporary table `chosen`, by name. */
export const chosenByName = (db: Db): readonly number[] =>
  db.prepare('SELECT c.id FROM temp.chosen p JOIN contacts c ON c.id = p.id ORDER BY c.sort_name, c.id').pluck().all() as number[]
