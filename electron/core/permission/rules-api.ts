import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { RuleDecision, RulesView } from '../../../shared/contract/rules.ts'
import { ok } from '../../../shared/result.ts'
import { fitsField, OWN_CAPS, RULE_FIELDS, sameValue, writtenAsOf, writtenValue, type RuleField } from '../../../shared/rules/decisions.ts'
import { addList, addPeople, listIdByName } from '../contacts/lists.ts'
import type { Context } from '../context.ts'
import { delimiterOf, writeCsv } from '../files/csv.ts'
import type { PeopleThread } from '../segments/people-thread.ts'
import { decide, decisionHistory, decisionsInForce, NO_REASON, ownerRules, type Decision, type NewDecision } from '../sending/decisions.ts'
import type { Expiry } from './expiry.ts'

const words = {
  en: { file: 'consent-ending', columns: ['Name', 'Number', 'Implied consent ends'] },
  fr: { file: 'accords-qui-finissent', columns: ['Nom', 'Numéro', 'Fin de l’accord tacite'] },
} as const

const seen = ({ stored, reason, ...decision }: Decision): RuleDecision => ({
  ...decision,
  decided: stored === null ? null : { value: stored.value },
  written: stored?.written ?? null,
  reason: reason === NO_REASON ? null : reason,
})

const isField = (field: string): field is RuleField => (RULE_FIELDS as readonly string[]).includes(field)

/** Quiet hours and limits by place, with their sources, and what the owner decided otherwise. `changed`: what was held is asked again. */
export const rulesHandlers = (context: Context, thread: PeopleThread, expiry: Expiry, changed: () => Promise<void>): HandlersOf<'rules'> => {
  const { db, clock } = context

  const view = (): RulesView => ({
    rules: ownerRules(db) ?? null,
    inForce: decisionsInForce(db).map((decision) => ({
      ...seen(decision),
      writtenChanged: decision.place !== OWN_CAPS && isField(decision.field) && decision.stored !== null && !sameValue(writtenValue(decision.place, decision.field), decision.stored.written.value),
    })),
    history: decisionHistory(db).map(seen),
  })

  return {
    'rules.get': () => ok(view()),

    'rules.people': async () => {
      const answer = await thread.ask<'by-rule'>({ kind: 'by-rule' })
      return ok(answer.kind === 'by-rule' ? answer.people : { byRule: [], unclear: 0 })
    },

    'rules.decide': async ({ place, changes, reason }) => {
      const decisions: NewDecision[] = []
      let changing = false
      for (const change of changes) {
        const { field } = change
        const written = { value: writtenValue(place, field), asOf: writtenAsOf(place, field) }
        if ('back' in change) {
          decisions.push({ place, field, stored: null })
          continue
        }
        if (!fitsField(place, field, change.value)) return context.problem('rules-not-fitting', {}, field)
        // What is written already is no decision: when the rule changes, it follows.
        const same = sameValue(written.value, change.value)
        decisions.push({ place, field, stored: same ? null : { value: change.value, written } })
        changing ||= !same
      }
      if (changing && reason === '') return context.problem('rules-no-reason', {}, 'reason')
      const inForce = new Map(decisionsInForce(db).filter((one) => one.place === place).map(({ field, stored }) => [field, stored!.value]))
      const news = decisions.filter(({ field, stored }) => (stored === null ? inForce.has(field) : !inForce.has(field) || !sameValue(inForce.get(field)!, stored.value)))
      if (news.length > 0) {
        db.transaction(() => decide(db, news, reason, clock.now())).immediate()
        context.changed('rules')
        await changed()
      }
      return ok(view())
    },

    'rules.ending': async ({ days }) => {
      const people = await expiry.ending(days)
      return ok({ total: people.length, soonest: people.slice(0, 200) })
    },

    'rules.exportEnding': async ({ days }) => {
      const { language } = context.settings()
      const people = await expiry.ending(days)
      const file = context.files.create(`${words[language].file}-${new Date(clock.now()).toISOString().slice(0, 10)}.csv`)
      writeCsv(file.path, [words[language].columns, ...people.map(({ name, number, expiresAt }) => [name, number, new Date(expiresAt).toISOString().slice(0, 10)])], { delimiter: delimiterOf(language) })
      return ok(file.done())
    },

    'rules.listEnding': async ({ days, name }) => {
      const people = await expiry.ending(days)
      const listId = db
        .transaction(() => {
          const list = listIdByName(db, name) ?? addList(db, name, clock.now())!.id
          for (let from = 0; from < people.length; from += 5000) addPeople(db, list, { ids: people.slice(from, from + 5000).map(({ contactId }) => contactId) })
          return list
        })
        .immediate()
      context.changed('lists', 'contacts')
      return ok({ listId, people: people.length })
    },
  }
}
