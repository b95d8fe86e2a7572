import type { AskPreview, WhyNotAsked } from '../../../shared/contract/asking.ts'
import type { Language } from '../../../shared/contract/common.ts'
import type { ContactChoice } from '../../../shared/contract/contacts.ts'
import { numbersOf } from '../contacts/choice.ts'
import type { Context } from '../context.ts'
import { breath } from '../sending/steps.ts'
import { askToConfirm, whyNotAsked } from './ask.ts'

const STEP = 200

/**
 * Asks everybody of a choice to confirm that they would like offers, or, with `source` null, only counts. In short
 * transactions, so that sending and the window go on; whoever was asked stays asked when the program ends in between.
 */
export const askMany = async (context: Context, who: ContactChoice, source: string | null, going: () => boolean): Promise<AskPreview> => {
  const { db, clock } = context
  const people = numbersOf(db, who)
  const skipped = new Map<WhyNotAsked, number>()
  let ask = 0
  const one = (number: string, language: Language | null): WhyNotAsked | null => {
    const now = clock.now()
    const wish = { number, purpose: 'marketing', method: 'by-hand', occurredAt: now } as const
    if (source === null) return whyNotAsked(db, wish, 'owner', now)
    const asked = askToConfirm(context, { ...wish, language: language ?? context.settings().language, disclosure: null, source, by: 'owner' })
    return 'refused' in asked ? asked.refused : null
  }
  for (let from = 0; from < people.length && going(); from += STEP) {
    if (from > 0) await breath()
    if (!going()) break
    const some = people.slice(from, from + STEP)
    const run = () => {
      for (const { number, language } of some) {
        const why = one(number, language)
        if (why === null) ask += 1
        else skipped.set(why, (skipped.get(why) ?? 0) + 1)
      }
    }
    if (source === null) run()
    else db.transaction(run).immediate()
  }
  return { people: people.length, ask, skipped: [...skipped].map(([why, people]) => ({ why, people })).toSorted((a, b) => b.people - a.people) }
}
