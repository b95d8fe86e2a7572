import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { BackupAnswer, BackupTask } from './backups.ts'
import { openDatabase, type Db } from './open.ts'

// Copies a book and reads the copy through, off the main thread: seconds for a big book.

const check = (db: Db): string => db.pragma('quick_check(1)', { simple: true }) as string

const checkFile = (file: string, nativeBinding: string | undefined): string => {
  const db = openDatabase(file, { nativeBinding, readonly: true })
  try {
    return check(db)
  } finally {
    db.close()
  }
}

const copy = async ({ from, to, nativeBinding }: BackupTask): Promise<BackupAnswer> => {
  rmSync(to, { force: true })
  const source = openDatabase(from, { nativeBinding, readonly: true })
  try {
    // All in one step: a copy in pieces would start anew each time somebody writes.
    await source.backup(to, { progress: () => 0x7fff_ffff })
  } finally {
    source.close()
  }
  const made = openDatabase(to, { nativeBinding })
  try {
    // One file, without a log beside it, so that it can be moved as it is.
    made.pragma('journal_mode = DELETE')
    const verdict = check(made)
    // Was it the book, or only the copying?
    if (verdict !== 'ok') return { kind: 'bad', detail: verdict, code: checkFile(from, nativeBinding) === 'ok' ? '' : 'SQLITE_CORRUPT' }
  } finally {
    made.close()
  }
  const handle = openSync(to, 'r+')
  fsyncSync(handle)
  closeSync(handle)
  return { kind: 'good' }
}

const answer = await copy(workerData as BackupTask).catch((cause: unknown): BackupAnswer => ({
  kind: 'bad',
  detail: cause instanceof Error ? cause.message : String(cause),
  code: (cause as { code?: string }).code ?? '',
}))
parentPort!.postMessage(answer)
