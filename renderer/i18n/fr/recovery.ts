import type { Words } from '../words.ts'
import type { recovery as en } from '../en/recovery.ts'

export const recovery: Words<typeof en> = {
  title: 'Le carnet n’a pas pu être ouvert',
}
