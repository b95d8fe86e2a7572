import { z } from 'zod'
import { call } from './define.ts'
import { e164, id, nothing, stretch, type FileTicket, type Page } from './common.ts'
import { contactChoice, type ContactRow } from './contacts.ts'

/** Mending the contact book: changing many at once, duplicates, taking people out of it as a file, erasing, numbers that get no texts. */

const tagName = z.string().trim().min(1).max(60)
export const settableField = z.enum(['language', 'region', 'postalCode'])
export type SettableField = z.infer<typeof settableField>

/** What is done to all people of a choice. An empty `value` empties the field. */
export const bulkEdit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('set'), field: settableField, value: z.string().trim().max(200) }),
  z.object({ kind: z.literal('custom'), key: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/), value: z.string().trim().max(500) }),
  z.object({ kind: z.literal('tags'), add: z.array(tagName).max(20), remove: z.array(z.string().max(60)).max(20) }),
  z.object({ kind: z.literal('list'), listId: id, member: z.boolean() }),
  z.object({ kind: z.literal('remove') }),
])
export type BulkEdit = z.infer<typeof bulkEdit>

/** What was done, with the words of its day: a list or a field may be called otherwise since. */
export type ChangeDetail =
  | { readonly kind: 'set'; readonly field: SettableField; readonly value: string }
  | { readonly kind: 'custom'; readonly key: string; readonly label: string; readonly value: string }
  | { readonly kind: 'tags'; readonly add: readonly string[]; readonly remove: readonly string[] }
  | { readonly kind: 'list'; readonly listId: number; readonly list: string; readonly member: boolean }
  | { readonly kind: 'remove' }
  /** `name` is read from the book when it is shown; empty for somebody who is gone. */
  | { readonly kind: 'merge'; readonly contactId: number; readonly name: string }

/**
 * 'interrupted': the program ended in the midst of it; what was done is there, and can be undone.
 * 'partly-undone': undoing was stopped; undoing again goes on with it.
 */
export type ChangeState = 'running' | 'done' | 'interrupted' | 'undoing' | 'partly-undone' | 'undone' | 'canceled'

/** One act that can be taken back whole, for 30 days. */
export type Change = {
  readonly id: number
  readonly detail: ChangeDetail
  readonly state: ChangeState
  /** Whom it really changed: people who had the tag already do not count. */
  readonly people: number
  readonly at: number
  readonly undoableUntil: number
}

export type JobKind = 'change' | 'undo' | 'duplicates' | 'export' | 'erase'
/** Long work on people, told by the event `people.progress`. `total` is 0 while it is being counted. */
export type Job = { readonly id: string; readonly kind: JobKind; readonly done: number; readonly total: number; readonly ended: boolean }

/** Why two entries may be one person; the first weighs most. */
export type DuplicateReason = 'same-email-and-name' | 'same-name-and-postal-code' | 'same-email' | 'same-name'

/** An entry as it stands beside another: everything a merge can choose. */
export type DuplicatePerson = ContactRow & {
  readonly region: string
  readonly postalCode: string
  readonly language: 'en' | 'fr' | null
  readonly timeZone: string | null
  readonly notes: string
  readonly custom: Readonly<Record<string, string>>
  readonly lists: readonly string[]
  readonly messages: number
  readonly createdAt: number
}
export type DuplicateGroup = { readonly ids: readonly number[]; readonly reasons: readonly DuplicateReason[]; readonly people: readonly DuplicatePerson[] }

/** `lookedAt` null: not looked for yet in this session. `more`: there were more than are kept; look again after tidying. */
export type Duplicates = Page<DuplicateGroup> & { readonly lookedAt: number | null; readonly looking: boolean; readonly more: boolean }

/** A field of a person that a merge chooses: a column, or `custom:<key>`. */
export const mergeField = z.union([z.enum(['firstName', 'lastName', 'email', 'region', 'postalCode', 'language', 'timeZone']), z.string().regex(/^custom:[a-z][a-z0-9_]{0,59}$/)])

export const exportColumn = z.union([
  z.enum([
    'firstName', 'lastName', 'number', 'email', 'country', 'region', 'postalCode', 'timeZone', 'language', 'tags', 'lists',
    'marketing', 'marketingSince', 'service', 'serviceSince', 'unreachable', 'notes', 'createdAt', 'updatedAt',
  ]),
  z.string().regex(/^custom:[a-z][a-z0-9_]{0,59}$/),
])
export type ExportColumn = z.infer<typeof exportColumn>

export type ExportDone = {
  readonly file: FileTicket
  readonly people: number
  /** Cells with letters that Windows-1252 has not; they stand as "?" in the file. */
  readonly unfit: number
  /** Such letters, the most frequent first, at most ten. */
  readonly unfitLetters: readonly string[]
}

