import type { Condition } from './rule.ts'

/** What a rule only names by number or key, as people call it; null for what is no more. */
export type RuleNames = {
  readonly list: (id: number) => string | null
  readonly field: (key: string) => string | null
  readonly importOf: (id: number) => string | null
  readonly country: (code: string) => string
  /** A calendar day, YYYY-MM-DD. */
  readonly day: (iso: string) => string
  readonly number: (value: number) => string
}

/** One language's way of saying rules. */
export type Clauses = {
  readonly and: string
  readonly or: string
  readonly anybody: string
  readonly nobody: string
  readonly everybody: string
  readonly nobodyAtAll: string
  readonly except: (those: string) => string
  readonly sentence: (clauses: string) => string
  readonly condition: (node: Condition, names: RuleNames) => string
}

/** "a, b or c". */
export const alternatives = (values: readonly string[], or: string): string =>
  values.length < 2 ? (values[0] ?? '') : `${values.slice(0, -1).join(', ')} ${or} ${values.at(-1) as string}`
