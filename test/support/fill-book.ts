import type { Db } from '../../electron/core/database/open.ts'
import { registerFields } from '../../electron/core/contacts/fields.ts'
import { sortName } from '../../electron/core/contacts/fold.ts'
import { indexContactRange } from '../../electron/core/contacts/search-index.ts'
import { recordManyFromImport } from '../../electron/core/consent/record.ts'
import { personAt, type Person } from './people.ts'

export type FillOptions = {
  readonly now: number
  /** Three in four agreed to marketing and service. Default true. */
  readonly consent?: boolean
  /** Consent as it stands, without the chain of hashes behind it: for measuring a million people without waiting a minute. Default false. */
  readonly unchained?: boolean
  /** A list of this name with everybody in it. */
  readonly list?: string
}

/** The same standing for the same people, in the order of their numbers, which is the order of the tables. */
const agreeUnchained = (db: Db, now: number): void =>
  db.transaction(() => {
    db.prepare(
      `INSERT INTO consent_events (number, purpose, state, method, occurred_at, zone, recorded_at, source, import_id, hash)
       SELECT c.number, p.value, 'opted-in', 'paper', @at, 'America/New_York', @now, 'paper forms', 1, x'00'
       FROM contacts c CROSS JOIN json_each('["marketing","service"]') p WHERE (c.id - 1) % 4 <> 3 ORDER BY c.number, p.value`,
    ).run({ at: now - 86_400_000, now })
    db.exec('INSERT INTO consent (number, purpose, state, since_at, event_id) SELECT number, purpose, state, occurred_at, id FROM consent_events ORDER BY number, purpose')
  })()

/**
 * Fills an empty book with the first `count` people of people.ts, quickly and without the import: ids 1 to `count`,
 * the n-th person at id n + 1. With tags, custom fields, the search and, unless told otherwise, consent.
 */
export const fillBook = (db: Db, count: number, { now, consent = true, unchained = false, list }: FillOptions): void => {
  const insert = db.prepare(
    `INSERT INTO contacts (id, number, first_name, last_name, sort_name, email, country, region, postal_code, language, custom, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const tagIds = new Map<string, number>()
  const insertTag = db.prepare('INSERT INTO tags (name) VALUES (?)')
  const tagId = (name: string): number => {
    const known = tagIds.get(name) ?? Number(insertTag.run(name).lastInsertRowid)
    tagIds.set(name, known)
    return known
  }
  const insertPersonTag = db.prepare('INSERT INTO contact_tags (tag_id, contact_id) VALUES (?, ?)')
  const insertPerson = (id: number, p: Person) => {
    insert.run(id, p.number, p.firstName, p.lastName, sortName(p.firstName, p.lastName, p.number), p.email, p.country, p.region, p.postalCode, p.language, JSON.stringify(p.custom), now, now - id)
    for (const tag of p.tags) insertPersonTag.run(tagId(tag), id)
  }
  db.transaction(() => registerFields(db, ['city', 'stylist'], now))()
  for (let from = 0; from < count; from += 50_000)
    db.transaction(() => {
      const numbers: string[] = []
      for (let i = from; i < Math.min(count, from + 50_000); i++) {
        const person = personAt(i)
        insertPerson(i + 1, person)
        if (i % 4 !== 3) numbers.push(person.number)
      }
      if (consent && !unchained)
        recordManyFromImport(db, numbers, ['marketing', 'service'], {
          method: 'paper', occurredAt: now - 86_400_000, zone: 'America/New_York', recordedAt: now, disclosure: 'I agree to get texts.', source: 'paper forms', importId: 1,
        })
    })()
  if (consent && unchained) agreeUnchained(db, now)
  indexContactRange(db, 1, count)
  if (list !== undefined)
    db.transaction(() => {
      const { lastInsertRowid } = db.prepare('INSERT INTO lists (name, created_at) VALUES (?, ?)').run(list, now)
      db.prepare('INSERT INTO list_members (list_id, contact_id) SELECT ?, id FROM contacts').run(lastInsertRowid)
    })()
}
