import { afterEach, describe, expect, test } from 'vitest'
import { startRig, type Rig } from '../../support/sending-rig.ts'

describe('asking the list', () => {
  let rig: Rig
  afterEach(() => rig.end())

  /** The provider's list answers 429 from now on; counts how often it was asked. */
  const throttled = (retryAfter: number | undefined): { asked: number; open: boolean } => {
    const state = { asked: 0, open: false }
    rig.carrier.setFaults(({ operation }) => {
      if (operation !== 'list') return null
      state.asked += 1
      return state.open ? null : { kind: 'throttle', ...(retryAfter === undefined ? {} : { retryAfter }) }
    })
    return state
  }
  const begin = async (): Promise<void> => {
    rig = await startRig({ segmentsPerSecond: 10 })
    rig.sending().start()
    rig.queue(1)
    await rig.until(() => rig.counts()['delivered'] === 1)
  }
  const pass = (ms: number) => rig.until(() => false, ms).catch(() => undefined)

  test('waits as long as it is told, and delays no sending', async () => {
    await begin()
    const list = throttled(120)
    rig.queue(50)
    const start = rig.clock.now()
    await rig.until(() => rig.accepted().length === 51)
    expect(rig.clock.now() - start).toBeLessThan(7_000)
    await rig.until(() => list.asked === 1)
    // Neither looking at the inbox nor waking up makes it impolite.
    rig.sending().look()
    rig.sending().wake()
    await pass(110_000)
    expect(list.asked).toBe(1)
    list.open = true
    await rig.until(() => rig.counts()['delivered'] === 51)
  })

  test('without being told it asks more and more seldom, also where sending waits for the replies', async () => {
    await begin()
    const list = throttled(undefined)
    // Longer than replies count as read: nothing leaves before they are.
    await pass(6 * 60_000)
    list.asked = 0
    rig.queue(5)
    await pass(60_000)
    expect(list.asked).toBeGreaterThan(0)
    expect(list.asked).toBeLessThanOrEqual(10)
    expect(rig.accepted()).toHaveLength(1)
    list.open = true
    await rig.until(() => rig.counts()['delivered'] === 6)
  })

  test('rests when nothing is on its way, and asks soon after waking up', async () => {
    await begin()
    const list = throttled(undefined)
    list.open = true
    await pass(10 * 60_000)
    expect(list.asked).toBeLessThanOrEqual(15)
    list.asked = 0
    rig.sending().wake()
    await pass(3_000)
    expect(list.asked).toBe(1)
  })
})
