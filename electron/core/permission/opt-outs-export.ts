import { appendFileSync } from 'node:fs'
import type { FileTicket, Language } from '../../../shared/contract/common.ts'
import type { OptOutHow } from '../../../shared/contract/opt-outs.ts'
import { numbersOptedOut, optedOut } from '../consent/opted-out.ts'
import { contactNames } from '../contacts/names.ts'
import type { Context } from '../context.ts'
import { csvLine, delimiterOf } from '../files/csv.ts'
import { breath } from '../sending/steps.ts'
import { howOf } from './opt-outs-page.ts'

const ROWS_A_STEP = 500

type ExportWords = { readonly file: string; readonly head: readonly string[]; readonly how: Readonly<Record<OptOutHow, string>>; readonly purposes: Readonly<Record<'both' | 'marketing' | 'service', string>> }
const words: Readonly<Record<Language, ExportWords>> = {
  en: {
    file: 'opt-outs', head: ['Number', 'Name', 'Out of', 'Since (UTC)', 'How', 'Source'],
    how: { keyword: 'texted a word', sentence: 'wrote so', carrier: 'reported by the carrier', list: 'on a list', 'by-hand': 'noted by hand', erased: 'erased on request' },
    purposes: { both: 'everything', marketing: 'offers', service: 'service messages' },
  },
  fr: {
    file: 'desinscriptions', head: ['Numéro', 'Nom', 'Ne veut plus de', 'Depuis (UTC)', 'Comment', 'Source'],
    how: { keyword: 'mot envoyé', sentence: 'l’a écrit', carrier: 'signalé par l’opérateur', list: 'sur une liste', 'by-hand': 'noté à la main', erased: 'effacé à sa demande' },
    purposes: { both: 'tout', marketing: 'offres', service: 'messages de service' },
  },
}

/** Everybody who is out, the newest record first, in steps. @throws errors of the file system. */
export const exportOptOuts = async ({ db, files, settings }: Context): Promise<FileTicket> => {
  const { language } = settings()
  const say = words[language]
  const file = files.create(`${say.file}.csv`)
  const delimiter = delimiterOf(language)
  appendFileSync(file.path, `\ufeff${csvLine(say.head, delimiter)}`)
  const numbers = numbersOptedOut(db, '')
  for (let from = 0; from < numbers.length; from += ROWS_A_STEP) {
    const some = optedOut(db, numbers.slice(from, from + ROWS_A_STEP))
    const names = contactNames(db, some.map(({ number }) => number))
    appendFileSync(
      file.path,
      some.map((one) => csvLine([one.number, names.get(one.number)?.name ?? '', say.purposes[one.purposes.length === 2 ? 'both' : one.purposes[0]!], new Date(one.at).toISOString(), say.how[howOf(one)], one.source], delimiter)).join(''),
    )
    await breath()
  }
  return file.done()
}
