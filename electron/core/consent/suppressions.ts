import { hash, randomBytes } from 'node:crypto'
import { readSetting, writeSetting } from '../database/book-settings.ts'
import { statement, type Db } from '../database/open.ts'

/**
 * Numbers erased on request. The book keeps only HMAC-SHA-256 of the number, under a key of 32 chance bytes of its own.
 *
 * The key lies in the book, not in the system's vault: a book restored from a backup, or carried to another computer,
 * must still know whom it may not text, and a lost vault would forget it silently. So the hash keeps a number from being
 * read, matched with another book's or looked up in a ready-made table; it does not withstand somebody who has the whole
 * book and tries every number there is.
 */
const KEY = 'suppression-key'

/** What the record of somebody who comes back after an erasure says. The window puts it into words. */
export const ERASED_SOURCE = 'erased on request'

/** The key as HMAC wants it (RFC 2104): padded to SHA-256's block of 64 bytes, once for each pass. */
type Pads = { readonly inner: Buffer; readonly outer: Buffer }
const padsOf = (key: Buffer): Pads => {
  const block = Buffer.alloc(64)
  key.copy(block)
  return { inner: Buffer.from(block.map((byte) => byte ^ 0x36)), outer: Buffer.from(block.map((byte) => byte ^ 0x5c)) }
}

const keys = new WeakMap<Db, Pads>()

/** The book's key as hex; null where nobody was ever erased. */
export const suppressionKeyOf = (db: Db): string | null => readSetting<string>(db, KEY)

/** The book's key as hex; made when there is none yet. Inside the caller's transaction, if any. */
export const suppressionKey = (db: Db): string => {
  const known = suppressionKeyOf(db)
  if (known !== null) return known
  const made = randomBytes(32).toString('hex')
  writeSetting(db, KEY, made)
  return made
}

/** Gives a copy of the book the key of the book itself. */
export const shareSuppressionKey = (db: Db, key: string): void => {
  keys.delete(db)
  writeSetting(db, KEY, key)
}

// Node's createHmac makes two objects each time: 20 µs, at every claim. These two passes take 3 (a test holds both to the same).
const hashOf = (db: Db, number: string): Buffer => {
  let pads = keys.get(db)
  if (pads === undefined) keys.set(db, (pads = padsOf(Buffer.from(suppressionKey(db), 'hex'))))
  return hash('sha256', Buffer.concat([pads.outer, hash('sha256', Buffer.concat([pads.inner, Buffer.from(number)]), 'buffer')]), 'buffer')
}

const anybody = (db: Db): boolean => statement(db, 'SELECT EXISTS (SELECT 1 FROM suppressions)').pluck().get() === 1

/** When this number was erased on request, in ms UTC; null when it never was. About 1 µs where nobody was, else 5. */
export const erasedAt = (db: Db, number: string): number | null =>
  anybody(db) ? ((statement(db, 'SELECT erased_at FROM suppressions WHERE number_hash = ?').pluck().get(hashOf(db, number)) as number | undefined) ?? null) : null

/** Those of `numbers` that were erased on request, with when. */
export const erasedAmong = (db: Db, numbers: readonly string[]): readonly { readonly number: string; readonly at: number }[] =>
  anybody(db)
    ? numbers.flatMap((number) => {
        const at = erasedAt(db, number)
        return at === null ? [] : [{ number, at }]
      })
    : []

/** From now on this number is suppressed. */
export const suppress = (db: Db, number: string, now: number): void => {
  statement(db, 'INSERT INTO suppressions (number_hash, erased_at) VALUES (?, ?) ON CONFLICT (number_hash) DO UPDATE SET erased_at = excluded.erased_at').run(hashOf(db, number), now)
}
