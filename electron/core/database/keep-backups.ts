import type { Clock, Log, Timer } from '../environment.ts'
import { backUp, backupAgeMs, listBackups } from './backups.ts'
import { failureOf } from './failures.ts'

export type BackupKeeping = {
  readonly folder: string
  readonly nativeBinding: string | undefined
  readonly clock: Clock
  readonly log: Log
  /** The full check found the book itself damaged. */
  readonly onDamage: () => void
}

// Not while the program starts; then again and again, since a desk's computer may stay on for weeks.
const firstLookMs = 120_000
const nextLookMs = 3_600_000

/** Backs the book up in the background whenever the last good backup is older than 20 hours. Answers how to end it. */
export const keepBackups = ({ folder, nativeBinding, clock, log, onDamage }: BackupKeeping): (() => Promise<void>) => {
  let timer: Timer
  let ended = false
  let running: Promise<void> = Promise.resolve()

  const look = async (): Promise<void> => {
    const last = listBackups(folder)[0]
    if (last !== undefined && clock.now() - last.at < backupAgeMs && last.at <= clock.now()) return
    try {
      const made = await backUp({ folder, nativeBinding, now: clock.now() })
      log.info('database.backed-up', { bytes: made.bytes })
    } catch (cause) {
      log.error('database.backup-failed', { cause: String(cause) })
      if (!ended && failureOf(cause) === 'corrupt') onDamage()
    }
  }
  const plan = (ms: number): void => {
    timer = clock.after(ms, () => {
      running = look().finally(() => {
        if (!ended) plan(nextLookMs)
      })
    })
  }
  plan(firstLookMs)
  return async () => {
    ended = true
    timer.cancel()
    await running
  }
}
