/** Who is in the book, as a dry run asks it: what a row would change about somebody, by the rules of writing (write.ts). */
import type { OnConflict } from '../../../shared/contract/imports.ts'
import type { Db } from '../database/open.ts'
import { changesTo, mergeRows } from './merge.ts'
import type { RowFields } from './row.ts'

export type Met = {
  readonly known: RowFields
  readonly changes: Partial<RowFields> | null
  readonly newTags: readonly string[]
}

export type BookReader = {
  /**
   * What these rows come to for the person, in file number `file`; null for somebody new. `again` is the file's number
   * where it spoke of them before, else null.
   */
  meet(number: string, said: RowFields, tags: readonly string[], again: number | null, file: number): Met | null
}

/** As SQLite's NOCASE tells tags apart: letters of ASCII alone have no case. */
const tagKey = (tag: string): string => tag.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

type BookRow = { readonly id: number; readonly firstName: string; readonly lastName: string; readonly email: string; readonly region: string; readonly postalCode: string; readonly language: 'en' | 'fr' | null; readonly notes: string; readonly custom: string }

/** What a file leaves of somebody: as they were before it, what it said of them, and the tags it adds. */
type Left = { readonly file: number; readonly base: RowFields | null; readonly said: RowFields; readonly newTags: readonly string[] }

/** `db` has the book attached as `book`. With `keeps`, later files find what earlier ones would have left. */
export const createBookReader = (db: Db, onConflict: OnConflict, keeps: boolean): BookReader => {
  const empty = db.prepare('SELECT NOT EXISTS (SELECT 1 FROM book.contacts)').pluck().get() === 1
  const person = db.prepare(`
    SELECT id, first_name AS firstName, last_name AS lastName, email, region, postal_code AS postalCode, language, notes, custom FROM book.contacts WHERE number = ?`)
  const tagsOf = db.prepare('SELECT t.name FROM book.contact_tags ct JOIN book.tags t ON t.id = ct.tag_id WHERE ct.contact_id = ? ORDER BY t.name').pluck()
  db.exec('CREATE TABLE left_by_files (number TEXT PRIMARY KEY, person TEXT NOT NULL) WITHOUT ROWID')
  const left = db.prepare('SELECT person FROM left_by_files WHERE number = ?').pluck()
  const leave = db.prepare('INSERT OR REPLACE INTO left_by_files (number, person) VALUES (?, ?)')

  const inBook = (number: string): RowFields | null => {
    const row = empty ? undefined : (person.get(number) as BookRow | undefined)
    if (row === undefined) return null
    const { id, custom, ...rest } = row
    return { ...rest, custom: custom === '{}' ? {} : (JSON.parse(custom) as Record<string, string>), tags: tagsOf.all(id) as string[] }
  }
  const changesFor = (base: RowFields, said: RowFields): Partial<RowFields> | null => changesTo({ ...base, tags: [] }, { ...said, tags: [] }, onConflict)
  const after = ({ base, said, newTags }: Left): RowFields => ({ ...(base ?? said), ...(base === null ? {} : changesFor(base, said)), tags: [...(base?.tags ?? []), ...newTags] })
  const fresh = (tags: readonly string[], had: readonly string[]): readonly string[] => {
    const known = new Set(had.map(tagKey))
    return [...new Map(tags.filter((tag) => !known.has(tagKey(tag))).map((tag) => [tagKey(tag), tag])).values()]
  }

  return {
    meet(number, said, tags, again, file) {
      // Within one file, further rows about somebody are duplicates whatever they say.
      if (again !== null && !keeps) return null
      const stored = keeps ? (left.get(number) as string | undefined) : undefined
      const earlier = stored === undefined ? null : (JSON.parse(stored) as Left)
      const base = earlier === null ? inBook(number) : earlier.file === file ? earlier.base : after(earlier)
      const newTags = fresh(tags, base?.tags ?? [])
      if (keeps) {
        const more = earlier?.file === file ? earlier : null
        leave.run(number, JSON.stringify({ file, base, said: more === null ? said : mergeRows(more.said, said), newTags: more === null ? newTags : [...more.newTags, ...fresh(newTags, more.newTags)] } satisfies Left))
      }
      return base === null ? null : { known: base, changes: changesFor(base, said), newTags }
    },
  }
}
