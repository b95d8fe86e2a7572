import { readFileSync } from 'node:fs'
import type { Migration } from '../migrate.ts'

// Written so that Node finds the files beside this one, and beside the bundle when built (build/vite-beside.ts).
const sql = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** Every step, in order; the n-th leads to version n. Never edited once released: add the next one. */
export const migrations: readonly Migration[] = [
  { version: 1, name: '001-start', sql: sql('./001-start.sql') },
  { version: 2, name: '002-speed-imports', sql: sql('./002-speed-imports.sql') },
  { version: 3, name: '003-read-any-file', sql: sql('./003-read-any-file.sql') },
  { version: 4, name: '004-save-segments', sql: sql('./004-save-segments.sql') },
  { version: 5, name: '005-mend-people', sql: sql('./005-mend-people.sql') },
  { version: 6, name: '006-answer-people', sql: sql('./006-answer-people.sql') },
  { version: 7, name: '007-add-up-tries', sql: sql('./007-add-up-tries.sql') },
  { version: 8, name: '008-empty-at-carrier', sql: sql('./008-empty-at-carrier.sql') },
  { version: 9, name: '009-prove-permission', sql: sql('./009-prove-permission.sql') },
]
