import type { FileTicket, Language } from '../../../shared/contract/common.ts'
import { delimiterOf, writeCsv } from '../files/csv.ts'
import type { Context } from '../context.ts'
import { cellsOf, rejectedAfter, storedPlan } from './queries.ts'
import { REASON_HEADER, REASON_WORDS } from './words.ts'

function* rejectedRows(ctx: Context, id: number, headers: readonly string[], language: Language): Generator<readonly string[]> {
  yield [...headers, ...REASON_HEADER[language]]
  let line = 0
  for (;;) {
    const rows = rejectedAfter(ctx.db, id, line, 1000)
    for (const row of rows) {
      const cells = cellsOf(row.raw)
      const padded = Array.from({ length: Math.max(headers.length, cells.length) }, (_, i) => cells[i] ?? '')
      yield [...padded, String(row.line), REASON_WORDS[language][row.reason]]
      line = row.line
    }
    if (rows.length === 0) return
  }
}

/** The rejected rows of an import as they stood, each with its line and the reason in the owner's language. */
export const exportRejected = (ctx: Context, id: number, fileName: string): FileTicket => {
  const { language } = ctx.settings()
  const name = fileName.replace(/\.[^.]*$/, '').slice(0, 80)
  const place = ctx.files.create(`${name} - ${language === 'fr' ? 'lignes écartées' : 'left out'}.csv`)
  writeCsv(place.path, rejectedRows(ctx, id, storedPlan(ctx.db, id)?.headers ?? [], language), { delimiter: delimiterOf(language) })
  return place.done()
}
