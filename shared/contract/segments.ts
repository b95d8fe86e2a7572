import { z } from 'zod'
import { rule, type Rule } from '../rules/segments/rule.ts'
import { call } from './define.ts'
import { id, nothing } from './common.ts'
import type { ContactRow } from './contacts.ts'

/** A rule with a name: whoever it finds at the moment is in it. */
export type Segment = {
  readonly id: number
  readonly name: string
  readonly rule: Rule
  readonly createdAt: number
  readonly updatedAt: number
  /** Drafts and scheduled campaigns that go to it. */
  readonly drafts: readonly { readonly id: number; readonly name: string }[]
}

/** Which people a rule can choose from, for its pickers. Most frequent first, at most 500 of each. */
export type Places = {
  readonly countries: readonly string[]
  readonly regions: readonly string[]
  readonly areaCodes: readonly string[]
}

const name = z.string().trim().min(1).max(80)

export const segmentsCalls = {
  /** By name. */
  'segments.all': call<readonly Segment[]>()(nothing),
  'segments.get': call<Segment>()(z.object({ id })),
  'segments.add': call<Segment>()(z.object({ name, rule })),
  'segments.save': call<Segment>()(z.object({ id, name: name.optional(), rule: rule.optional() })),
  /** The rule goes, its people stay. `undoId` brings it back, for 30 days. `drafts`: those that lose their audience. */
  'segments.remove': call<{ readonly undoId: string; readonly drafts: number }>()(z.object({ id })),
  'segments.undoRemove': call<Segment>()(z.object({ undoId: z.string() })),
  /** How many people a saved rule finds now. Counted on a thread of its own. */
  'segments.count': call<{ readonly people: number }>()(z.object({ id })),
  /**
   * How many people a rule finds and the first of them by name, while it is being made. A newer one by the same
   * `asker` (any word of the caller's own) cancels the one before, which then answers with the problem `segments-superseded`.
   */
  'segments.preview': call<{ readonly people: number; readonly first: readonly ContactRow[] }>()(
    z.object({ rule, first: z.number().int().min(0).max(50), asker: z.string().max(40) }),
  ),
  /** Ends what an asker still waits for. */
  'segments.cancel': call<{ readonly canceled: boolean }>()(z.object({ asker: z.string().max(40) })),
  /** Where the people of the book are. */
  'segments.places': call<Places>()(nothing),
}
