import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isWhatItSays } from '../../../electron/core/inbox/file-types.ts'
import { MOST_BYTES } from '../../../electron/core/inbox/attachments.ts'
import { startTestCore, type TestCore } from '../../support/core.ts'
import type { TalkIn } from '../../../shared/contract/inbox.ts'

const SHOP = '+12025550100'
const SAM = '+12025550143'
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')

describe('what comes with messages', () => {
  let desk: TestCore
  beforeEach(async () => { desk = await startTestCore() })
  afterEach(() => desk.end())

  const first = async (): Promise<TalkIn | undefined> => (await desk.call('inbox.messages', { number: SAM, before: null, limit: 10 })).items.find((item) => item.kind === 'in')
  const settled = async (): Promise<TalkIn> => {
    await desk.until(async () => {
      const item = await first()
      return item !== undefined && item.attachments.length > 0 && item.attachments.every(({ state }) => state !== 'waiting')
    })
    return (await first())!
  }
  const send = (...media: readonly { contentType: string; data: Uint8Array }[]): void => {
    desk.carrier().injectInbound({ from: SAM, to: SHOP, body: '', media })
    desk.core.wake()
  }

  test('pictures are fetched with the account’s credentials, shown as data, and can be saved', async () => {
    send({ contentType: 'image/png', data: PNG }, { contentType: 'application/pdf', data: Buffer.from('%PDF-1.4') })
    const { attachments } = await settled()
    expect(attachments).toMatchObject([
      { state: 'here', image: true, contentType: 'image/png', bytes: PNG.length },
      { state: 'here', image: false, contentType: 'application/pdf' },
    ])
    expect(await desk.call('inbox.image', { id: attachments[0]!.id })).toEqual({ url: `data:image/png;base64,${PNG.toString('base64')}` })
    expect((await desk.problem('inbox.image', { id: attachments[1]!.id })).code).toBe('attachment-not-here')
    const ticket = await desk.call('inbox.saveAttachment', { id: attachments[1]!.id })
    expect(ticket.name).toMatch(/^\d{4}-\d\d-\d\d-\d+\.pdf$/)
    expect(desk.core.files.path(ticket.fileId)).not.toBeNull()
    expect((await desk.call('inbox.page', { filter: 'open', after: null, limit: 5 })).rows[0]).toMatchObject({ lastText: '', lastMedia: 2 })
  })

  test('pages, programs and pictures that are none are not kept; what is too large neither', async () => {
    send(
      { contentType: 'image/svg+xml', data: Buffer.from('<svg onload="alert(1)"/>') }, { contentType: 'text/html', data: Buffer.from('<script>') },
      { contentType: 'image/png', data: Buffer.from('<html>not a picture') }, { contentType: 'video/mp4', data: Buffer.alloc(MOST_BYTES + 1) },
    )
    const { attachments } = await settled()
    expect(attachments.map(({ state }) => state)).toEqual(['not-allowed', 'not-allowed', 'not-allowed', 'too-large'])
    expect(existsSync(join(desk.folder, 'practice', 'attachments')) ? readdirSync(join(desk.folder, 'practice', 'attachments')) : []).toEqual([])
  })

  test('files of erased people go at the next look, also after a restart', async () => {
    send({ contentType: 'image/png', data: PNG })
    await settled()
    const place = join(desk.folder, 'practice', 'attachments')
    expect(readdirSync(place)).toHaveLength(1)
    desk.db().exec(`UPDATE inbound_messages SET number = '', body = ''`)
    await desk.restart()
    expect(readdirSync(place)).toEqual([])
  })
})

test('a picture must begin as its kind does', () => {
  expect(isWhatItSays('image/png', PNG)).toBe(true)
  expect(isWhatItSays('image/jpeg', PNG)).toBe(false)
  expect(isWhatItSays('image/gif', Buffer.from('GIF89a…'))).toBe(true)
  expect(isWhatItSays('image/webp', Buffer.from('RIFF1234WEBPVP8 '))).toBe(true)
})
