/** A rule in plain words: "People who have the tag “vip” and whose “Birthday” comes round this week." */
import type { Language } from '../../contract/common.ts'
import type { Rule } from './rule.ts'
import { englishClauses } from './words-en.ts'
import { frenchClauses } from './words-fr.ts'
import type { Clauses, RuleNames } from './words-shape.ts'

export type { RuleNames } from './words-shape.ts'

const clausesIn: Readonly<Record<Language, Clauses>> = { en: englishClauses, fr: frenchClauses }

/** One after the other with a word before the last: "a, b and c". */
const chain = (parts: readonly string[], word: string): string =>
  parts.length < 2 ? (parts[0] ?? '') : parts.length === 2 ? `${parts[0] as string} ${word} ${parts[1] as string}` : `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1) as string}`

const clause = (node: Rule, words: Clauses, names: RuleNames, inside: boolean): string => {
  if (node.kind !== 'group') return words.condition(node, names)
  if (node.of.length === 0) return node.match === 'any' ? words.nobody : words.anybody
  const parts = node.of.map((part) => clause(part, words, names, node.of.length > 1))
  const several = parts.length > 1
  switch (node.match) {
    case 'all':
      return several && inside ? `(${chain(parts, words.and)})` : chain(parts, words.and)
    case 'any':
      return several && inside ? `(${chain(parts, words.or)})` : chain(parts, words.or)
    case 'none':
      return words.except(chain(parts, words.or))
  }
}

/** The sentence for a whole rule, with its full stop. */
export const describeRule = (node: Rule, language: Language, names: RuleNames): string => {
  const words = clausesIn[language]
  if (node.kind === 'group' && node.of.length === 0) return node.match === 'any' ? words.nobodyAtAll : words.everybody
  return words.sentence(clause(node, words, names, false))
}

/** One condition alone, as it stands in a sentence. */
export const describeCondition = (node: Rule, language: Language, names: RuleNames): string => clause(node, clausesIn[language], names, true)
