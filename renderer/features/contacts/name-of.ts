import type { ContactRow } from '../../../shared/contract/contacts.ts'

/** "Ana Ruiz"; empty when neither name is known. */
export const nameOf = (person: Pick<ContactRow, 'firstName' | 'lastName'>): string => `${person.firstName} ${person.lastName}`.trim()
