import type { z } from 'zod'

/**
 * One call between window and core. `input` is checked at run time on arrival; `Out` is what a
 * successful answer carries (never a class, a function or `undefined` inside: it crosses processes as data).
 */
export type CallShape<In extends z.ZodType = z.ZodType, Out = unknown> = {
  readonly input: In
  /** Only a type: never present at run time. */
  readonly out?: Out
}

/** Declares a call: `call<Answer>()(z.object({ … }))`. */
export const call =
  <Out>() =>
  <In extends z.ZodType>(input: In): CallShape<In, Out> => ({ input })
