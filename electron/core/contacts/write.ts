import type { z } from 'zod'
import type { contactFields } from '../../../shared/contract/contacts.ts'
import type { ProblemCode, ProblemParams } from '../../../shared/messages/problems.ts'
import { formatNumber } from '../../../shared/phone/format.ts'
import { normaliseNumber, type CountryCode, type PhoneProblem } from '../../../shared/phone/normalise.ts'
import { carryJoined } from '../consent/joined.ts'
import { recallErased } from '../consent/record.ts'
import type { Db } from '../database/open.ts'
import { registerFields } from './fields.ts'
import { sortName } from './fold.ts'
import { idByNumber } from './rows.ts'
import { indexContacts } from './search-index.ts'
import { setTags } from './tags.ts'

export type ContactFields = z.output<typeof contactFields>

/** Saved, or why not, in a form the caller turns into words. */
export type Written =
  | { readonly ok: true; readonly id: number }
  | { readonly ok: false; readonly code: ProblemCode; readonly params: ProblemParams; readonly field?: string }

type Moment = { readonly now: number; readonly country: string }

const NUMBER_PROBLEMS: Readonly<Record<PhoneProblem, ProblemCode>> = {
  empty: 'contact-number-invalid',
  'no-digits': 'contact-number-invalid',
  letters: 'contact-number-invalid',
  'too-short': 'contact-number-short',
  'too-long': 'contact-number-long',
  invalid: 'contact-number-invalid',
  'not-textable': 'contact-number-not-textable',
  'excel-lost-digits': 'contact-number-invalid',
}

type Checked = { readonly ok: true; readonly e164: string; readonly country: string | null } | Extract<Written, { ok: false }>

/** The number as it will be stored, unless it is none or somebody else's. */
const checkNumber = (db: Db, raw: string, country: string, self: number | null): Checked => {
  const result = normaliseNumber(raw, country as CountryCode)
  if (!result.ok) return { ok: false, code: NUMBER_PROBLEMS[result.reason], params: { number: raw }, field: 'number' }
  const other = idByNumber(db, result.e164)
  if (other === null || other === self) return { ok: true, e164: result.e164, country: result.country }
  const number = formatNumber(result.e164, country as CountryCode)
  const { first, last } = db.prepare('SELECT first_name AS first, last_name AS last FROM contacts WHERE id = ?').get(other) as { first: string; last: string }
  return { ok: false, code: 'contact-exists', params: { number, name: `${first} ${last}`.trim() || number }, field: 'number' }
}

const isTimeZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

const checkTimeZone = (zone: string | null | undefined): Extract<Written, { ok: false }> | null =>
  zone == null || isTimeZone(zone) ? null : { ok: false, code: 'contact-time-zone', params: { zone }, field: 'timeZone' }

/** Custom values under their keys, empty ones left out; unknown fields become known. */
const customJson = (db: Db, custom: Readonly<Record<string, string>>, now: number): string => {
  const filled = Object.entries(custom).filter(([, value]) => value.trim() !== '')
  const keys = registerFields(db, filled.map(([label]) => label), now)
  return JSON.stringify(Object.fromEntries(filled.flatMap(([label, value]) => (keys.has(label) ? [[keys.get(label) as string, value.trim()]] : []))))
}

/** A new person. */
export const addContact = (db: Db, fields: ContactFields, { now, country }: Moment): Written =>
  db
    .transaction((): Written => {
      const checked = checkNumber(db, fields.number, country, null)
      if (!checked.ok) return checked
      const zoneProblem = checkTimeZone(fields.timeZone)
      if (zoneProblem !== null) return zoneProblem
      const { firstName = '', lastName = '' } = fields
      const id = Number(
        db
          .prepare(
            `INSERT INTO contacts (number, first_name, last_name, sort_name, email, country, region, postal_code, time_zone, language, notes, custom, created_at, updated_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          )
          .run(
            checked.e164, firstName, lastName, sortName(firstName, lastName, checked.e164), fields.email ?? '', checked.country, fields.region ?? '',
            fields.postalCode ?? '', fields.timeZone ?? null, fields.language ?? null, fields.notes ?? '', customJson(db, fields.custom ?? {}, now), now, now,
          ).lastInsertRowid,
      )
      if (fields.tags !== undefined) setTags(db, id, fields.tags)
      indexContacts(db, [id])
      recallErased(db, [checked.e164], now)
      return { ok: true, id }
    })
    .immediate()

type Before = { readonly number: string; readonly firstName: string; readonly lastName: string }

/**
 * Changes the fields given and leaves the others. `custom` and `tags` are given whole. A new number starts without
 * the old one's consent, which stays on record with the old number: consent was given for a number.
 */
export const saveContact = (db: Db, id: number, fields: Partial<ContactFields>, { now, country }: Moment): Written =>
  db
    .transaction((): Written => {
      const before = db.prepare('SELECT number, first_name AS firstName, last_name AS lastName FROM contacts WHERE id = ?').get(id) as Before | undefined
      if (before === undefined) return { ok: false, code: 'not-found', params: {} }
      const zoneProblem = checkTimeZone(fields.timeZone)
      if (zoneProblem !== null) return zoneProblem
      const change = new Map<string, string | number | null>()
      let { number } = before
      if (fields.number !== undefined && fields.number !== before.number) {
        const checked = checkNumber(db, fields.number, country, id)
        if (!checked.ok) return checked
        number = checked.e164
        if (number !== before.number) change.set('number', number).set('country', checked.country)
      }
      const columns = {
        first_name: fields.firstName, last_name: fields.lastName, email: fields.email, region: fields.region, postal_code: fields.postalCode,
        time_zone: fields.timeZone, language: fields.language, notes: fields.notes,
      }
      for (const [column, value] of Object.entries(columns)) if (value !== undefined) change.set(column, value)
      if (fields.custom !== undefined) change.set('custom', customJson(db, fields.custom, now))
      change.set('sort_name', sortName(fields.firstName ?? before.firstName, fields.lastName ?? before.lastName, number)).set('updated_at', now)
      const names = [...change.keys()]
      db.prepare(`UPDATE contacts SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`).run(...change.values(), id)
      if (fields.tags !== undefined) setTags(db, id, fields.tags)
      indexContacts(db, [id])
      if (number !== before.number) {
        recallErased(db, [number], now)
        carryJoined(db, before.number, number)
      }
      return { ok: true, id }
    })
    .immediate()
