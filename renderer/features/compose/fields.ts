/** The fields a message can use: what every contact has, and the columns the owner's own files brought. */
import type { Contact, CustomField } from '../../../shared/contract/contacts.ts'
import type { MergeFields } from '../../../shared/sms/merge.ts'

/** In the order of the menu. */
export const standardFields = ['first_name', 'last_name', 'full_name', 'business', 'email', 'phone'] as const
export type StandardField = (typeof standardFields)[number]

export const isStandardField = (field: string): field is StandardField => (standardFields as readonly string[]).includes(field)

/** A field as the menu and the chips name it. */
export type FieldChoice = { readonly key: string; readonly label: string; readonly own: boolean }

/** All fields, the standard ones first; an own field never hides a standard one. */
export const fieldChoices = (own: readonly CustomField[], wordFor: (field: StandardField) => string): readonly FieldChoice[] => [
  ...standardFields.map((key) => ({ key, label: wordFor(key), own: false })),
  ...own.filter(({ key }) => !isStandardField(key)).map(({ key, label }) => ({ key, label: label.trim() === '' ? key : label, own: true })),
]

/** A contact's values, for showing what is being typed before core has answered. What core answers counts. */
export const fieldsOf = (contact: Contact, business: string): MergeFields => ({
  ...contact.custom,
  first_name: contact.firstName,
  last_name: contact.lastName,
  full_name: `${contact.firstName} ${contact.lastName}`.trim(),
  email: contact.email,
  phone: contact.number,
  business,
})
