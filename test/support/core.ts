import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCore, type Core, type CoreOptions } from '../../electron/core/core.ts'
import { openDatabase, type Db } from '../../electron/core/database/open.ts'
import { memoryVault, seededRandom, silentLog, systemClock, type Clock } from '../../electron/core/environment.ts'
import { flawless, type Behaviour } from '../../electron/core/practice/behaviour.ts'
import { createPracticeCarrier, type PracticeCarrier } from '../../electron/core/practice/carrier.ts'
import type { Faults } from '../../electron/core/practice/faults.ts'
import type { CallInput, CallName, CallOutput, CoreEvents, EventName } from '../../shared/contract/index.ts'
import type { Mode } from '../../shared/contract/settings.ts'
import type { Problem, Result } from '../../shared/result.ts'

export type TestCore = {
  readonly core: Core
  readonly folder: string
  readonly clock: Clock
  /** The answer's value; a problem becomes an exception with its code. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  /** The answer as it is. */
  ask<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>>
  /** The problem; an answer that succeeded becomes an exception. */
  problem<N extends CallName>(name: N, input: CallInput<N>): Promise<Problem>
  /** Resolves with the next event of the name for which `wanted` holds. */
  next<E extends EventName>(event: E, wanted?: (data: CoreEvents[E]) => boolean): Promise<CoreEvents[E]>
  /** Resolves once `holds` is true: asked now and after every event of core. Rejects after 20 s of real time. */
  until(holds: () => boolean | Promise<boolean>): Promise<void>
  /** A connection of the test's own to a mode's book; closed with the core. */
  db(mode?: Mode): Db
  /** The practice carrier; throws before its first start. */
  carrier(): PracticeCarrier
  /** Stops the core and starts another on the same folder, clock and vault. */
  restart(): Promise<void>
  /** Stops the core and removes its folder. */
  end(): Promise<void>
}

export type TestCoreOptions = Partial<Omit<CoreOptions, 'practice'>> & {
  /** What differs from a carrier where everything arrives. */
  readonly behaviour?: Partial<Behaviour>
  readonly faults?: Faults
  /** Default true: resolves only when the practice account's numbers are there. */
  readonly ready?: boolean
  /** Default true: the first run is done, as "Bell & Co" in the US. */
  readonly firstRunDone?: boolean
}

/**
 * A core on a folder of its own with the practice carrier in this process, sharing its clock. The clock is the
 * computer's unless one is given.
 */
export const startTestCore = async (options: TestCoreOptions = {}): Promise<TestCore> => {
  const { behaviour, faults, ready = true, firstRunDone = true, ...overrides } = options
  const ownFolder = overrides.folder === undefined
  const folder = overrides.folder ?? mkdtempSync(join(tmpdir(), 'deskbell-test-'))
  const clock = overrides.clock ?? systemClock
  const vault = overrides.vault ?? memoryVault()
  const log = overrides.log ?? silentLog
  let carrier: PracticeCarrier | null = null
  const connections: Db[] = []

  const make = (): Core =>
    createCore({
      random: seededRandom(1), version: '0.0.0-test', systemLanguage: 'en', ...overrides, folder, clock, vault, log,
      practice: {
        async inProcess({ file, nativeBinding }) {
          carrier = createPracticeCarrier({
            file, clock, random: seededRandom(7), log, behaviour: { ...flawless, ...behaviour },
            ...(faults === undefined ? {} : { faults }), ...(nativeBinding === undefined ? {} : { nativeBinding }),
          })
          await carrier.start()
          return carrier
        },
      },
    })

  let core = make()
  const ask = <N extends CallName>(name: N, input: CallInput<N>) => core.call(name, input) as Promise<Result<CallOutput<N>>>
  const call = async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => {
    const answer = await ask(name, input)
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}: ${answer.error.message}`)
    return answer.value
  }
  const begin = async (): Promise<void> => {
    const state = await core.start()
    if (state.state !== 'ready') return
    if (firstRunDone && !(await call('settings.get', {})).firstRunDone) {
      await call('settings.finishFirstRun', { language: 'en', businessName: 'Bell & Co', country: 'US', sample: false })
    }
    if (ready && (await call('settings.get', {})).mode === 'practice') await call('senders.refresh', {})
  }
  await begin()

  return {
    get core() {
      return core
    },
    folder,
    clock,
    ask,
    call,
    async problem(name, input) {
      const answer = await ask(name, input)
      if (answer.ok) throw new Error(`${name} was expected to fail.`)
      return answer.error
    },
    next: (event, wanted = () => true) =>
      new Promise((resolve) => {
        const off = core.on((name, data) => {
          if ((name as string) !== event || !wanted(data as never)) return
          off()
          resolve(data as never)
        })
      }),
    until: (holds) =>
      new Promise((resolve, reject) => {
        let settled = false
        const finish = (run: () => void): void => {
          if (settled) return
          settled = true
          off()
          clearTimeout(late)
          run()
        }
        const look = (): void => {
          Promise.resolve(holds()).then((yes) => yes && finish(resolve), (cause: unknown) => finish(() => reject(cause as Error)))
        }
        const off = core.on(look)
        const late = setTimeout(() => finish(() => reject(new Error(`It never came to: ${holds.toString()}`))), 20_000)
        look()
      }),
    db(mode = 'practice') {
      const db = openDatabase(join(folder, mode, 'book.sqlite'))
      connections.push(db)
      return db
    },
    carrier() {
      if (carrier === null) throw new Error('The practice carrier has not started.')
      return carrier
    },
    async restart() {
      await core.stop()
      core = make()
      await begin()
    },
    async end() {
      for (const db of connections) db.close()
      await core.stop()
      if (ownFolder) rmSync(folder, { recursive: true, force: true })
    },
  }
}
