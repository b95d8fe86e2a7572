/**
 * A saved segment's rule: a tree of conditions about one person. Data only; what it means is said once in SQL
 * (electron/core/segments/compile.ts), once in words (words.ts), and a test holds the SQL against plain TypeScript.
 */
import { z } from 'zod'
import { id, language, purpose } from '../../contract/common.ts'
import { consentState } from '../../contract/consent.ts'

/** A whole number of days, at most ten years. */
const days = z.number().int().min(0).max(3660)
/** A day as people's calendars have it: YYYY-MM-DD. */
export const isoDay = z.iso.date()
const text = z.string().trim().min(1).max(200)
const amount = z.number().min(-1e15).max(1e15)

/** When a birthday or another yearly day comes round. Weeks begin on Monday. */
export const yearly = z.enum(['today', 'this-week', 'next-week', 'this-month', 'next-month'])
export type Yearly = z.infer<typeof yearly>

/**
 * What is asked of one value. Each reads the value in its own way, whatever kind its field has now: a value that
 * cannot be read so (no number, no day) is as good as none. Negations hold for whoever has no value.
 */
export const fieldTest = z.discriminatedUnion('op', [
  z.object({ op: z.literal('filled') }),
  z.object({ op: z.literal('empty') }),
  // Text: case, accents and spaces at the ends are forgiven.
  z.object({ op: z.literal('is'), value: text }),
  z.object({ op: z.literal('is-not'), value: text }),
  z.object({ op: z.literal('contains'), value: text }),
  z.object({ op: z.literal('contains-not'), value: text }),
  z.object({ op: z.literal('begins'), value: text }),
  z.object({ op: z.literal('number-is'), value: amount }),
  z.object({ op: z.literal('number-is-not'), value: amount }),
  z.object({ op: z.literal('more'), value: amount }),
  z.object({ op: z.literal('less'), value: amount }),
  z.object({ op: z.literal('number-between'), from: amount, to: amount }),
  z.object({ op: z.literal('on'), day: isoDay }),
  z.object({ op: z.literal('before'), day: isoDay }),
  z.object({ op: z.literal('after'), day: isoDay }),
  z.object({ op: z.literal('date-between'), from: isoDay, to: isoDay }),
  /** Today and the days before it; 0 is today alone. */
  z.object({ op: z.literal('last-days'), days }),
  /** Today and the days after it. */
  z.object({ op: z.literal('next-days'), days }),
  /** The day and the month, in whatever year; 29 February comes on 28 February in other years. */
  z.object({ op: z.literal('yearly'), when: yearly }),
  z.object({ op: z.literal('yes') }),
  z.object({ op: z.literal('no') }),
  z.object({ op: z.literal('one-of'), values: z.array(text).min(1).max(50) }),
  z.object({ op: z.literal('none-of'), values: z.array(text).min(1).max(50) }),
])
export type FieldTest = z.infer<typeof fieldTest>

/** When something happened to somebody last: within so many days (today and the days before it), not within, ever, never. */
export const lastTime = z.discriminatedUnion('when', [
  z.object({ when: z.literal('within'), days }),
  z.object({ when: z.literal('not-within'), days }),
  z.object({ when: z.literal('ever') }),
  z.object({ when: z.literal('never') }),
])
export type LastTime = z.infer<typeof lastTime>

const since = z.discriminatedUnion('when', [
  z.object({ when: z.literal('within'), days }),
  z.object({ when: z.literal('not-within'), days }),
])

export const condition = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tag'), has: z.boolean(), tag: z.string().trim().min(1).max(60) }),
  z.object({ kind: z.literal('list'), on: z.boolean(), listId: id }),
  /** A custom field, by its key. */
  z.object({ kind: z.literal('field'), field: z.string().regex(/^\w{1,60}$/), test: fieldTest }),
  /** What every person has. */
  z.object({ kind: z.literal('about'), what: z.enum(['first-name', 'last-name', 'email', 'notes']), test: fieldTest }),
  z.object({ kind: z.literal('consent'), purpose, is: consentState }),
  /** A message left for them, as far as anybody knows. */
  z.object({ kind: z.literal('texted'), last: lastTime }),
  /** They wrote to us, whatever it was. */
  z.object({ kind: z.literal('replied'), last: lastTime }),
  /** The last message that was tried did not arrive; or their number cannot get texts at all. */
  z.object({ kind: z.literal('delivery'), what: z.enum(['last-failed', 'cannot-get-texts']), is: z.boolean() }),
  z.object({ kind: z.literal('country'), in: z.boolean(), countries: z.array(z.string().regex(/^[A-Z]{2}$/)).min(1).max(50) }),
  z.object({ kind: z.literal('region'), in: z.boolean(), regions: z.array(text).min(1).max(50) }),
  /** How a postal code begins; spaces and case are forgiven. */
  z.object({ kind: z.literal('postal-code'), in: z.boolean(), begins: z.array(z.string().trim().min(1).max(12)).min(1).max(50) }),
  /** The area code of a North American number. */
  z.object({ kind: z.literal('area-code'), in: z.boolean(), codes: z.array(z.string().regex(/^[2-9][0-9]{2}$/)).min(1).max(50) }),
  /** Null: not known. */
  z.object({ kind: z.literal('language'), is: language.nullable() }),
  z.object({ kind: z.literal('added'), since }),
  z.object({ kind: z.literal('changed'), since }),
  /** A row of this import was this person. */
  z.object({ kind: z.literal('imported'), by: z.boolean(), importId: id }),
])
export type Condition = z.infer<typeof condition>
export type ConditionKind = Condition['kind']

/** Of a group of none, 'all' and 'none' hold for everybody, 'any' for nobody. */
export const match = z.enum(['all', 'any', 'none'])
export type Match = z.infer<typeof match>

export type Group = { readonly kind: 'group'; readonly match: Match; readonly of: readonly Rule[] }
/** A condition, or a group of rules of which all, any or none must hold. */
export type Rule = Condition | Group

/** Groups inside groups, the outermost being the first. */
export const DEEPEST = 4
/** Conditions in a whole rule. */
export const MOST_CONDITIONS = 60

// Written out level by level, so that what is too deep is refused before anybody walks down it.
const level = (depth: number): z.ZodType<Rule> =>
  depth === 0 ? condition : z.union([condition, z.object({ kind: z.literal('group'), match, of: z.array(level(depth - 1)).max(MOST_CONDITIONS) })])

/** All conditions of a rule, from the first to the last. */
export const conditionsOf = (node: Rule): readonly Condition[] => (node.kind === 'group' ? node.of.flatMap(conditionsOf) : [node])

export const rule = level(DEEPEST).refine((node) => conditionsOf(node).length <= MOST_CONDITIONS, { message: `at most ${MOST_CONDITIONS} conditions` })

/** Everybody. */
export const everybody: Group = { kind: 'group', match: 'all', of: [] }

/** Whether what a rule finds depends on messages, and so changes while they leave. */
export const asksMessages = (node: Rule): boolean => conditionsOf(node).some(({ kind }) => kind === 'texted' || kind === 'replied' || kind === 'delivery')
