import { writeFileSync } from 'node:fs'
import type { FileTicket } from '../../../shared/contract/common.ts'
import type { Context } from '../context.ts'

const NAMES = { en: 'Pasted list.txt', fr: 'Liste collée.txt' } as const

/** What was pasted, as a file of its own; a spreadsheet's clipboard is text with tabs, which the guess of the delimiter knows. */
export const pasteFile = (ctx: Context, text: string): FileTicket => {
  const place = ctx.files.create(NAMES[ctx.settings().language])
  writeFileSync(place.path, `\ufeff${text}`)
  return place.done()
}
