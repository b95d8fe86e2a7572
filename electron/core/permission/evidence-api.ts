import { writeFileSync } from 'node:fs'
import type { CheckAnswer } from '../../../shared/contract/consent.ts'
import type { HandlersOf } from '../../../shared/contract/index.ts'
import { normaliseNumber } from '../../../shared/phone/normalise.ts'
import type { CountryCode } from '../../../shared/phone/result.ts'
import { ok } from '../../../shared/result.ts'
import { markBreaksSeen } from '../consent/checkpoint.ts'
import type { Ledger } from '../consent/ledger.ts'
import { findWith } from '../contacts/find.ts'
import type { Context } from '../context.ts'
import type { Db } from '../database/open.ts'
import { checkNumber } from './check.ts'
import { evidenceOf } from './evidence.ts'
import { evidencePdf } from './evidence-pdf.ts'
import { sheetWords } from './evidence-words.ts'

export type EvidenceHandlers = Pick<HandlersOf<'consent'>, 'consent.check' | 'consent.evidence' | 'consent.ledger' | 'consent.verify' | 'consent.acknowledge'>

const SHOWN = 12
/** So many are looked through for those shown; whoever is not among them is found by typing more. */
const LOOKED_THROUGH = 200

/** Who a name or a part of a number finds, by name. */
const peopleNamed = (db: Db, query: string): Extract<CheckAnswer, { kind: 'people' | 'nobody' }> => {
  const { words, from } = findWith(db, { query })
  if (words === null) return { kind: 'nobody' }
  const found = db
    .prepare(`SELECT c.number, c.first_name AS firstName, c.last_name AS lastName, c.sort_name AS sortName ${from.sql} LIMIT ${LOOKED_THROUGH}`)
    .all(...from.params) as { number: string; firstName: string; lastName: string; sortName: string }[]
  if (found.length === 0) return { kind: 'nobody' }
  const people = found
    .toSorted((a, b) => (a.sortName < b.sortName ? -1 : 1))
    .slice(0, SHOWN)
    .map(({ number, firstName, lastName }) => ({ number, name: `${firstName} ${lastName}`.trim() }))
  return { kind: 'people', people, total: found.length }
}

/** May I text this person, and how do I know. */
export const evidenceHandlers = (context: Context, ledger: Ledger): EvidenceHandlers => {
  const { db, clock } = context
  return {
    'consent.check': ({ who }) => {
      const number = normaliseNumber(who, context.settings().country as CountryCode)
      if (number.ok) return ok({ kind: 'number', found: checkNumber(db, number.e164, clock.now()) })
      const answer = peopleNamed(db, who)
      const [only] = answer.kind === 'people' ? answer.people : []
      if (only !== undefined && answer.kind === 'people' && answer.total === 1) return ok({ kind: 'number', found: checkNumber(db, only.number, clock.now()) })
      return ok(answer)
    },
    'consent.evidence': async ({ number, format }) => {
      const { language, businessName, country } = context.settings()
      const now = clock.now()
      const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
      const evidence = evidenceOf(db, number, { now, zone, language, business: businessName, country, ledger: ledger.state() })
      const bytes = format === 'json' ? `${JSON.stringify(evidence, null, 2)}\n` : await evidencePdf(evidence, { country, now, zone })
      // Not the number in the name: file names travel further than files.
      const file = context.files.create(`${sheetWords[language].file}-${number.slice(-4)}-${new Date(now).toISOString().slice(0, 10)}.${format}`)
      writeFileSync(file.path, bytes)
      return ok(file.done())
    },
    'consent.ledger': () => ok(ledger.state()),
    'consent.verify': async () => {
      const answer = await ledger.checkWhole()
      if (answer.kind === 'failed') throw Object.assign(new Error(answer.message), { code: answer.code })
      return ok(ledger.state())
    },
    'consent.acknowledge': () => {
      markBreaksSeen(db, clock.now())
      context.changed('consent', 'today')
      return ok(ledger.state())
    },
  }
}
