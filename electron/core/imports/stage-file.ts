/**
 * The stage: a file of its own beside the book, into which an import writes what it read before the book is touched.
 * It needs no care for crashes: without it nothing of the import is in the book, or all of it can be taken out again.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'

export const stageFile = (folder: string, importId: number): string => join(folder, `import-${importId}.stage`)

export const removeStage = (folder: string, importId: number): void => {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(stageFile(folder, importId) + ending, { force: true })
}

/**
 * people: one row for each person of a chunk, rows of one chunk about one person merged; `again` when an earlier chunk
 * had the number (fields said there are blank here). opted: 1 yes, 0 unsaid, -1 no. others: rows that are no person.
 */
export const STAGE_TABLES = `
  CREATE TABLE people (
    seq INTEGER PRIMARY KEY, line INTEGER, again INTEGER, number TEXT, country TEXT, first_name TEXT, last_name TEXT, sort_name TEXT,
    email TEXT, region TEXT, postal_code TEXT, language TEXT, notes TEXT, custom TEXT, words TEXT, digits TEXT, opted INTEGER
  );
  CREATE TABLE person_tags (seq INTEGER, tag INTEGER, PRIMARY KEY (seq, tag)) WITHOUT ROWID;
  CREATE TABLE others (line INTEGER PRIMARY KEY, outcome TEXT, reason TEXT, number TEXT, raw TEXT)`

/** What the reading thread tells the writing one after each chunk. Seqs and lines are inclusive; lines of other rows lie between. */
export type Chunk = {
  readonly kind: 'chunk'
  readonly firstSeq: number
  readonly lastSeq: number
  readonly firstLine: number
  readonly lastLine: number
  readonly bytesRead: number
  /** Tags not met before, with the number they go by in person_tags. */
  readonly tags: readonly { readonly local: number; readonly name: string }[]
  /** Whether any person of the chunk has tags. */
  readonly tagged: boolean
}
export type StageMessage =
  | Chunk
  | { readonly kind: 'end'; readonly hash: string }
  | { readonly kind: 'refused'; readonly code: string; readonly params: Readonly<Record<string, string | number>> }
  | { readonly kind: 'crashed'; readonly cause: string }
