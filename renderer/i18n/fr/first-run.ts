import type { Words } from '../words.ts'
import type { firstRun as en } from '../en/first-run.ts'

export const firstRun: Words<typeof en> = {
  title: 'Bienvenue',
}
