import type { Contact, ContactRow } from '../../../shared/contract/contacts.ts'
import { consentHistory } from '../consent/events.ts'
import { statesOf } from '../consent/state.ts'
import type { Db } from '../database/open.ts'

type Stored = { readonly id: number; readonly number: string; readonly firstName: string; readonly lastName: string; readonly email: string }

/** The people with these ids, in this order, without those who are gone. */
export const contactRows = (db: Db, ids: readonly number[]): readonly ContactRow[] => {
  const list = JSON.stringify(ids)
  const stored = db
    .prepare(
      `SELECT id, number, first_name AS firstName, last_name AS lastName, email
       FROM contacts WHERE id IN (SELECT value FROM json_each(?))`,
    )
    .all(list) as Stored[]
  const tags = new Map<number, string[]>()
  const tagged = db
    .prepare(
      `SELECT ct.contact_id, t.name FROM json_each(?) j CROSS JOIN contact_tags ct ON ct.contact_id = j.value
       JOIN tags t ON t.id = ct.tag_id`,
    )
    .raw()
    .all(list) as [number, string][]
  for (const [id, name] of tagged) {
    const names = tags.get(id)
    if (names === undefined) tags.set(id, [name])
    else names.push(name)
  }
  const states = statesOf(db, stored.map(({ number }) => number))
  const byId = new Map(stored.map((contact) => [contact.id, contact]))
  return ids.flatMap((id): ContactRow[] => {
    const contact = byId.get(id)
    if (contact === undefined) return []
    const { marketing = 'none', service = 'none' } = states.get(contact.number) ?? {}
    return [{ ...contact, marketing, service, tags: (tags.get(id) ?? []).sort((a, b) => a.localeCompare(b)) }]
  })
}

type More = Pick<Contact, 'country' | 'region' | 'postalCode' | 'timeZone' | 'language' | 'notes' | 'createdAt' | 'updatedAt'> & { readonly custom: string }

/** Everything about one person; null when there is no such person. */
export const contactWhole = (db: Db, id: number): Contact | null => {
  const [row] = contactRows(db, [id])
  if (row === undefined) return null
  const more = db
    .prepare(
      `SELECT country, region, postal_code AS postalCode, time_zone AS timeZone, language, notes, custom,
         created_at AS createdAt, updated_at AS updatedAt
       FROM contacts WHERE id = ?`,
    )
    .get(id) as More
  const lists = db
    .prepare('SELECT l.id, l.name FROM list_members m JOIN lists l ON l.id = m.list_id WHERE m.contact_id = ? ORDER BY l.name')
    .all(id) as Contact['lists']
  return { ...row, ...more, custom: JSON.parse(more.custom) as Contact['custom'], lists, consentHistory: consentHistory(db, row.number) }
}

/** The contact with this number, or null. */
export const idByNumber = (db: Db, number: string): number | null =>
  (db.prepare('SELECT id FROM contacts WHERE number = ?').pluck().get(number) as number | undefined) ?? null