/** Why a number gets no texts, as the carriers' answers say. */
export const unreachableReason = z.enum(['landline', 'unknown', 'unreachable'])
export type UnreachableReason = z.infer<typeof unreachableReason>
/** `id` is the contact's. */
export type Unreachable = {
  readonly id: number
  readonly number: string
  readonly firstName: string
  readonly lastName: string
  readonly reason: UnreachableReason
  /** The carrier's code of the last failure. */
  readonly code: number
  readonly since: number
}
export const unreachableFilter = z.object({ reason: unreachableReason.optional() })
export type UnreachablePage = Page<Unreachable> & { readonly counts: Readonly<Record<UnreachableReason, number>> }

/** What is kept of one number, before it is erased. */
export type EraseLook = {
  readonly contactId: number | null
  readonly name: string
  /** Numbers merged into this person, which go with them. */
  readonly otherNumbers: readonly string[]
  readonly messages: number
  readonly replies: number
  readonly importRows: number
  readonly consentEvents: number
  /** Copies of the book made before; every one that knows this person is written anew. */
  readonly backups: number
}

export type EraseDone = {
  /** Backups that were written anew without the person. */
  readonly backupsRewritten: number
  /** Backups, or damaged books kept aside, that could not be, and are gone. */
  readonly backupsRemoved: number
  /** The book is large: its unused pages are written over when Deskbell closes. */
  readonly restAtClose: boolean
}

export const peopleCalls = {
  /**
   * Does it to everybody of the choice and answers at its end; `people.progress` events come on the way. Stopped by
   * `people.stop`, it takes back what it did.
   */
  'people.change': call<Change>()(z.object({ who: contactChoice, edit: bulkEdit })),
  /** Newest first, those of the last 30 days. */
  'people.changes': call<Page<Change>>()(z.object(stretch)),
  /** Restores what was; what people changed since stays. Answers at its end. */
  'people.undo': call<Change>()(z.object({ id })),
  /** Stops a job; false when there is no such job any more. */
  'people.stop': call<{ readonly stopped: boolean }>()(z.object({ id: z.string() })),
  /** Jobs under way, for a window that was not there when they began. */
  'people.jobs': call<readonly Job[]>()(nothing),

  /** Entries that are likely the same person, the likeliest first, as last looked for. */
  'people.duplicates': call<Duplicates>()(z.object(stretch)),
  /** Looks for them; answers at its end with how many groups there are. */
  'people.findDuplicates': call<{ readonly groups: number }>()(nothing),
  /**
   * Makes one person of several: `keep` stays with its number; the value of each field named is that of the person given,
   * others stay as `keep` has them, and what `keep` has not is filled in. Tags, lists and notes add up. Consent stays with
   * each number, and a stop on any of them counts.
   */
  'people.merge': call<Change>()(z.object({ keep: id, drop: z.array(id).min(1).max(7), fields: z.record(mergeField, id) })),
  /** These are different people: not asked about again. */
  'people.notSame': call<{ readonly remembered: number }>()(z.object({ ids: z.array(id).min(2).max(8) })),
  'people.maybeSame': call<{ readonly forgotten: number }>()(z.object({ ids: z.array(id).min(2).max(8) })),
  /** Numbers of entries merged into this person. */
  'people.otherNumbers': call<readonly string[]>()(z.object({ contactId: id })),

  /** Writes whoever a choice finds as a file. Formulas are defused. Answers at its end. */
  'people.export': call<ExportDone>()(
    z.object({
      who: contactChoice,
      format: z.enum(['csv', 'xlsx']),
      columns: z.array(exportColumn).min(1).max(200),
      encoding: z.enum(['utf-8', 'windows-1252']),
      delimiter: z.enum([',', ';', '\t']),
    }),
  ),
  /** Everything there is about one number, as one JSON file: docs/erasure.md. */
  'people.file': call<FileTicket>()(z.object({ number: e164 })),
  'people.eraseLook': call<EraseLook>()(z.object({ number: e164 })),
  /** For good: `lastFour` are the number's last four digits, typed by a person. */
  'people.erase': call<EraseDone>()(z.object({ number: e164, lastFour: z.string().trim().max(20) })),

  /** People whose numbers get no texts, the latest first. */
  'people.unreachable': call<UnreachablePage>()(z.object({ filter: unreachableFilter, ...stretch })),
  'people.reach': call<Pick<Unreachable, 'reason' | 'code' | 'since'> | null>()(z.object({ number: e164 })),
  /** A person knows better: texts go there again, until the carriers say otherwise anew. */
  'people.markReachable': call<{ readonly changed: number }>()(
    z.object({ who: z.union([z.object({ ids: z.array(id).min(1).max(10_000) }), z.object({ filter: unreachableFilter })]) }),
  ),
}
