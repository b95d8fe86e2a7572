import type { Arrived } from '../../shared/contract/inbox.ts'
import type { Result } from '../../shared/result.ts'

/** The part of core that is needed. */
export type TellingCore = { call(name: string, input: unknown): Promise<Result<unknown>>; on(listener: (event: string, data: unknown) => void): () => void }

/** What a desktop can do; a system that cannot is left in peace. */
export type Desktop = {
  /** Shows a notification; null where the system has none. */
  readonly notify: ((arrived: Arrived, clicked: () => void) => void) | null
  /** The number on the program's icon; 0 takes it away. */
  readonly badge: ((unread: number) => void) | null
  /** Somebody is looking at the window: they see it come in. */
  inFront(): boolean
  /** Brings the window to the front and shows a conversation, or the inbox. */
  open(number: string | null): void
}

/** Tells the desktop who wrote, and how many conversations are unread. Answers a function that ends it. */
export const tellArrivals = (core: TellingCore, desktop: Desktop): (() => void) => {
  let shown = -1
  const count = async (): Promise<void> => {
    if (desktop.badge === null) return
    const answer = await core.call('inbox.counts', {})
    // Without an open book nothing is unread.
    const unread = answer.ok ? (answer.value as { readonly unread: number }).unread : 0
    if (unread === shown) return
    shown = unread
    desktop.badge(unread)
  }
  void count()
  return core.on((event, data) => {
    if (event === 'inbox.arrived' && !desktop.inFront()) {
      const arrived = data as Arrived
      desktop.notify?.(arrived, () => { desktop.open(arrived.number) })
    }
    if (event === 'changed' && (data as { readonly topics: readonly string[] }).topics.includes('inbox')) void count()
  })
}
