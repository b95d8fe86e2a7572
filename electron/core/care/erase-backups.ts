import { copyFileSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { shareSuppressionKey } from '../consent/suppressions.ts'
import { listBackups } from '../database/backups.ts'
import { failureOf } from '../database/failures.ts'
import { migrate } from '../database/migrate.ts'
import { openDatabase, type Db } from '../database/open.ts'
import { fileHolds } from './files-of.ts'

export type EraseBackups = {
  readonly folder: string
  readonly nativeBinding: string | undefined
  readonly numbers: readonly string[]
  /** The book's own suppression key: a backup must know the same people again. */
  readonly key: string
  /** Backups that were seen to before; those seen to now are added. */
  readonly seen: Set<string>
  erase(copy: Db): void
}

const ENDINGS = ['', '-wal', '-shm', '-journal']

/**
 * Writes every backup anew, without the person and with their keyed hash, and checks it whole before it takes the place
 * of the old one. A backup that cannot be, and a damaged book kept aside that knows the person, is removed.
 * @throws when the disk is full
 */
export const eraseFromBackups = async (job: EraseBackups): Promise<{ readonly backupsRewritten: number; readonly backupsRemoved: number }> => {
  const place = join(job.folder, 'backups')
  // One that is being made now may hold the person: it takes its name when it is whole.
  for (let waited = 0; existsSync(join(place, 'unchecked.sqlite')) && waited < 600; waited++) await new Promise((resolve) => setTimeout(resolve, 100))
  let backupsRewritten = 0
  let backupsRemoved = 0
  for (const { id } of listBackups(job.folder)) {
    if (job.seen.has(id)) continue
    job.seen.add(id)
    const file = join(place, id)
    if (rewrite(job, file)) backupsRewritten += 1
    else {
      rmSync(file, { force: true })
      backupsRemoved += 1
    }
  }
  const aside = existsSync(job.folder) ? readdirSync(job.folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name.startsWith('broken-')) : []
  for (const { name } of aside) {
    const kept = join(job.folder, name)
    if (!readdirSync(kept).some((file) => fileHolds(join(kept, file), job.numbers))) continue
    rmSync(kept, { recursive: true, force: true })
    backupsRemoved += 1
  }
  return { backupsRewritten, backupsRemoved }
}

const rewrite = ({ folder, nativeBinding, key, erase }: EraseBackups, file: string): boolean => {
  const copy = join(folder, 'backups', 'erasing.sqlite')
  const sweep = (): void => {
    for (const ending of ENDINGS) rmSync(`${copy}${ending}`, { force: true })
  }
  sweep()
  try {
    copyFileSync(file, copy)
    const db = openDatabase(copy, { nativeBinding })
    try {
      migrate(db)
      shareSuppressionKey(db, key)
      erase(db)
      db.pragma('journal_mode = DELETE')
      db.exec(`INSERT INTO contacts_search (contacts_search) VALUES ('optimize')`)
      db.exec('VACUUM')
      if (db.pragma('quick_check(1)', { simple: true }) !== 'ok') return false
    } finally {
      db.close()
    }
    renameSync(copy, file)
    return true
  } catch (cause) {
    // On a full disk nothing is wrong with the backup: asked again later, it is written anew.
    if (failureOf(cause) === 'full') throw cause
    return false
  } finally {
    sweep()
  }
}
