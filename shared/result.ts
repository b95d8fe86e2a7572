/**
 * The answer of every call: errors that cross processes lose their class, so they travel as data.
 * `message` is for people: what happened, what is safe, what to do next, in their language.
 */
export type Result<T> = Ok<T> | Err
export type Ok<T> = { readonly ok: true; readonly value: T }
export type Err = { readonly ok: false; readonly error: Problem }

export type Problem = {
  /** Stable, kebab-case, for programs: `imports-no-number-column`. */
  readonly code: string
  readonly message: string
  /** The input field the problem belongs to, as a dotted path. */
  readonly field?: string
  /** The one thing to do next, when there is one. */
  readonly fix?: string
}

/** A success carrying `value`. */
export const ok = <T>(value: T): Ok<T> => ({ ok: true, value })

/** A failure people can read. */
export const err = (code: string, message: string, more: Pick<Problem, 'field' | 'fix'> = {}): Err => ({
  ok: false,
  error: { code, message, ...more },
})

/** The value, or a thrown Error with the problem's message: for tests, benches and commands. */
export const unwrap = <T>(result: Result<T>): T => {
  if (result.ok) return result.value
  throw new Error(`${result.error.code}: ${result.error.message}`)
}
