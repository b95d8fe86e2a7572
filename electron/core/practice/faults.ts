import { seededRandom } from '../environment.ts'

/** Which call a request is. */
export type Operation =
  | 'create' | 'list' | 'fetch' | 'update' | 'delete' | 'numbers' | 'balance' | 'account' | 'price' | 'media' | 'download' | 'remove-media' | 'other'

export type PracticeRequest = {
  /** 1 for the first request since the carrier was made. */
  readonly count: number
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly operation: Operation
  /** Form fields of a POST, query of a GET. */
  readonly params: URLSearchParams
}

/**
 * Something that goes wrong with one request. `accept` says whether the request is carried out first, unseen by the
 * client: the case in which sending again would send twice.
 */
export type Fault =
  /** 429, never carried out. `retryAfter` as the header wants it: seconds, or an HTTP date. */
  | { readonly kind: 'throttle'; readonly retryAfter?: number | string }
  /** An HTTP error status with Twilio's 20500 or 20503. */
  | { readonly kind: 'error'; readonly status: number; readonly accept: boolean }
  /** Never answers. */
  | { readonly kind: 'hang'; readonly accept: boolean }
  /** Tears the connection down. */
  | { readonly kind: 'reset'; readonly accept: boolean }
  /** Answers after `ms` of the carrier's clock. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Carries it out, then answers something that is not JSON. */
  | { readonly kind: 'garbage' }
  /** Accepts a message, but lists do not show it before `ms` have passed. */
  | { readonly kind: 'late-list'; readonly ms: number }

export type FaultShares = {
  readonly seed: number
  /** Default: creating messages only. */
  readonly operations?: readonly Operation[]
  /** Shares of 1 of the requests. */
  readonly throttle?: number
  readonly throttleWithRetryAfter?: number
  readonly errorBefore?: number
  readonly errorAfter?: number
  readonly hangBefore?: number
  readonly hangAfter?: number
  readonly resetBefore?: number
  readonly resetAfter?: number
  readonly slow?: number
  readonly slowMs?: number
  readonly garbage?: number
  readonly lateList?: number
  readonly lateListMs?: number
}

export type FaultPlan = (request: PracticeRequest) => Fault | null
export type Faults = FaultPlan | FaultShares

/** A plan that draws each fault with its share, repeatably from the seed. */
export const faultPlan = (faults: Faults | null | undefined): FaultPlan => {
  if (faults == null) return () => null
  if (typeof faults === 'function') return faults
  const random = seededRandom(faults.seed)
  const operations = faults.operations ?? ['create']
  const status = () => (random() < 0.5 ? 500 : 503)
  const draws: readonly (readonly [number | undefined, () => Fault])[] = [
    [faults.throttle, () => ({ kind: 'throttle' })],
    [faults.throttleWithRetryAfter, () => ({ kind: 'throttle', retryAfter: 1 })],
    [faults.errorBefore, () => ({ kind: 'error', status: status(), accept: false })],
    [faults.errorAfter, () => ({ kind: 'error', status: status(), accept: true })],
    [faults.hangBefore, () => ({ kind: 'hang', accept: false })],
    [faults.hangAfter, () => ({ kind: 'hang', accept: true })],
    [faults.resetBefore, () => ({ kind: 'reset', accept: false })],
    [faults.resetAfter, () => ({ kind: 'reset', accept: true })],
    [faults.slow, () => ({ kind: 'slow', ms: faults.slowMs ?? 500 })],
    [faults.garbage, () => ({ kind: 'garbage' })],
    [faults.lateList, () => ({ kind: 'late-list', ms: faults.lateListMs ?? 3_000 })],
  ]
  return (request) => {
    if (!operations.includes(request.operation)) return null
    let chance = random()
    for (const [share, fault] of draws) {
      chance -= share ?? 0
      if (chance < 0) return fault()
    }
    return null
  }
}
