/**
 * Erases one person for good: out of the book, its log, its backups, books kept aside, the program's log files and
 * files waiting to be saved; in practice out of the practice carrier too. What stays is the keyed hash of the number, in
 * the book and in every backup, so that none of them can ever text it again (consent/suppressions.ts).
 *
 * Runs in a worker. First the backups: who the person is (their former numbers, merged entries) is written in the book, so
 * it goes last but for what follows from it. After a crash or on a full disk, asking again does all of it.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { eraseConsent } from '../consent/erase.ts'
import { otherNumbers } from '../consent/joined.ts'
import { suppressionKey } from '../consent/suppressions.ts'
import { entriesOf, eraseEntries, mergeSearchStep, type ErasedEntry } from '../contacts/erase.ts'
import { idByNumber } from '../contacts/rows.ts'
import { writeSetting } from '../database/book-settings.ts'
import { openDatabase, type Db } from '../database/open.ts'
import { eraseImportTraces, importTraces, numbersImported, type Marks } from '../imports/person.ts'
import { eraseFromCarrier } from '../practice/erase.ts'
import { eraseMessages, giveUpOn, inFlight, numbersTexted } from '../sending/person.ts'
import { eraseFromBackups } from './erase-backups.ts'
import { fileHolds, hideInFile } from './files-of.ts'

export type EraseTask = {
  readonly number: string
  readonly databaseFile: string
  /** The book's folder; the program's own is around it. */
  readonly folder: string
  readonly nativeBinding: string | undefined
  readonly now: number
}
export type Erased = { readonly backupsRewritten: number; readonly backupsRemoved: number; readonly restAtClose: boolean }

/** A text to them is leaving this very moment. */
export class StillSending extends Error {}

/** Up to this size a book is written anew at once (about half a second); larger ones when they close. */
const VACUUM_AT_ONCE = 64 * 1024 * 1024
export const SCRUB_KEY = 'scrub-at-close'

/** Who is behind a number: all their numbers, all their entries. */
export type Whom = { readonly numbers: readonly string[]; readonly ids: readonly number[]; readonly entries: readonly ErasedEntry[] }

/** All numbers and entries of whoever has one of these, former numbers too, unless somebody else has them now. */
export const whomOf = (db: Db, numbers: readonly string[], ids: readonly number[] = []): Whom => {
  const own = [...new Set([...numbers, ...numbers.flatMap((number) => otherNumbers(db, number))])]
  const known = [...new Set([...ids, ...entriesOf(db, own, ids).map(({ id }) => id)])]
  const others = [...own, ...known.flatMap((id) => numbersTexted(db, id)), ...numbersImported(db, known)].filter((one) => {
    const owner = idByNumber(db, one)
    return owner === null || known.includes(owner)
  })
  const all = [...new Set([...numbers, ...others])]
  const entries = entriesOf(db, all, known)
  return { numbers: [...new Set([...all, ...entries.map(({ number }) => number)])], ids: [...new Set([...known, ...entries.map(({ id }) => id)])], entries }
}

const marksOf = ({ numbers, entries }: Whom): Marks => ({
  numbers,
  emails: entries.map(({ email }) => email),
  names: entries.map(({ firstName, lastName }) => [firstName, lastName] as const),
})

/** The transaction after which the book knows nobody of these. `copy`: of a book that sends nothing any more. @throws StillSending */
export const eraseFromBook = (db: Db, whom: Whom, now: number, copy = false): void => {
  // What is deleted is written over with zeros.
  db.pragma('secure_delete = ON')
  const traces = importTraces(db, marksOf(whom), whom.ids)
  db.transaction(() => {
    if (copy) giveUpOn(db, whom.numbers, now)
    if (inFlight(db, whom.numbers)) throw new StillSending()
    eraseMessages(db, whom.numbers, whom.ids)
    eraseImportTraces(db, traces)
    eraseEntries(db, whom.numbers, whom.ids)
    eraseConsent(db, whom.numbers, now)
  }).immediate()
}

const checkpoint = async (db: Db): Promise<void> => {
  for (let tries = 0; tries < 50; tries++) {
    const [{ busy }] = db.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }]
    if (busy === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

export const erasePerson = async (task: EraseTask, tell: (done: number, total: number) => void): Promise<Erased> => {
  const { databaseFile, folder, nativeBinding, now, number } = task
  const db = openDatabase(databaseFile, { nativeBinding })
  const steps = 6
  try {
    const whom = whomOf(db, [number])
    if (inFlight(db, whom.numbers)) throw new StillSending()
    const seen = new Set<string>()
    const backups = () =>
      eraseFromBackups({
        folder, nativeBinding, numbers: whom.numbers, key: suppressionKey(db), seen,
        erase: (copy) => { eraseFromBook(copy, whomOf(copy, whom.numbers, whom.ids), now, true) },
      })
    const first = await backups()
    tell(1, steps)
    eraseFromBook(db, whom, now)
    tell(2, steps)
    // Words of the person in old segments of the search.
    for (let begin = true; mergeSearchStep(db, begin); begin = false) await new Promise((resolve) => setTimeout(resolve, 4))
    const small = (db.pragma('page_count', { simple: true }) as number) * (db.pragma('page_size', { simple: true }) as number) <= VACUUM_AT_ONCE
    if (small) db.exec('VACUUM')
    else writeSetting(db, SCRUB_KEY, now)
    await checkpoint(db)
    const atOnce = small || [databaseFile, `${databaseFile}-wal`].some((file) => fileHolds(file, whom.numbers))
    if (!small && atOnce) {
      db.exec('VACUUM')
      await checkpoint(db)
    }
    tell(3, steps)
    // One that was made meanwhile.
    const later = await backups()
    tell(4, steps)
    const emails = whom.entries.map(({ email }) => email).filter((email) => email !== '')
    for (const file of filesIn(join(dirname(folder), 'logs'))) hideInFile(file, [...whom.numbers.map((one) => one.slice(1)), ...emails])
    // Files that were written to be saved, and whatever they hold: they are made again in a moment.
    for (const file of filesIn(join(dirname(folder), 'outbox'))) rmSync(file, { force: true })
    tell(5, steps)
    eraseFromCarrier(join(folder, 'carrier.sqlite'), whom.numbers, nativeBinding)
    tell(6, steps)
    return { backupsRewritten: first.backupsRewritten + later.backupsRewritten, backupsRemoved: first.backupsRemoved + later.backupsRemoved, restAtClose: !atOnce }
  } finally {
    db.close()
  }
}

const filesIn = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : [])) : []

/** What a large book left to be done when it closes. */
export const scrubAtClose = (db: Db): void => {
  if (db.prepare('DELETE FROM book_settings WHERE key = ?').run(SCRUB_KEY).changes > 0) db.exec('VACUUM')
}
