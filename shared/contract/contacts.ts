import { z } from 'zod'
import { call } from './define.ts'
import { e164, id, language, nothing, stretch, type Page } from './common.ts'
import { consentState, type ConsentEvent, type ConsentState } from './consent.ts'
import { rule } from '../rules/segments/rule.ts'

export type ContactRow = {
  readonly id: number
  readonly number: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly marketing: ConsentState
  readonly service: ConsentState
  readonly tags: readonly string[]
}

export type Contact = ContactRow & {
  readonly country: string | null
  readonly region: string
  readonly postalCode: string
  /** IANA name, only where known for this person. */
  readonly timeZone: string | null
  readonly language: 'en' | 'fr' | null
  readonly notes: string
  /** By field key (snake_case), as merge fields use it. */
  readonly custom: Readonly<Record<string, string>>
  readonly lists: readonly { readonly id: number; readonly name: string }[]
  /** Newest first. */
  readonly consentHistory: readonly ConsentEvent[]
  readonly createdAt: number
  readonly updatedAt: number
}

/** Which people: all conditions hold together. Empty means everybody. */
export const contactFilter = z.object({
  /** Words of names, number, email, tags or custom fields; every word must begin something. Digits find numbers. */
  query: z.string().max(200).optional(),
  listId: id.optional(),
  tag: z.string().max(60).optional(),
  marketing: consentState.optional(),
  service: consentState.optional(),
  /** Whoever a saved segment finds now; one that is gone finds nobody. */
  segmentId: id.optional(),
  /** Whoever a rule finds, saved or not. */
  rule: rule.optional(),
})
export type ContactFilter = z.infer<typeof contactFilter>

export const contactSort = z.enum(['name', 'recent'])

/** Explicit people, or everybody a filter finds at the moment the change is made. */
export const contactChoice = z.union([
  z.object({ ids: z.array(id).min(1).max(10_000) }),
  z.object({ filter: contactFilter }),
])
export type ContactChoice = z.infer<typeof contactChoice>

const text = z.string().trim().max(200)
export const contactFields = z.object({
  /** As typed; core normalises it with the business's country. */
  number: z.string().trim().min(1).max(40),
  firstName: text.optional(),
  lastName: text.optional(),
  email: text.optional(),
  region: text.optional(),
  postalCode: text.optional(),
  timeZone: text.nullable().optional(),
  language: language.nullable().optional(),
  notes: z.string().max(5000).optional(),
  custom: z.record(z.string(), z.string().max(500)).optional(),
  tags: z.array(z.string().trim().min(1).max(60)).max(50).optional(),
})

export type ContactList = {
  readonly id: number
  readonly name: string
  readonly people: number
  readonly createdAt: number
}

export type TagCount = { readonly tag: string; readonly people: number }

export const fieldKind = z.enum(['text', 'number', 'date', 'yes-no', 'choice'])
export type FieldKind = z.infer<typeof fieldKind>
/** How 3/5 is read: the 3rd of May, or March the 5th. */
export const dateOrder = z.enum(['dmy', 'mdy'])
export type DateOrder = z.infer<typeof dateOrder>

/** A custom field somebody has: `key` for merge fields, `label` as its column was headed. */
export type CustomField = {
  readonly key: string
  readonly label: string
  /** Guessed from its values until somebody chooses. Values are kept as they came; a kind says how they are read. */
  readonly kind: FieldKind
  readonly guessed: boolean
  /** What can be chosen, of the kind 'choice'; else empty. */
  readonly options: readonly string[]
  readonly dateOrder: DateOrder
}

/** What the values of a field are as another kind. */
export type KindCheck = {
  /** People who have a value. */
  readonly people: number
  /** Those whose value can be read so. */
  readonly fits: number
  /** Values that cannot, the most frequent first, at most 20. They stay as they are. */
  readonly misfits: readonly { readonly value: string; readonly people: number }[]
}

const label = z.string().trim().min(1).max(80)
const kindChoice = {
  kind: fieldKind,
  /** For 'choice'; without it, the values people have. */
  options: z.array(z.string().trim().min(1).max(200)).max(100).optional(),
  /** For 'date'; without it, as the values and the business's country say. */
  dateOrder: dateOrder.optional(),
}
const key = z.string().min(1).max(60)

export const contactsCalls = {
  'contacts.page': call<Page<ContactRow>>()(z.object({ filter: contactFilter, sort: contactSort, ...stretch })),
  'contacts.get': call<Contact>()(z.object({ id })),
  'contacts.findByNumber': call<{ readonly id: number } | null>()(z.object({ number: e164 })),
  'contacts.add': call<Contact>()(contactFields),
  'contacts.save': call<Contact>()(contactFields.partial().extend({ id })),
  /** Their consent stays on record. `undoId` brings them back as they were, for 30 days. */
  'contacts.remove': call<{ readonly removed: number; readonly undoId: string }>()(z.object({ who: contactChoice })),
  'contacts.undoRemove': call<{ readonly restored: number }>()(z.object({ undoId: z.string() })),
  'contacts.tag': call<{ readonly changed: number }>()(
    z.object({
      who: contactChoice,
      add: z.array(z.string().trim().min(1).max(60)).max(20),
      remove: z.array(z.string().max(60)).max(20),
    }),
  ),
  'contacts.tags': call<readonly TagCount[]>()(nothing),
  'contacts.fields': call<readonly CustomField[]>()(nothing),
  /** A field of one's own making, for people to be given. */
  'fields.add': call<CustomField>()(z.object({ label, ...kindChoice })),
  /** Another label; messages go on calling it by its key. */
  'fields.rename': call<CustomField>()(z.object({ key, label })),
  /** What would not fit if the field were of another kind. Read on a thread of its own. */
  'fields.check': call<KindCheck>()(z.object({ key, ...kindChoice })),
  /** Says how values are read from now on; no value is changed by it. */
  'fields.setKind': call<CustomField>()(z.object({ key, ...kindChoice })),
  /** Takes the field and everybody's value away; `undoId` brings them back, for 30 days. */
  'fields.remove': call<{ readonly undoId: string; readonly people: number }>()(z.object({ key })),
  'fields.undoRemove': call<CustomField>()(z.object({ undoId: z.string() })),
  'lists.all': call<readonly ContactList[]>()(nothing),
  'lists.add': call<ContactList>()(z.object({ name: z.string().trim().min(1).max(80) })),
  'lists.rename': call<ContactList>()(z.object({ id, name: z.string().trim().min(1).max(80) })),
  /** The list goes, its people stay. `undoId` brings it back. */
  'lists.remove': call<{ readonly undoId: string }>()(z.object({ id })),
  'lists.undoRemove': call<ContactList>()(z.object({ undoId: z.string() })),
  'lists.addPeople': call<{ readonly changed: number }>()(z.object({ id, who: contactChoice })),
  'lists.removePeople': call<{ readonly changed: number }>()(z.object({ id, who: contactChoice })),
}
