import { appendFileSync, writeFileSync } from 'node:fs'
import type { KeptWording } from '../../../shared/contract/asking.ts'
import type { FileTicket, Language } from '../../../shared/contract/common.ts'
import { agreementsTo } from '../consent/wordings.ts'
import { contactNames } from '../contacts/names.ts'
import type { Context } from '../context.ts'
import { csvLine, delimiterOf } from '../files/csv.ts'
import { breath } from '../sending/steps.ts'

const STEP = 1000

const words = {
  en: { file: 'agreements', columns: ['Agreed', 'Name', 'Number', 'How', 'Where the proof is', 'Now', 'Version', 'Words'], state: { 'opted-in': 'agrees', 'opted-out': 'said stop', none: 'taken back' } },
  fr: { file: 'accords', columns: ['Accord donné', 'Nom', 'Numéro', 'Comment', 'Où se trouve la preuve', 'Aujourd’hui', 'Version', 'Texte'], state: { 'opted-in': 'd’accord', 'opted-out': 'a dit stop', none: 'repris' } },
} as const satisfies Readonly<Record<Language, unknown>>

/** Who agreed to a wording, the latest first, as a file for spreadsheets; a thousand at a time, so that nothing else waits. */
export const exportAgreements = async (context: Context, wording: KeptWording, going: () => boolean): Promise<FileTicket> => {
  const { db } = context
  const { language } = context.settings()
  const { file: name, columns, state: states } = words[language]
  const delimiter = delimiterOf(language)
  const file = context.files.create(`${name}-${wording.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}-${String(wording.version)}.csv`)
  writeFileSync(file.path, `\ufeff${csvLine(columns, delimiter)}`)
  for (let before: number | null = null; going(); ) {
    const rows = agreementsTo(db, wording.id, before, 0, STEP)
    if (rows.length === 0) break
    const names = contactNames(db, rows.map(({ number }) => number))
    appendFileSync(
      file.path,
      rows
        .map(({ number, method, occurredAt, source, state }) =>
          csvLine([new Date(occurredAt).toISOString(), names.get(number)?.name ?? '', number, method, source, states[state], `${wording.name} ${String(wording.version)}`, wording.text], delimiter),
        )
        .join(''),
    )
    before = rows.at(-1)!.id
    await breath()
  }
  return file.done()
}
