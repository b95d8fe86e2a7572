import { join } from 'node:path'
import type { Handlers, HandlersOf } from '../../shared/contract/index.ts'
import type { Language, Topic } from '../../shared/contract/common.ts'
import type { Mode, StartState } from '../../shared/contract/settings.ts'
import { problem as problemIn, type ProblemCode, type ProblemParams } from '../../shared/messages/problems.ts'
import { ok, type Err, type Result } from '../../shared/result.ts'
import { accountHandlers } from './account/api.ts'
import { connector, liveSecret, liveWay, practiceWay, type PracticeOptions, type ProviderOverride } from './account/lines.ts'
import { openLine, type OpenLine } from './account/open-line.ts'
import { assembleBook, type Book } from './book.ts'
import { checkInput, expectedFailure, isCallName } from './calls.ts'
import { carryRefusals } from './consent/carry.ts'
import { breakCounts } from './consent/checkpoint.ts'
import type { Context } from './context.ts'
import { keepBackups } from './database/keep-backups.ts'
import { failureOf } from './database/failures.ts'
import { lockFolder, type FolderLock } from './database/lock.ts'
import { bookFile, openBook, putAside, restoreBackup } from './database/open-book.ts'
import type { Db } from './database/open.ts'
import type { Clock, Log, Random, Vault } from './environment.ts'
import { createEvents, type CoreListener } from './events.ts'
import { createFiles, type Files } from './files/files.ts'
import type { ProviderNumber } from './provider/provider.ts'
import { distrustAfterRestore } from './sending/after-restore.ts'
import { settingsHandlers, settingsOf } from './settings/api.ts'
import { openDeskFile, type Desk, type DeskAccount } from './settings/desk-file.ts'
import { startProblem, type Closed } from './settings/start-state.ts'

export type { CarrierPlace, PracticeOptions, ProviderOverride, RunningCarrier } from './account/lines.ts'
export type { CoreListener } from './events.ts'

export type CoreOptions = {
  /** The data folder; one core at a time. */
  readonly folder: string
  readonly vault: Vault
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** The program's own version, as shown in Settings. */
  readonly version: string
  readonly systemLanguage: Language
  /** ISO 3166-1 alpha-2; until the owner says otherwise. Default: US, or France for a French system. */
  readonly systemCountry?: string
  /** A better-sqlite3 binding in the place of the package's own. */
  readonly nativeBinding?: string
  readonly providerOverride?: ProviderOverride
  readonly practice?: PracticeOptions
}

export type Core = {
  /** Answers every call of the contract; never throws. */
  call(name: string, input: unknown): Promise<Result<unknown>>
  /** Answers a function that stops listening. */
  on(listener: CoreListener): () => void
  readonly files: Files
  /** Opens the book. What cannot be opened is a state, not an exception. Waits for no carrier and no network. */
  start(): Promise<StartState>
  /** Ends everything in order; a second call waits for the first. */
  stop(): Promise<void>
  /** The network came back or the computer woke up. */
  wake(): void
  /** Messages on their way out now: for the warning when quitting. */
  busy(): number
  language(): Language
}

/** What may be different in another book. */
const EVERYTHING: readonly Topic[] = [
  'settings', 'account', 'senders', 'contacts', 'lists', 'people', 'fields', 'segments', 'consent', 'asking', 'collect', 'optOuts', 'rules', 'imports', 'campaigns', 'messages', 'results',
  'queue', 'inbox', 'today',
]

