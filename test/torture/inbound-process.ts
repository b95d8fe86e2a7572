/** The process that takes replies in and gets killed: a book, the queue, the inbox with a word of its own. */
import { dirname } from 'node:path'
import type { Context } from '../../electron/core/context.ts'
import { openDatabase } from '../../electron/core/database/open.ts'
import { scaledClock, silentLog } from '../../electron/core/environment.ts'
import { createFiles } from '../../electron/core/files/files.ts'
import { createInbox } from '../../electron/core/inbox/api.ts'
import { createTwilioProvider } from '../../electron/core/provider/twilio.ts'
import { createSending, type Sending } from '../../electron/core/sending/api.ts'
import { problem } from '../../shared/messages/problems.ts'
import type { SenderSetup } from './sender-process.ts'

export type FromReader = { readonly kind: 'ready' }

process.once('message', ({ databaseFile, url, accountSid, authToken, speed, origin }: SenderSetup) => {
  const db = openDatabase(databaseFile)
  const folder = dirname(databaseFile)
  const provider = createTwilioProvider({ accountSid, authToken, baseUrl: url }, { log: silentLog, timeoutMs: 2_000 })
  const context: Context = {
    mode: 'practice', db, databaseFile, nativeBinding: undefined, folder, clock: scaledClock(speed, origin), random: Math.random, log: silentLog, files: createFiles(folder),
    settings: () => ({ language: 'en', theme: 'system', businessName: 'Torture', country: 'US', mode: 'practice', firstRunDone: true }),
    emit() {}, changed() {}, onClose() {}, problem: (code, params, field) => problem(code, 'en', params, field),
  }
  const line = { provider: () => provider }
  const inbox = createInbox(context, line, () => ({ wake: () => sending.wake(), look: () => sending.look(), waits: () => sending.waits() }))
  const sending: Sending = createSending(context, line, inbox.replies)
  sending.start()
  // As with the inbox open.
  const look = (): void => {
    sending.look()
    context.clock.after(20_000, look)
  }
  look()
  process.on('message', () => undefined)
  process.send!({ kind: 'ready' } satisfies FromReader)
})
