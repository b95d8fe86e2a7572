import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { workerUrl } from '../threads/worker-url.ts'

export type Backup = { readonly id: string; readonly at: number; readonly bytes: number }

export const keptBackups = 5

/** How old the last good backup may get, in milliseconds. */
export const backupAgeMs = 20 * 3_600_000

const shape = /^book-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2}\.\d{3})Z\.sqlite$/

const folderOf = (folder: string): string => join(folder, 'backups')

const timeOf = (name: string): number | null => {
  const found = shape.exec(name)
  const at = found === null ? NaN : Date.parse(`${found[1]}T${found[2]}:${found[3]}:${found[4]}Z`)
  return Number.isNaN(at) ? null : at
}

/** The good backups of a book, newest first. */
export const listBackups = (folder: string): readonly Backup[] => {
  const place = folderOf(folder)
  if (!existsSync(place)) return []
  return readdirSync(place)
    .flatMap((name) => {
      const at = timeOf(name)
      return at === null ? [] : [{ id: name, at, bytes: statSync(join(place, name)).size }]
    })
    .sort((a, b) => b.at - a.at)
}

/** Copies a backup beside the book, safely on disk, under a passing name, which it gives. */
export const copyBackup = (folder: string, id: string): string => {
  const to = join(folder, 'book.sqlite.restoring')
  copyFileSync(join(folderOf(folder), id), to)
  const handle = openSync(to, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  return to
}

export type BackupJob = { readonly folder: string; readonly nativeBinding: string | undefined; readonly now: number }

/** What the worker is told, and answers. */
export type BackupTask = { readonly from: string; readonly to: string; readonly nativeBinding: string | undefined }
export type BackupAnswer = { readonly kind: 'good' } | { readonly kind: 'bad'; readonly detail: string; readonly code: string }

/**
 * Copies the book into `backups/` and checks the copy whole, on a thread of its own. Only a good copy gets its name,
 * and only then does the oldest beyond five go.
 * @throws an Error whose `code` is SQLite's or the system's: SQLITE_CORRUPT when the book itself is damaged
 */
export const backUp = async ({ folder, nativeBinding, now }: BackupJob): Promise<Backup> => {
  const place = folderOf(folder)
  mkdirSync(place, { recursive: true })
  const id = `book-${new Date(now).toISOString().replaceAll(':', '-')}.sqlite`
  const unchecked = join(place, 'unchecked.sqlite')
  try {
    const answer = await inThread({ from: join(folder, 'book.sqlite'), to: unchecked, nativeBinding })
    if (answer.kind === 'bad') throw Object.assign(new Error(answer.detail), { code: answer.code })
    renameSync(unchecked, join(place, id))
  } finally {
    for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${unchecked}${ending}`, { force: true })
  }
  for (const old of listBackups(folder).slice(keptBackups)) rmSync(join(place, old.id), { force: true })
  return { id, at: now, bytes: statSync(join(place, id)).size }
}

const inThread = (task: BackupTask): Promise<BackupAnswer> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl('database/backup-worker'), { workerData: task, env: {}, name: 'backup' })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('The backup ended without an answer.')))
  })
