/** The sending process that gets killed: a book, the queue, the Twilio adapter. */
import { dirname } from 'node:path'
import type { Context } from '../../electron/core/context.ts'
import { openDatabase } from '../../electron/core/database/open.ts'
import { scaledClock, silentLog } from '../../electron/core/environment.ts'
import { createFiles } from '../../electron/core/files/files.ts'
import { createTwilioProvider } from '../../electron/core/provider/twilio.ts'
import { createSending } from '../../electron/core/sending/api.ts'
import { problem } from '../../shared/messages/problems.ts'

export type SenderSetup = {
  readonly databaseFile: string
  readonly url: string
  readonly accountSid: string
  readonly authToken: string
  readonly speed: number
  readonly origin: number
}
export type FromSender = { readonly kind: 'ready' } | { readonly kind: 'done' }

const tell = (message: FromSender): void => void process.send!(message)

/** Real milliseconds: a hang must not take longer than a life. */
const TIMEOUT_MS = 400

process.once('message', ({ databaseFile, url, accountSid, authToken, speed, origin }: SenderSetup) => {
  const db = openDatabase(databaseFile)
  const folder = dirname(databaseFile)
  const provider = createTwilioProvider({ accountSid, authToken, baseUrl: url }, { log: silentLog, timeoutMs: TIMEOUT_MS })
  const open = db.prepare(`SELECT 1 FROM messages WHERE status IN ('queued', 'sending', 'unknown') LIMIT 1`)
  const look = () => {
    if (open.get() === undefined) tell({ kind: 'done' })
  }
  const context: Context = {
    mode: 'practice', db, databaseFile, nativeBinding: undefined, folder, clock: scaledClock(speed, origin), random: Math.random, log: silentLog, files: createFiles(folder),
    settings: () => ({ language: 'en', theme: 'system', businessName: 'Torture', country: 'US', mode: 'practice', firstRunDone: true }),
    emit() {}, changed: () => void setImmediate(look), onClose() {}, problem: (code, params, field) => problem(code, 'en', params, field),
  }
  createSending(context, { provider: () => provider }).start()
  // Timers of the queue keep no process alive by themselves; a listener on the channel to the parent does.
  process.on('message', () => undefined)
  tell({ kind: 'ready' })
})
