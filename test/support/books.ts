import { closeSync, openSync, readFileSync, statSync, truncateSync, writeSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { openDatabase, type Db } from '../../electron/core/database/open.ts'
import { migrate } from '../../electron/core/database/migrate.ts'

/** A book of a version with some rows in it, closed. */
export const makeBook = (file: string, contacts = 50, fill: (db: Db) => void = () => undefined): void => {
  const db = openDatabase(file)
  migrate(db)
  const add = db.prepare('INSERT INTO contacts (number, first_name, created_at, updated_at) VALUES (?, ?, 1, 1)')
  db.transaction(() => {
    for (let n = 0; n < contacts; n++) add.run(`+3363998${String(n).padStart(4, '0')}`, `Sam ${n}`)
  })()
  fill(db)
  db.close()
}

export const contactsIn = (file: string): number => {
  const db = openDatabase(file, { readonly: true })
  try {
    return db.prepare('SELECT count(*) FROM contacts').pluck().get() as number
  } finally {
    db.close()
  }
}

export const hashOfFile = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

/** Overwrites bytes, as a bad disk does. */
export const scribble = (file: string, from: number, bytes: number): void => {
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(bytes, 0xa5), 0, bytes, from)
  closeSync(handle)
}

/** Cuts a file to a share of its size, as a copy that was interrupted. */
export const cutOff = (file: string, share: number): void => truncateSync(file, Math.floor(statSync(file).size * share))
