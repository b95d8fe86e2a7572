import { afterEach, describe, expect, test } from 'vitest'
import { createRedactor, type Redactor } from '../../../electron/core/care/redact.ts'
import { openDatabase } from '../../../electron/core/database/open.ts'
import { startTestCore } from '../../support/core.ts'
import { rawCall } from '../../support/practice.ts'
import { rigNumber, startRig, type Rig } from '../../support/sending-rig.ts'
import type { PracticeCarrier } from '../../../electron/core/practice/carrier.ts'

const SHOP = '+12025550100'
const SAM = '+12025550143'
const DAY = 86_400_000
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')
const PICTURE = { contentType: 'image/png', data: PNG }

const at = (carrier: PracticeCarrier, sid: string, rest = '') => rawCall(carrier, 'GET', `/2010-04-01/Accounts/${carrier.accountSid}/Messages/${sid}${rest}.json`)
const filesAt = async (carrier: PracticeCarrier, sid: string) => (await at(carrier, sid, '/Media')).body['media_list'] as readonly unknown[]
const wordsAt = (carrier: PracticeCarrier): readonly string[] => carrier.accepted().map(({ body }) => body)

describe('words and files at the carrier', () => {
  let rig: Rig
  let closing: (() => void)[] = []
  const waiting = new Set<string>()
  afterEach(async () => {
    for (const close of closing) close()
    waiting.clear()
    await rig.end()
  })

  const redactorOf = (): Redactor => {
    closing = []
    return createRedactor({ ...rig.context, onClose: (close) => void closing.push(close as () => void) }, { provider: () => rig.provider(), sending: () => false, filesWaiting: (sid) => waiting.has(sid) })
  }
  const set = (redactor: Redactor, days: number | null) => redactor.handlers['messages.saveRedaction']({ days })
  const view = (redactor: Redactor) => redactor.handlers['messages.redaction']({})
  const empty = () => wordsAt(rig.carrier).every((words) => words === '')
  const left = () => rig.db.prepare('SELECT count(*) FROM redactions_left').pluck().get() as number
  /** Sends to three people, and the rest of the day passes. */
  const sent = async (): Promise<Redactor> => {
    rig = await startRig()
    rig.queue(3)
    rig.sending().start()
    await rig.until(() => rig.counts()['delivered'] === 3)
    return redactorOf()
  }
  const pass = async (ms: number): Promise<void> => {
    await rig.sending().stop()
    await rig.clock.advance(ms)
    await rig.idle()
  }

  test('stay where they are unless the owner wishes otherwise', async () => {
    const redactor = await sent()
    expect(view(redactor)).toEqual({ ok: true, value: { days: null, left: 0 } })
    redactor.wake()
    await pass(400 * DAY)
    expect(wordsAt(rig.carrier)).toEqual(['Hello 1/0', 'Hello 1/1', 'Hello 1/2'])
  })

  test('are emptied there after so many days, and stay here', async () => {
    const redactor = await sent()
    const sid = rig.carrier.injectInbound({ from: SAM, to: SHOP, body: 'My address is 5 Elm Street', media: [PICTURE, PICTURE] })
    await rig.until(() => rig.db.prepare('SELECT 1 FROM inbound_messages').get() !== undefined)
    await set(redactor, 30)
    await pass(29 * DAY)
    expect(empty()).toBe(false)
    expect(await filesAt(rig.carrier, sid)).toHaveLength(2)
    await pass(1.1 * DAY)
    await rig.until(() => rig.db.prepare(`SELECT json_extract(value, '$.receivedId') = 1 FROM book_settings WHERE key = 'redaction'`).pluck().get() === 1)
    expect(empty()).toBe(true)
    expect((await at(rig.carrier, sid)).body['body']).toBe('')
    expect(await filesAt(rig.carrier, sid)).toEqual([])
    expect(rig.db.prepare('SELECT body FROM messages ORDER BY id').pluck().all()).toEqual(['Hello 1/0', 'Hello 1/1', 'Hello 1/2'])

    // What the list shows empty now is not taken in again.
    rig.sending().start()
    await rig.until(() => false, 5_000).catch(() => undefined)
    expect(rig.db.prepare('SELECT body FROM inbound_messages').pluck().all()).toEqual(['My address is 5 Elm Street'])
  })

  test('files that are not here yet are left there', async () => {
    const redactor = await sent()
    const sid = rig.carrier.injectInbound({ from: SAM, to: SHOP, body: 'See', media: [PICTURE] })
    await rig.until(() => rig.db.prepare('SELECT 1 FROM inbound_messages').get() !== undefined)
    waiting.add(sid)
    await set(redactor, 1)
    await pass(1.1 * DAY)
    await rig.until(() => left() === 1)
    expect(await filesAt(rig.carrier, sid)).toHaveLength(1)
    waiting.delete(sid)
    await rig.until(() => left() === 0, 2 * DAY, 600_000)
    expect(await filesAt(rig.carrier, sid)).toEqual([])
  })

  test('a try that was sent once more is emptied with it', async () => {
    const redactor = await sent()
    rig.failed(rig.carrier.accepted()[0]!.sid, 30003)
    rig.db.exec(`UPDATE messages SET status = 'undelivered', error_code = 30003 WHERE id = 1`)
    await rig.sending().handlers['messages.retry']({ who: { ids: [1] } })
    await rig.until(() => rig.accepted().length === 4)
    await set(redactor, 1)
    await pass(1.1 * DAY)
    await rig.until(empty)
  })

  test('what fails at the other end is asked for again, and holds up nothing else', async () => {
    const redactor = await sent()
    const first = rig.carrier.accepted()[0]!.sid
    let asked = 0
    let broken = true
    rig.carrier.setFaults(({ operation, path }) => {
      if (operation !== 'update') return null
      asked += 1
      return broken && path.includes(first) ? { kind: 'error', status: 503, accept: false } : null
    })
    await set(redactor, 1)
    await pass(1.1 * DAY)
    await rig.until(() => left() === 1 && wordsAt(rig.carrier).filter((words) => words !== '').length === 1)
    broken = false
    await rig.until(() => left() === 0, 2 * DAY, 600_000)
    expect(empty()).toBe(true)
    // And then there is peace.
    const before = asked
    await pass(2 * DAY)
    expect(asked).toBe(before)
  })

  test('a message the carrier still works on is emptied when it is done', async () => {
    const redactor = await sent()
    const other = openDatabase(`${rig.folder}/carrier.sqlite`)
    other.exec(`UPDATE messages SET status = 'sent' WHERE seq = 2`)
    await set(redactor, 1)
    await pass(1.1 * DAY)
    await rig.until(() => left() === 1)
    expect(wordsAt(rig.carrier)).toEqual(['', 'Hello 1/1', ''])
    other.exec(`UPDATE messages SET status = 'delivered' WHERE seq = 2`)
    other.close()
    await rig.until(() => left() === 0, 2 * DAY, 600_000)
    expect(empty()).toBe(true)
  })

  test('a 429 puts it off, a crash goes on where it was, and turning it off ends it', async () => {
    const redactor = await sent()
    let asked = 0
    let full = true
    rig.carrier.setFaults(({ operation }) => {
      if (operation !== 'update') return null
      asked += 1
      return full ? { kind: 'throttle', retryAfter: 120 } : null
    })
    await set(redactor, 1)
    await pass(DAY + 30_000)
    expect(asked).toBe(1)
    await pass(60_000)
    expect(asked).toBe(1)
    full = false
    await rig.until(() => wordsAt(rig.carrier)[0] === '')
    for (const close of closing) close()
    const again = redactorOf()
    again.wake()
    await rig.until(empty)
    await set(again, null)
    rig.queue(1, { number: () => rigNumber(9) })
    rig.sending().start()
    await rig.until(() => rig.counts()['delivered'] === 4)
    const before = asked
    await pass(3 * DAY)
    expect(asked).toBe(before)
  })
})

test('in the whole program: files are fetched first, and the owner’s wish is kept', async () => {
  const desk = await startTestCore()
  try {
    const sid = desk.carrier().injectInbound({ from: SAM, to: SHOP, body: 'See', media: [PICTURE] })
    desk.core.wake()
    await desk.until(() => desk.db().prepare(`SELECT 1 FROM attachments WHERE state = 'here'`).get() !== undefined)
    desk.db().exec(`UPDATE inbound_messages SET received_at = received_at - ${8 * DAY}`)
    expect(await desk.call('messages.saveRedaction', { days: 7 })).toEqual({ days: 7, left: 0 })
    await expect.poll(() => filesAt(desk.carrier(), sid), { timeout: 20_000 }).toEqual([])
    await expect.poll(async () => (await at(desk.carrier(), sid)).body['body'], { timeout: 20_000 }).toBe('')
    await desk.restart()
    expect(await desk.call('messages.redaction', {})).toEqual({ days: 7, left: 0 })
    expect((await desk.call('inbox.messages', { number: SAM, before: null, limit: 5 })).items).toMatchObject([{ text: 'See', attachments: [{ state: 'here' }] }])
  } finally {
    await desk.end()
  }
})
