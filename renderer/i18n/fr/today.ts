import type { Words } from '../words.ts'
import type { today as en } from '../en/today.ts'

export const today: Words<typeof en> = {
  title: 'Aujourd’hui',
}
