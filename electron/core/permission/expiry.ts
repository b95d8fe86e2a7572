/** Implied consent that ends by itself: told beforehand, and ended when its time is over. */
import type { Context } from '../context.ts'
import { endImplied, endingNumbers, endingPeople, type Ending } from '../consent/ending.ts'
import { watchContacts } from '../contacts/watch.ts'
import { localZone } from '../sending/local-zone.ts'
import { breath } from '../sending/steps.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** The owner is told so long before. */
export const TOLD_DAYS = 30

export type Expiry = {
  /** Everybody whose implied consent ends within so many days, soonest first. In steps. */
  ending(days: number): Promise<readonly Ending[]>
  /** How many that are within TOLD_DAYS; counted anew when people or consent changed. */
  soon(): Promise<number>
}

/**
 * Ends what is over: at the start, then every hour by the clock, in short steps, a transaction each. The claim does not wait
 * for it (mayText). A book that cannot be written is tried again an hour later.
 */
export const keepExpiry = (context: Context): Expiry => {
  const { db, clock, log } = context
  let closed = false
  const watch = watchContacts(db)
  /** The last look that found nothing, and the book as it was then. */
  let looked: { readonly stamp: string; readonly at: number } | null = null
  let sweeping: Promise<void> = Promise.resolve()

  const sweep = async (): Promise<void> => {
    let ended = 0
    const now = clock.now()
    const stamp = watch.stamp()
    try {
      // What was over before and is no business of this rule stays so while nobody and nothing changes.
      for (const numbers of endingNumbers(db, looked?.stamp === stamp && looked.at <= now ? looked.at : -Infinity, now)) {
        if (numbers.length > 0) endImplied(db, numbers, localZone(), clock.now())
        ended += numbers.length
        await breath()
        if (closed) return
      }
      if (ended === 0) looked = { stamp, at: now }
    } catch (error) {
      log.warn('consent.expiry-failed', { error: String(error) })
    }
    if (ended > 0) {
      log.info('consent.expired', { ended })
      context.changed('consent', 'contacts', 'rules', 'today')
    }
  }

  const round = (): void => {
    if (closed) return
    sweeping = sweep()
    const timer = clock.after(HOUR_MS, round)
    cancel = () => timer.cancel()
  }
  let cancel = (): void => {}
  setImmediate(round)
  context.onClose(async () => {
    closed = true
    cancel()
    await sweeping
  })

  const ending = async (days: number): Promise<readonly Ending[]> => {
    const now = clock.now()
    const found: Ending[] = []
    for (const some of endingPeople(db, now, now + days * DAY_MS)) {
      found.push(...some)
      await breath()
      if (closed) break
    }
    return found
  }

  let counted: { readonly key: string; readonly count: Promise<number> } | null = null
  return {
    ending,
    soon() {
      const key = `${watch.stamp()}/${Math.floor(clock.now() / HOUR_MS)}`
      if (counted?.key !== key) counted = { key, count: ending(TOLD_DAYS).then((people) => people.length) }
      return counted.count
    },
  }
}
