/** Chunks of people into the book, each in one transaction, with what became of every row and what undoing it needs. */
import { indexContacts } from '../contacts/search-index.ts'
import { sortName } from '../contacts/fold.ts'
import type { Db } from '../database/open.ts'
import { writeFields, type Before } from './fields.ts'
import type { Counts, People, Piece, WriteJob } from './jobs.ts'
import { dropIndexes, restoreIndexes } from './late-indexes.ts'
import { changesTo, TEXT_FIELDS, type KnownContact } from './merge.ts'
import { customColumns, type RowFields } from './row.ts'
import { removeAside, searchAnew, takeOver } from './search-aside.ts'

/** From this many bytes on, merging the search table waits until the import is over. */
const BULK_BYTES = 1 << 19

type BookPerson = {
  readonly id: number; readonly firstName: string; readonly lastName: string; readonly email: string; readonly region: string; readonly postalCode: string
  readonly language: 'en' | 'fr' | null; readonly notes: string; readonly custom: string; readonly sortName: string; readonly updatedAt: number
}

const COLUMN_OF = {
  firstName: 'first_name', lastName: 'last_name', email: 'email', region: 'region', postalCode: 'postal_code', notes: 'notes',
} as const

const NO_TAGS: readonly number[] = []

const prepareAll = (db: Db) => ({
  version: db.prepare('PRAGMA data_version').pluck(),
  // The last ever given out, also when that person is gone.
  lastId: db.prepare(`SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'contacts'), 0)`).pluck(),
  find: db.prepare('SELECT id FROM contacts WHERE number = ?').pluck(),
  person: db.prepare(`
    SELECT id, first_name AS firstName, last_name AS lastName, email, region, postal_code AS postalCode, language, notes, custom,
      sort_name AS sortName, updated_at AS updatedAt FROM contacts WHERE id = ?`),
  create: db.prepare(`
    INSERT INTO contacts (id, number, first_name, last_name, sort_name, email, country, region, postal_code, language, notes, custom, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  index: db.prepare('INSERT INTO contacts_search (rowid, words, digits) VALUES (?, ?, ?)'),
  tag: db.prepare('INSERT INTO contact_tags (tag_id, contact_id) VALUES (?, ?)'),
  addTag: db.prepare('INSERT OR IGNORE INTO contact_tags (tag_id, contact_id) VALUES (?, ?)'),
  list: db.prepare('INSERT INTO list_members (list_id, contact_id) SELECT ?, id FROM contacts WHERE id BETWEEN ? AND ?'),
  addToList: db.prepare('INSERT OR IGNORE INTO list_members (list_id, contact_id) VALUES (?, ?)'),
  createdRow: db.prepare("INSERT INTO import_rows (import_id, line, outcome, number, contact_id, opted) VALUES (?, ?, 'created', ?, ?, ?)"),
  knownRow: db.prepare('INSERT INTO import_rows (import_id, line, outcome, number, contact_id, before, opted) VALUES (?, ?, ?, ?, ?, ?, ?)'),
  otherRow: db.prepare(`
    INSERT INTO import_rows (import_id, line, outcome, reason, number, contact_id, raw, opted)
    VALUES (?, ?, ?, ?, ?, (SELECT id FROM contacts WHERE number = ?), ?, ?)`),
})

export const createWriter = (db: Db, job: WriteJob, nextPiece: () => Piece) => {
  const { importId, plan, at } = job
  const counts: Counts = { rows: 0, created: 0, updated: 0, unchanged: 0, duplicates: 0, rejected: 0 }
  const sql = prepareAll(db)
  const tagIds: number[] = []
  let listId: number | null = null
  let started = false
  let breathVersion = -1
  /** Nobody is in the book but the people of this import, and nobody else has written since its beginning. */
  let alone = false
  let aloneVersion = -1
  /** People changed after the search built aside saw them. */
  const changedLater = new Set<number>()
  const bulk = job.bytes >= BULK_BYTES && job.aside === null

  /** The first transaction also makes the list and the custom fields, and notes what it made. */
  const begin = (): void => {
    started = true
    const made: { list?: true; fields: string[]; tags: number[] } = { fields: [], tags: [] }
    if (plan.list !== null) {
      const found = 'id' in plan.list
        ? db.prepare('SELECT id, name FROM lists WHERE id = ?').get(plan.list.id)
        : db.prepare('SELECT id, name FROM lists WHERE name = ?').get(plan.list.name)
      let list = found as { id: number; name: string } | undefined
      if (!list && 'name' in plan.list) {
        list = { id: Number(db.prepare('INSERT INTO lists (name, created_at) VALUES (?, ?)').run(plan.list.name, at).lastInsertRowid), name: plan.list.name }
        made.list = true
      }
      if (list) {
        listId = list.id
        db.prepare('UPDATE imports SET list_id = ?, list_name = ? WHERE id = ?').run(list.id, list.name, importId)
      }
    }
    const field = db.prepare('INSERT OR IGNORE INTO custom_fields (key, label, created_at) VALUES (?, ?, ?)')
    for (const { key, label } of customColumns({ headers: job.headers, mapping: plan.mapping })) if (field.run(key, label, at).changes > 0) made.fields.push(key)
    db.prepare("UPDATE imports SET plan = json_set(plan, '$.made', json(?)) WHERE id = ?").run(JSON.stringify(made), importId)
    alone = db.prepare('SELECT NOT EXISTS (SELECT 1 FROM contacts)').pluck().get() === 1
    aloneVersion = sql.version.get() as number
    if (alone && job.aside !== null) dropIndexes(db)
    if (bulk) db.exec("INSERT INTO contacts_search (contacts_search, rank) VALUES ('automerge', 0), ('crisismerge', 2000)")
  }

  const addTags = (tags: Piece['tags']): void => {
    if (tags.length === 0) return
    const find = db.prepare('SELECT id FROM tags WHERE name = ?').pluck()
    const add = db.prepare('INSERT INTO tags (name) VALUES (?)')
    const note = db.prepare("UPDATE imports SET plan = json_insert(plan, '$.made.tags[#]', ?) WHERE id = ?")
    for (const { local, name } of tags) {
      let id = find.get(name) as number | undefined
      if (id === undefined) {
        id = Number(add.run(name).lastInsertRowid)
        note.run(id, importId)
      }
      tagIds[local] = id
    }
  }

  /** Somebody known: what the row adds, written, and what was there before, kept. */
  const meet = (id: number, people: People, i: number): boolean => {
    const was = sql.person.get(id) as BookPerson
    const known: KnownContact = { ...was, custom: was.custom === '{}' ? {} : (JSON.parse(was.custom) as Record<string, string>), tags: [] }
    const custom = people.custom[i] as string
    const said: RowFields = {
      firstName: people.firstName[i] as string, lastName: people.lastName[i] as string, email: people.email[i] as string, region: people.region[i] as string,
      postalCode: people.postalCode[i] as string, language: people.language[i] ?? null, notes: people.notes[i] as string,
      custom: custom === '{}' ? {} : (JSON.parse(custom) as Record<string, string>), tags: [],
    }
    const number = people.number[i] as string
    const changes = changesTo(known, said, plan.onConflict)
    const old: Record<string, string | number | null> = {}
    if (changes) {
      const sets: Record<string, string | number | null> = {}
      for (const field of TEXT_FIELDS)
        if (changes[field] !== undefined) {
          old[COLUMN_OF[field]] = known[field]
          sets[COLUMN_OF[field]] = changes[field]
        }
      if (changes.language !== undefined) {
        old['language'] = known.language
        sets['language'] = changes.language
      }
      if (changes.custom) {
        old['custom'] = was.custom
        sets['custom'] = JSON.stringify(changes.custom)
      }
      if (changes.firstName !== undefined || changes.lastName !== undefined) {
        old['sort_name'] = was.sortName
        sets['sort_name'] = sortName(changes.firstName ?? known.firstName, changes.lastName ?? known.lastName, number)
      }
      writeFields(db, id, sets)
    }
    const tags: number[] = []
    for (const local of people.tags[i] ?? NO_TAGS) {
      const tag = tagIds[local] as number
      if (sql.addTag.run(tag, id).changes > 0) tags.push(tag)
    }
    const changed = changes !== null || tags.length > 0
    if (changed) {
      old['updated_at'] = was.updatedAt
      writeFields(db, id, { updated_at: at })
    }
    const listed = listId !== null && sql.addToList.run(listId, id).changes > 0
    const before: Before = { ...(changed ? { fields: old } : {}), ...(tags.length > 0 ? { tags } : {}), ...(listed ? { list: true } : {}) }
    const outcome = people.again[i] ? 'duplicate' : changed ? 'updated' : 'unchanged'
    counts[outcome === 'duplicate' ? 'duplicates' : outcome]++
    sql.knownRow.run(importId, people.line[i], outcome, number, id, changed || listed ? JSON.stringify(before) : null, people.opted[i])
    return changed
  }

  const writePiece = ({ people, search, others, tags }: Piece): void => {
    addTags(tags)
    const firstId = (sql.lastId.get() as number) + 1
    let id = firstId
    const changed: number[] = []
    const { length } = people.number
    for (let i = 0; i < length; i++) {
      const number = people.number[i] as string
      const known = alone && !people.again[i] ? undefined : (sql.find.get(number) as number | undefined)
      if (known !== undefined) {
        if (meet(known, people, i)) changed.push(known)
        continue
      }
      sql.create.run(
        id, number, people.firstName[i], people.lastName[i], people.sortName[i], people.email[i], people.country[i], people.region[i], people.postalCode[i],
        people.language[i], people.notes[i], people.custom[i], at, at,
      )
      if (search !== null) sql.index.run(id, search.words[i], search.digits[i])
      for (const local of people.tags[i] ?? NO_TAGS) sql.tag.run(tagIds[local], id)
      sql.createdRow.run(importId, people.line[i], number, id, people.opted[i])
      id++
    }
    if (id > firstId && listId !== null) sql.list.run(listId, firstId, id - 1)
    counts.created += id - firstId
    if (search !== null) {
      if (changed.length > 0) indexContacts(db, changed)
    } else for (const one of changed) changedLater.add(one)
    for (const { line, reason, number, raw, opted } of others) {
      counts[reason === null ? 'duplicates' : 'rejected']++
      sql.otherRow.run(importId, line, reason === null ? 'duplicate' : 'rejected', reason, number, number, raw, opted)
    }
    counts.rows = counts.created + counts.updated + counts.unchanged + counts.duplicates + counts.rejected
  }

  const write = db.transaction((pieces: number): void => {
    if (!started) begin()
    alone &&= sql.version.get() === aloneVersion
    for (let i = 0; i < pieces; i++) writePiece(nextPiece())
  })

  return {
    counts,
    chunk: (pieces: number): void => void write.immediate(pieces),
    /** Whether another connection committed since the last asking. */
    othersWrote(): boolean {
      const version = sql.version.get() as number
      const wrote = breathVersion >= 0 && version !== breathVersion
      breathVersion = version
      return wrote
    },
    /** All people are in. From this commit on the import is finished, not undone. */
    seal(hash: string): void {
      db.transaction(() => {
        if (!started) begin()
        restoreIndexes(db)
        db.prepare(`
          UPDATE imports SET file_hash = @hash, rows = @rows, created = @created, updated = @updated, unchanged = @unchanged,
            duplicates = @duplicates, rejected = @rejected, plan = json_set(plan, '$.applied', 1, '$.aside', @aside) WHERE id = @id`,
        ).run({ ...counts, hash, id: importId, aside: job.aside === null ? 0 : 1 })
      }).immediate()
    },
    /** The search built aside, where it was, comes into the book. */
    search(): void {
      if (job.aside === null) return
      if (!takeOver(db, job.aside.file, counts.created)) searchAnew(db, importId)
      else if (changedLater.size > 0) indexContacts(db, [...changedLater])
      // Windows may keep it while the reading thread has it open; it is removed when both ended.
      try {
        removeAside(job.folder, importId)
      } catch {
        // Later.
      }
    },
  }
}