/** Everything of Deskbell that is not a window. */
export const createCore = (options: CoreOptions): Core => {
  const { folder, vault, clock, log, nativeBinding, providerOverride: override } = options
  const events = createEvents(clock, log)
  const desk = openDeskFile(folder, {
    language: options.systemLanguage,
    theme: 'system',
    businessName: '',
    country: options.systemCountry ?? (options.systemLanguage === 'fr' ? 'FR' : 'US'),
    mode: 'practice',
    firstRunDone: false,
    account: null,
  })
  const connect = connector(clock, log)
  const language = (): Language => desk.get().language
  const problem = (code: ProblemCode, params?: ProblemParams, field?: string): Err => problemIn(code, language(), params, field)

  let lock: FolderLock | null = null
  let book: Book | null = null
  let closed: Closed = { kind: 'not-started' }
  let stopping: Promise<void> | null = null

  // Made when first wanted: a core that does not get the folder must not sweep the files of the one that has it.
  let made: Files | null = null
  const theFiles = (): Files => (made ??= createFiles(folder))
  const files: Files = { grant: (path) => theFiles().grant(path), path: (id) => theFiles().path(id), create: (name) => theFiles().create(name) }

  // Opening, closing and changing books happen one after the other.
  let turnstile: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const next = turnstile.then(run)
    turnstile = next.catch(() => undefined)
    return next
  }

  const folderOf = (mode: Mode): string => join(folder, mode)
  const state = (): StartState => (book ? { state: 'ready' } : startProblem(closed, language(), folderOf(desk.get().mode)))
  const account = (): DeskAccount | null =>
    desk.get().account ?? (override ? { sid: override.accountSid, name: new URL(override.baseUrl).host, trial: false } : null)

  const lineFor = (mode: Mode, told: () => Book | null): OpenLine => {
    const way = mode === 'practice' ? practiceWay(join(folderOf(mode), 'carrier.sqlite'), options.practice ?? {}, nativeBinding, log) : liveWay(account, vault, override)
    const fetchNumbers = async (line: OpenLine): Promise<void> => {
      const answer = await line.provider()?.numbers()
      const current = told()
      if (answer?.kind !== 'ok' || current === null) return
      current.saveNumbers(answer.value)
      events.changed('senders')
      current.sending.wake()
    }
    const line: OpenLine = openLine({
      credentials: () => way.credentials(),
      release: () => way.release(),
      connect,
      clock,
      log,
      onUp: () => {
        events.changed('account', 'queue', 'today')
        told()?.wake()
        told()?.inbox.start()
        // Known ones stay until the owner refreshes them: loading the SDK would stand in the way of the first window.
        if (told()?.hasSenders()) return
        fetchNumbers(line).catch((cause: unknown) => log.warn('account.numbers-failed', { cause: String(cause) }))
      },
      onChange: (what) => {
        events.changed('account')
        if (what === 'online') told()?.wake()
      },
    })
    return line
  }

  const assemble = (mode: Mode, db: Db, databaseFile: string): Book => {
    const closers: (() => void | Promise<void>)[] = []
    const context: Context = {
      mode, db, databaseFile, nativeBinding, folder: folderOf(mode), clock, random: options.random, log, files,
      settings: () => settingsOf(desk.get()),
      emit: events.emit,
      changed: events.changed,
      onClose: (run) => void closers.push(run),
      problem,
    }
    let own: Book | null = null
    const line = lineFor(mode, () => own)
    let assembled: Book
    try {
      assembled = assembleBook(context, line, closers)
    } catch (cause) {
      // What was begun ends: its threads hold the book's file open.
      for (const end of [...closers, () => line.close()]) Promise.resolve().then(end).catch((error: unknown) => log.error('core.close-failed', { cause: String(error) }))
      throw cause
    }
    own = assembled
    context.onClose(() => void (own = null))
    context.onClose(keepBackups({ folder: context.folder, nativeBinding, clock, log, onDamage: () => void inTurn(() => damaged(assembled)) }))
    return assembled
  }

  const open = async (): Promise<void> => {
    const { mode } = desk.get()
    const opened = await openBook({ folder: folderOf(mode), nativeBinding, log, now: () => clock.now() })
    if (opened.kind !== 'open') {
      closed = opened
      return
    }
    try {
      book = assemble(mode, opened.db, opened.file)
      book.sending.start()
      book.inbox.start()
      log.info('core.opened', { mode })
    } catch (cause) {
      log.error('core.assemble-failed', { cause: String(cause) })
      closed = { kind: 'failed', failure: failureOf(cause), cause: cause instanceof Error ? cause.message : String(cause) }
      const half = book
      book = null
      if (half === null) opened.db.close()
      else await half.close()
    }
  }

  const shut = async (): Promise<void> => {
    const leaving = book
    book = null
    closed = { kind: 'not-started' }
    await leaving?.close()
  }

  /** The book was found damaged while it was open: the same screen as when it cannot be opened. */
  const damaged = async (which: Book): Promise<void> => {
    if (book !== which) return
    await shut()
    closed = { kind: 'failed', failure: 'corrupt', cause: 'found while open' }
    log.error('core.damaged')
    events.changed('settings')
  }

  const turn = (change: Partial<Desk>, numbers?: readonly ProviderNumber[]): Promise<Err | null> =>
    inTurn(async () => {
      if (stopping) return problem('book-closed')
      if ((book?.busy() ?? 0) > 0) return problem('account-busy')
      // Another account's list would not show what this one has taken.
      if (change.account !== undefined && (book?.sending.pulse().unknown ?? 0) > 0) return problem('account-busy')
      await shut()
      try {
        desk.save(change)
      } finally {
        // Also when the desk could not be written: then the book that was open opens again.
        await open()
        events.changed(...EVERYTHING)
      }
      if (numbers) {
        book?.saveNumbers(numbers)
        book?.sending.clearStop()
      }
      return null
    })

  /** Clears the way for a book where there is only a broken one. */
  const repair = (clear: (bookFolder: string) => boolean): Promise<Result<StartState>> =>
    inTurn(async () => {
      if (stopping) return problem('book-closed')
      if (book !== null || closed.kind !== 'failed' || closed.failure !== 'corrupt') return ok(state())
      if (!clear(folderOf(desk.get().mode))) return problem('not-found')
      await open()
      events.changed(...EVERYTHING)
      return ok(state())
    })

  const restore = (place: string, backupId: string): boolean => {
    const now = clock.now()
    return restoreBackup({
      folder: place, backupId, nativeBinding, now,
      prepare(db, backupAt) {
        distrustAfterRestore(db, backupAt, now)
        const carried = carryRefusals(db, bookFile(place), nativeBinding, now)
        if (carried !== null) log.info('core.refusals-carried', { numbers: carried })
      },
    })
  }

  /** An open book whose records were changed goes back to a backup; it is kept aside. One that is whole stays. */
  const goBack = (backupId: string): Promise<Result<StartState>> =>
    inTurn(async () => {
      if (stopping || book === null) return problem('book-closed')
      if (breakCounts(book.context.db).total === 0) return ok(state())
      if (book.busy() > 0) return problem('account-busy')
      await shut()
      try {
        return restore(folderOf(desk.get().mode), backupId) ? ok({ state: 'ready' }) : problem('not-found')
      } finally {
        // Also when the backup is damaged itself: then the book that was open opens again.
        await open()
        events.changed('settings', 'account', 'senders', 'contacts', 'lists', 'people', 'fields', 'segments', 'consent', 'imports', 'campaigns', 'messages', 'queue', 'today')
      }
    })

  const deskHandlers: HandlersOf<'settings' | 'account'> = {
    ...settingsHandlers({
      start: state,
      desk: () => desk.get(),
      save(change) {
        desk.save(change)
        events.changed('settings')
      },
      about: { version: options.version, dataFolder: folder, vault: vault.kind },
      toPractice: () => (desk.get().mode === 'practice' ? Promise.resolve(null) : turn({ mode: 'practice' })),
      importSample: () => (book ? book.importSample() : Promise.resolve(problem('book-closed'))),
      restoreBackup: (backupId) => (book === null ? repair((place) => restore(place, backupId)) : goBack(backupId)),
      startEmpty: () => repair((place) => putAside(place, clock.now()) !== ''),
    }),
    ...accountHandlers({
      vault, log, account, problem, connect, turn,
      desk: () => desk.get(),
      baseUrl: override?.baseUrl,
      line: () => book?.line ?? null,
      busy: () => book?.busy() ?? 0,
      async secretKnown() {
        const live = account()
        return live !== null && (await liveSecret(live, vault, override).catch(() => null)) !== null
      },
    }),
  }

  /** A core that did not get the folder writes nothing in it. */
  const onlyReads: readonly string[] = ['settings.start', 'settings.get', 'settings.about', 'account.get']

  const isDeskCall = (name: keyof Handlers): name is keyof typeof deskHandlers => Object.hasOwn(deskHandlers, name)

  const call = async (name: string, input: unknown): Promise<Result<unknown>> => {
    if (!isCallName(name)) return problem('unknown-call')
    const checked = checkInput(name, input, language())
    if (!checked.ok) return checked
    if (name === 'settings.start' || !isDeskCall(name)) await turnstile
    if (stopping || (lock === null && !onlyReads.includes(name))) return problem('book-closed')
    const asked = book
    const handler = (isDeskCall(name) ? deskHandlers[name] : asked?.handlers[name]) as ((input: unknown) => unknown) | undefined
    if (handler === undefined) return problem('book-closed')
    try {
      return (await handler(checked.value)) as Result<unknown>
    } catch (cause) {
      if (!isDeskCall(name) && asked !== book) return problem('book-closed')
      log.error('core.call-failed', { call: name, cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) })
      if (asked !== null && failureOf(cause) === 'corrupt') await inTurn(() => damaged(asked))
      return expectedFailure(cause, language()) ?? problem('internal')
    }
  }

  return {
    call,
    on: events.on,
    files,
    start: () =>
      inTurn(async () => {
        if (book !== null || stopping) return state()
        try {
          lock ??= lockFolder(folder, nativeBinding)
        } catch (cause) {
          closed = { kind: 'failed', failure: failureOf(cause), cause: cause instanceof Error ? cause.message : String(cause) }
          return state()
        }
        if (lock === null) {
          closed = { kind: 'in-use' }
          return state()
        }
        const aside = desk.keepUnreadableAside(clock.now())
        if (aside !== null) log.warn('settings.unreadable', { aside })
        await open()
        return state()
      }),
    stop: () =>
      (stopping ??= inTurn(async () => {
        await shut()
        events.flush()
        lock?.release()
        lock = null
      })),
    wake() {
      book?.line.retry()
      book?.wake()
    },
    busy: () => book?.busy() ?? 0,
    language,
  }
}
