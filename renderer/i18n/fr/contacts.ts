import type { Words } from '../words.ts'
import type { contacts as en } from '../en/contacts.ts'

export const contacts: Words<typeof en> = {
  title: 'Contacts',
}
