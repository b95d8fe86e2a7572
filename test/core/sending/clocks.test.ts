import { afterEach, describe, expect, test } from 'vitest'
import { migrate } from '../../../electron/core/database/migrate.ts'
import { openDatabase } from '../../../electron/core/database/open.ts'
import { silentLog } from '../../../electron/core/environment.ts'
import type { Provider, ProviderMessage } from '../../../electron/core/provider/provider.ts'
import { createPoller } from '../../../electron/core/sending/poller.ts'
import { saveNumbers } from '../../../electron/core/sending/senders.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { rigStart, startRig, type Rig, type RigOptions } from '../../support/sending-rig.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('somebody sets the computer’s clock', () => {
  let rig: Rig
  const start = async (options: RigOptions = {}) => {
    rig = await startRig({ carrierKeepsTime: true, ...options })
    rig.sending().start()
  }
  afterEach(() => rig.end())
  const first = () => {
    let sends = 0
    return (): boolean => ++sends === 1
  }

  test('back by two hours while a message is being looked up: it is found as soon', async () => {
    const isFirst = first()
    await start({ faults: ({ operation }) => (operation === 'create' && isFirst() ? { kind: 'reset', accept: true } : null) })
    rig.queue(1)
    await rig.until(() => rig.counts().unknown === 1)
    rig.clock.jump(-2 * HOUR)
    await rig.until(() => rig.counts().delivered === 1, MINUTE)
    expect(rig.accepted()).toHaveLength(1)
  })

  test('on by two hours while a message is being looked up: it is not given up sooner', async () => {
    const isFirst = first()
    await start({ faults: ({ operation }) => (operation === 'create' && isFirst() ? { kind: 'reset', accept: false } : null) })
    rig.queue(1)
    await rig.until(() => rig.counts().unknown === 1)
    const begun = rig.clock.monotonic()
    rig.clock.jump(2 * HOUR)
    await rig.until(() => rig.accepted().length === 1, 4 * MINUTE)
    // The last look, which alone may decide that it never arrived.
    expect(rig.clock.monotonic() - begun).toBeGreaterThan(80_000)
  })

  test('back by an hour: what is on its way is still followed', async () => {
    await start()
    rig.queue(1)
    await rig.until(() => rig.accepted().length === 1)
    rig.clock.jump(-HOUR)
    await rig.until(() => rig.counts().delivered === 1, MINUTE)
  })

  test('a computer two hours ahead sends, follows and hears like any other', async () => {
    rig = await startRig({ carrierKeepsTime: true })
    rig.clock.jump(2 * HOUR)
    rig.sending().start()
    rig.queue(3)
    await rig.until(() => rig.counts().delivered === 3, 2 * MINUTE)
  })

  test('a sender told to wait an hour goes on when the computer slept that hour', async () => {
    const isFirst = first()
    await start({ faults: ({ operation }) => (operation === 'create' && isFirst() ? { kind: 'throttle', retryAfter: 3600 } : null) })
    rig.queue(1)
    await rig.clock.advance(5_000)
    await rig.idle()
    expect(rig.accepted()).toHaveLength(0)
    rig.sending().wake()
    await rig.clock.advance(5_000)
    await rig.idle()
    expect(rig.accepted()).toHaveLength(0)
    rig.clock.jump(HOUR)
    rig.sending().wake()
    await rig.until(() => rig.accepted().length === 1, MINUTE)
  })
})

