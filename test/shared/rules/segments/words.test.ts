import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { everybody, type Rule } from '../../../../shared/rules/segments/rule.ts'
import { describeRule, type RuleNames } from '../../../../shared/rules/segments/words.ts'

const names: RuleNames = {
  list: (id) => (id === 1 ? 'Friday' : null),
  field: (key) => (key === 'birthday' ? 'Birthday' : null),
  importOf: (id) => (id === 1 ? 'people.csv' : null),
  country: (code) => code,
  day: (iso) => iso,
  number: String,
}
const all = (...of: readonly Rule[]): Rule => ({ kind: 'group', match: 'all', of })
const any = (...of: readonly Rule[]): Rule => ({ kind: 'group', match: 'any', of })
const none = (...of: readonly Rule[]): Rule => ({ kind: 'group', match: 'none', of })
const tag = (name: string, has = true): Rule => ({ kind: 'tag', has, tag: name })
const birthday: Rule = { kind: 'field', field: 'birthday', test: { op: 'yearly', when: 'this-week' } }
const quiet: Rule = { kind: 'texted', last: { when: 'not-within', days: 60 } }

describe('a rule in words', () => {
  test.each<readonly [Rule, string, string]>([
    [everybody, 'Everybody in your contact book.', 'Tout le monde dans votre carnet.'],
    [any(), 'Nobody.', 'Personne.'],
    [tag('vip'), 'People who have the tag “vip”.', 'Les personnes qui ont l’étiquette «\u00a0vip\u00a0».'],
    [all(tag('vip'), birthday), 'People who have the tag “vip” and whose “Birthday” comes round this week.', 'Les personnes qui ont l’étiquette «\u00a0vip\u00a0» et dont «\u00a0Birthday\u00a0» tombe cette semaine.'],
    [
      all(tag('a'), quiet, any(tag('b'), tag('c', false))),
      'People who have the tag “a”, who were not texted in the last 60 days and (who have the tag “b” or who do not have the tag “c”).',
      'Les personnes qui ont l’étiquette «\u00a0a\u00a0», à qui on n’a pas écrit ces 60 derniers jours et (qui ont l’étiquette «\u00a0b\u00a0» ou qui n’ont pas l’étiquette «\u00a0c\u00a0»).',
    ],
    [none(tag('a'), tag('b')), 'People who are not among those who have the tag “a” or who have the tag “b”.', 'Les personnes qui ne sont pas parmi celles qui ont l’étiquette «\u00a0a\u00a0» ou qui ont l’étiquette «\u00a0b\u00a0».'],
    [all({ kind: 'list', on: true, listId: 1 }, { kind: 'list', on: false, listId: 9 }), 'People who are on the list “Friday” and who are not on a list that is no more.', 'Les personnes qui sont sur la liste «\u00a0Friday\u00a0» et qui ne sont pas sur une liste qui n’existe plus.'],
    [{ kind: 'consent', purpose: 'marketing', is: 'none' }, 'People who were never asked about offers.', 'Les personnes à qui on n’a jamais demandé leur accord pour les offres.'],
    [{ kind: 'field', field: 'gone', test: { op: 'filled' } }, 'People who have something in removed field “gone”.', 'Les personnes qui ont quelque chose dans le champ retiré «\u00a0gone\u00a0».'],
    [{ kind: 'country', in: true, countries: ['FR', 'US', 'GB'] }, 'People whose country is FR, US or GB.', 'Les personnes dont le pays est FR, US ou GB.'],
  ])('%j', (rule, english, french) => {
    expect(describeRule(rule, 'en', names)).toBe(english)
    expect(describeRule(rule, 'fr', names)).toBe(french)
  })

  test('holds what was typed as it was typed', () => {
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 30 }), (value) => {
      for (const language of ['en', 'fr'] as const) expect(describeRule({ kind: 'about', what: 'first-name', test: { op: 'contains', value } }, language, names)).toContain(value)
    }))
  })
})
