import type { Tally } from '../../../shared/contract/inbox.ts'
import type { Language } from '../../../shared/contract/common.ts'
import { contactNames } from '../contacts/names.ts'
import type { Db } from '../database/open.ts'
import { answerCounts, answersTo } from '../sending/talk.ts'
import { everyWord } from './keywords.ts'

const MOST_ROWS = 50

/** What people answered to a campaign, each counted once by their last answer. */
export const tallyOf = (db: Db, campaignId: number): Tally => {
  const counts = answerCounts(db, campaignId)
  const sum = (some: typeof counts) => some.reduce((all, { people }) => all + people, 0)
  const short = counts.filter(({ answer, stop }) => answer !== null && !stop)
  const own = everyWord(db)
  return {
    campaignId,
    people: sum(counts),
    rows: short.slice(0, MOST_ROWS).map(({ answer, people }) => ({ answer: answer!, own: own.has(answer!), people })),
    other: sum(counts.filter(({ answer, stop }) => answer === null && !stop)) + sum(short.slice(MOST_ROWS)),
    stops: sum(counts.filter(({ stop }) => stop)),
  }
}

export const tallyWords = {
  en: { file: 'answers', columns: ['When', 'Name', 'Number', 'Answer', 'Message'] },
  fr: { file: 'reponses', columns: ['Quand', 'Nom', 'Numéro', 'Réponse', 'Message'] },
} as const satisfies Readonly<Record<Language, { file: string; columns: readonly string[] }>>

/** Who said what, oldest first, as rows of a file. */
export function* tallyRows(db: Db, campaignId: number, language: Language): Iterable<readonly string[]> {
  yield tallyWords[language].columns
  const answers = answersTo(db, campaignId)
  const names = contactNames(db, [...new Set(answers.map(({ number }) => number))])
  const when = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-US', { dateStyle: 'short', timeStyle: 'short' })
  for (const { number, at, text, answer } of answers) yield [when.format(at), names.get(number)?.name ?? '', number, answer ?? '', text]
}
