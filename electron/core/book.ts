import type { Handlers, HandlersOf } from '../../shared/contract/index.ts'
import type { ImportRun } from '../../shared/contract/imports.ts'
import type { Result } from '../../shared/result.ts'
import type { OpenLine } from './account/open-line.ts'
import { campaignsHandlers } from './campaigns/api.ts'
import { allRecords, viewOf } from './campaigns/queries.ts'
import { careHandlers } from './care/api.ts'
import { scrubAtClose } from './care/erase.ts'
import { createRedactor } from './care/redact.ts'
import { consentHandlers } from './consent/api.ts'
import { breakCounts } from './consent/checkpoint.ts'
import { createLedger } from './consent/ledger.ts'
import { contactsHandlers } from './contacts/api.ts'
import { fieldsHandlers } from './contacts/fields-api.ts'
import type { Context } from './context.ts'
import type { ProviderNumber } from './provider/provider.ts'
import { filesWaiting } from './inbox/attachments.ts'
import { createInbox, type Inbox } from './inbox/api.ts'
import { importsHandlers } from './imports/api.ts'
import { recoverImports } from './imports/recover.ts'
import { stopImports } from './imports/run.ts'
import { importSample } from './imports/sample.ts'
import { confirming } from './permission/ask.ts'
import { askingHandlers } from './permission/asking-api.ts'
import { collectHandlers } from './permission/collect-api.ts'
import { evidenceHandlers } from './permission/evidence-api.ts'
import { optOutsHandlers } from './permission/opt-outs-api.ts'
import { permissionReader } from './permission/reader.ts'
import { keepExpiry } from './permission/expiry.ts'
import { rulesHandlers } from './permission/rules-api.ts'
import { signUpToConfirm } from './permission/sign-up.ts'
import { reportsHandlers } from './reports/api.ts'
import { segmentsHandlers } from './segments/api.ts'
import { deskZone } from './segments/moment.ts'
import { createPeopleThread } from './segments/people-thread.ts'
import { createSending, type Sending } from './sending/api.ts'
import { allSenders, defaultSender, saveNumbers, sendersHandlers } from './sending/senders.ts'

/** The calls that need an open book: all but those of the desk itself. */
export type BookHandlers = Omit<Handlers, keyof HandlersOf<'settings' | 'account'>>

/** One open book with everything that works on it. */
export type Book = {
  readonly context: Context
  readonly handlers: BookHandlers
  readonly sending: Sending
  readonly inbox: Inbox
  readonly line: OpenLine
  /** Again in touch with the carrier: after an account was put right, or the computer slept. */
  wake(): void
  saveNumbers(numbers: readonly ProviderNumber[]): void
  hasSenders(): boolean
  importSample(): Promise<Result<ImportRun>>
  /** Messages under way, or waiting their turn in a queue that is sending. */
  busy(): number
  /** Stops sending, the line, the capabilities, then closes the database. */
  close(): Promise<void>
}

/** Puts the capabilities together over one open database; a capability without a handler does not compile. */
export const assembleBook = (context: Context, line: OpenLine, closers: readonly (() => void | Promise<void>)[]): Book => {
  const { db, log } = context
  try {
    const interrupted = recoverImports(context)
    if (interrupted > 0) log.warn('import.interrupted', { imports: interrupted })
  } catch (cause) {
    // A full disk, most likely: the book is of use as it is, and the next start tries again.
    log.error('import.recovery-failed', { cause: String(cause) })
  }
  const inbox: Inbox = createInbox(context, line, () => ({ wake: () => sending.wake(), look: () => sending.look(), waits: () => sending.waits() }), (signUp) => signUpToConfirm(context, signUp))
  const sending: Sending = createSending(context, line, permissionReader(context, inbox.replies, () => sending.wake()))
  const campaigns = campaignsHandlers(context, sending, line)
  const expiry = keepExpiry(context)
  const reports = reportsHandlers(context, () => sending.waits(), {
    campaigns: () => allRecords(db).map((record) => viewOf(db, record, context.clock.now())),
    pulse: () => sending.pulse(),
    senders: () => allSenders(db, context.settings().language),
    secretMissing: () => line.secretMissing(),
    consentEnding: () => expiry.soon(),
    recordsBroken: () => breakCounts(db).unseen,
  }, () => sending.wake())
  // Counts on a thread apart from the one that fills the table: a rule over a million people must not hold up a page.
  const counting = createPeopleThread(context, () => ({ now: context.clock.now(), zone: deskZone() }))
  context.onClose(() => counting.close())
  const ledger = createLedger(context)
  const draftsTo = (segmentId: number) =>
    allRecords(db).flatMap(({ id, name, sealed, plan: { audience } }) => (sealed === null && audience.kind === 'segment' && audience.segmentId === segmentId ? [{ id, name }] : []))
  const redactor = createRedactor(context, { provider: () => line.provider(), sending: () => sending.pulse().state === 'sending', filesWaiting: (sid) => filesWaiting(db, sid) })
  const care = careHandlers({
    ...context,
    settings: () => context.settings(),
    emit(event, data) {
      context.emit(event, data)
      if (event === 'people.progress' && 'kind' in data && data.kind === 'erase' && data.ended) inbox.tidy()
    },
  })
  const handlers: BookHandlers = {
    ...contactsHandlers(context),
    ...fieldsHandlers(context, counting),
    ...segmentsHandlers(context, counting, draftsTo),
    ...care,
    'people.erase': (input) => ledger.resting(async () => care['people.erase'](input)),
    ...consentHandlers(context),
    ...evidenceHandlers(context, ledger),
    ...askingHandlers(context, () => sending.wake()),
    ...collectHandlers(context, confirming(context, () => sending.wake())),
    ...optOutsHandlers(context, () => sending.wake()),
    ...rulesHandlers(context, counting, expiry, () => sending.rulesChanged()),
    ...importsHandlers(context),
    ...campaigns,
    ...reports,
    'today.get': async (input) => {
      await sending.ready()
      return reports['today.get'](input)
    },
    ...sendersHandlers(context, line, () => sending.wake()),
    ...sending.handlers,
    ...redactor.handlers,
    ...inbox.handlers,
  }
  const quietly = async (what: string, run: () => void | Promise<void>): Promise<void> => {
    try {
      await run()
    } catch (cause) {
      log.error('core.close-failed', { what, cause: String(cause) })
    }
  }
  return {
    context,
    handlers,
    sending,
    inbox,
    line,
    wake() {
      sending.wake()
      redactor.wake()
    },
    saveNumbers: (numbers) => saveNumbers(db, numbers, context.clock.now(), context.settings().country, context.mode === 'practice'),
    busy() {
      const { state, total, done } = sending.pulse()
      return Math.max(sending.busy(), state === 'sending' ? total - done : 0)
    },
    hasSenders: () => defaultSender(db) !== null,
    importSample: () => importSample(context),
    async close() {
      await quietly('sending', () => sending.stop())
      await quietly('imports', () => stopImports(context))
      for (const closer of closers) await quietly('capability', closer)
      await quietly('line', () => line.close())
      await quietly('scrub', () => scrubAtClose(db))
      await quietly('checkpoint', () => void db.pragma('wal_checkpoint(TRUNCATE)'))
      await quietly('database', () => void db.close())
    },
  }
}