describe('reading the provider’s list', () => {
  /** A poller over a list given in pages, newest first; `ahead`: how far the computer's clock is. */
  const rigUp = ({ pages = [[]], ahead = 0, slow = 0 }: { pages?: ProviderMessage[][]; ahead?: number; slow?: number } = {}) => {
    const clock = createFakeClock(rigStart + ahead)
    const db = openDatabase(':memory:')
    migrate(db)
    saveNumbers(db, [{ sid: 'PN', number: '+12025550100', name: '', sms: true, mms: false }], 0)
    const asked: { at: number; page: number }[] = []
    const provider = {
      list: (filter: { next?: string }) =>
        new Promise((resolve) => {
          const page = Number(filter.next ?? 0)
          asked.push({ at: clock.monotonic(), page })
          clock.after(slow, () => resolve({ kind: 'ok', value: { messages: pages[page] ?? [], next: page + 1 < pages.length ? String(page + 1) : null } }))
        }),
    } as unknown as Provider
    const taken: string[] = []
    const broken: unknown[] = []
    const poller = createPoller({
      db, clock, log: silentLog, random: () => 0.5,
      provider: () => provider, read() {}, offline() {}, broke: (error) => void broken.push(error),
      take: (messages) => Promise.resolve(void taken.push(...messages.map(({ sid }) => sid))),
    })
    /** A message that left at `createdAt` of the provider's time. */
    const pending = (createdAt: number) =>
      db.prepare(`INSERT INTO messages (number, body, purpose, priority, sender_id, segments, status, due_at, claimed_at, provider_sid, created_at, updated_at)
        VALUES ('+12035550101', 'x', 'marketing', 2, 1, 1, 'accepted', 0, ?, 'SM1', 0, 0)`).run(createdAt + ahead)
    return { clock, db, poller, asked, taken, broken, pending }
  }
  const listed = (sid: string, createdAt: number) => ({ sid, createdAt, direction: 'outbound' }) as ProviderMessage

  test('messages that leave while it is being read are asked about at once, not at the next slow turn', async () => {
    const { clock, poller, asked, db } = rigUp({ slow: 1000 })
    poller.start()
    await clock.advance(500)
    // Accepted, and not on disk yet when the reading ends.
    poller.hurry()
    await clock.advance(5_000)
    await poller.stop()
    expect(asked.length).toBeGreaterThanOrEqual(2)
    db.close()
  })

  test('with nothing on its way it asks once a minute', async () => {
    const { clock, poller, asked, db } = rigUp()
    poller.start()
    await clock.advance(10 * MINUTE)
    await poller.stop()
    expect(asked.length).toBeLessThanOrEqual(11)
    expect(asked.length).toBeGreaterThanOrEqual(10)
    db.close()
  })

  test.each([0, HOUR, -HOUR])('goes back to the oldest that waits, however far (%d ms) the computer’s clock is ahead', async (ahead) => {
    const left = rigStart - 10 * MINUTE
    const { clock, poller, taken, pending, db } = rigUp({
      ahead, pages: [[listed('SM4', rigStart - 1000), listed('SM3', rigStart - MINUTE)], [listed('SM2', rigStart - 5 * MINUTE), listed('SM1', left), listed('SM', left - 2 * MINUTE)], [listed('SM0', rigStart - 3 * HOUR)]],
    })
    poller.start()
    await clock.advance(1)
    pending(left)
    poller.compare(left + ahead, left)
    poller.hurry()
    taken.length = 0
    await clock.advance(2_500)
    expect(taken).toContain('SM1')
    // A clock that is behind makes it read more, never less; one that is right or ahead does not.
    if (ahead >= 0) expect(taken.filter((sid) => sid === 'SM0')).toHaveLength(0)
    await poller.stop()
    db.close()
  })

  test('what appears late in the list is found within half a minute', async () => {
    const page = [listed('SM9', rigStart)]
    const { clock, poller, taken, pending, db } = rigUp({ pages: [page, [listed('SM7', rigStart - 5 * MINUTE)]] })
    pending(rigStart)
    poller.start()
    await clock.advance(20_000)
    // A minute older than what was read, behind a page that is newer.
    page.splice(0, 1, listed('SM9', rigStart), listed('SM8', rigStart - MINUTE))
    await clock.advance(31_000)
    expect(taken).toContain('SM8')
    await poller.stop()
    db.close()
  })

  test('a full disk is told, and read again when there is room', async () => {
    const { clock, poller, broken, db, asked } = rigUp({ pages: [[listed('SM1', rigStart)]] })
    db.pragma('query_only = ON')
    poller.start()
    await clock.advance(10_000)
    expect(broken.length).toBeGreaterThan(0)
    db.pragma('query_only = OFF')
    const before = asked.length
    await clock.advance(2 * MINUTE)
    expect(asked.length).toBeGreaterThan(before)
    expect(db.prepare(`SELECT json_extract(value, '$.since') FROM book_settings WHERE key = 'poll'`).pluck().get()).toBe(rigStart)
    await poller.stop()
    db.close()
  })
})
