/** Chunks of people into the book, each in one transaction, with what became of every row and what undoing it needs. */
import { indexContacts } from '../contacts/search-index.ts'
import type { Db } from '../database/open.ts'
import { customColumns } from './custom-columns.ts'
import type { AgainRow, Counts, OtherRow, PersonRow, Piece, SaidPart, WriteJob } from './jobs.ts'
import { dropIndexes, restoreIndexes } from './late-indexes.ts'
import { createMeeting } from './meet.ts'
import { storeSaid } from './said.ts'
import { INSERT_SEARCH, removeAside, searchAnew, takeOver } from './search-aside.ts'
import { createSpanWriter } from './spans.ts'

/** From this many bytes on, merging the search table waits until the import is over. */
const BULK_BYTES = 1 << 19
/** Rows about people of earlier pieces that may wait until numbers can be looked up again. */
const MOST_LATER = 40_000
const LATER_ROWS = 5_000
/** Negative: in KB. */
const CACHE_ALONE_KB = -16_384
/** Up to three threads sort, each with as much at a time: what is more goes to a file and is merged. */
const CACHE_SORTING_KB = -4_096

// SQLite takes the people apart; those at the places in @known are in the book already.
const CREATE = `
  INSERT INTO contacts (id, number, country, first_name, last_name, sort_name, email, region, postal_code, language, notes, custom, created_at, updated_at)
  SELECT @firstId + key, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9,
    value -> 10, @at, @at
  FROM jsonb_each(CAST(@people AS TEXT))`
const NOT_KNOWN = ' WHERE key NOT IN (SELECT value FROM json_each(@known))'

const prepareAll = (db: Db) => ({
  version: db.prepare('PRAGMA data_version').pluck(),
  // The last ever given out, also when that person is gone.
  lastId: db.prepare(`SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'contacts'), 0)`).pluck(),
  others: db.prepare('SELECT EXISTS (SELECT 1 FROM contacts WHERE created_at <> @at OR updated_at <> @at)').pluck(),
  find: db.prepare('SELECT id FROM contacts WHERE number = ?').pluck(),
  known: db.prepare('SELECT p.key, c.id FROM jsonb_each(CAST(? AS TEXT)) p CROSS JOIN contacts c ON c.number = p.value ->> 0').raw(),
  create: db.prepare(CREATE),
  createUnknown: db.prepare(CREATE + NOT_KNOWN),
  search: db.prepare(INSERT_SEARCH),
  searchUnknown: db.prepare(INSERT_SEARCH + NOT_KNOWN),
  tag: db.prepare('INSERT INTO contact_tags (tag_id, contact_id) SELECT ?, ? + value FROM json_each(?)'),
  list: db.prepare('INSERT INTO list_members (list_id, contact_id) SELECT ?, id FROM contacts WHERE id BETWEEN ? AND ?'),
  otherRow: db.prepare('INSERT INTO import_rows (import_id, line, outcome, reason, number, contact_id, raw) VALUES (?, ?, ?, ?, ?, ?, ?)'),
})

/** A row that waits for the index by number. */
type Later = { readonly again: AgainRow } | { readonly other: OtherRow }

export const createWriter = (db: Db, job: WriteJob, nextPiece: () => Piece) => {
  const { importId, plan, at } = job
  const counts: Counts = { rows: 0, created: 0, updated: 0, unchanged: 0, duplicates: 0, rejected: 0 }
  const sql = prepareAll(db)
  const meet = createMeeting(db, job)
  const addSpan = createSpanWriter(db, importId)
  const tagIds: (number | undefined)[] = []
  let listId: number | null = null
  let started = false
  let breathVersion = -1
  let seenVersion = -1
  /** Nobody is in the book but the people of this import as it wrote them: nobody need be looked up, and indexes can wait. */
  let alone = false
  /** Ids are not those the search built aside took for granted. */
  let strayed = false
  let later: Later[] = []
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
    seenVersion = sql.version.get() as number
    alone = job.aside !== null && db.prepare('SELECT NOT EXISTS (SELECT 1 FROM contacts)').pluck().get() === 1 && (sql.lastId.get() as number) + 1 === job.aside.firstId
    strayed = job.aside !== null && !alone
    if (alone) {
      dropIndexes(db)
      // What is written is behind us for good: nothing is looked up again.
      db.pragma(`cache_size = ${CACHE_ALONE_KB}`)
    }
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

  /** Somebody else wrote: people of theirs, or a list or a tag that is gone. */
  const lookAround = (): void => {
    const version = sql.version.get() as number
    if (version === seenVersion) return
    seenVersion = version
    if (listId !== null && db.prepare('SELECT 1 FROM lists WHERE id = ?').get(listId) === undefined) listId = null
    const there = new Set(db.prepare('SELECT id FROM tags').pluck().all())
    for (const [local, id] of tagIds.entries()) if (id !== undefined && !there.has(id)) tagIds[local] = undefined
    if (alone && sql.others.get({ at }) === 1) {
      alone = false
      strayed = true
      restoreIndexes(db, undefined, ['contacts_by_number'])
    }
  }

  const idsOfTags = (locals: readonly number[]): readonly number[] => locals.flatMap((local) => tagIds[local] ?? [])

  const writeAgain = ({ line, person, tags }: AgainRow): void => {
    const id = sql.find.get(person[0]) as number | undefined
    // Somebody took this person out of the book meanwhile: the row adds nobody again.
    if (id === undefined) return writeOther({ line, reason: null, number: person[0], person: -1, raw: null }, null)
    const { outcome, changed } = meet(id, line, person, idsOfTags(tags), listId, true)
    if (outcome === 'duplicate') counts.duplicates++
    if (changed) changedLater.add(id)
  }
  const writeOther = ({ line, reason, number, raw }: OtherRow, id: number | null): void => {
    counts[reason === null ? 'duplicates' : 'rejected']++
    sql.otherRow.run(importId, line, reason === null ? 'duplicate' : 'rejected', reason, number, id, raw)
  }
  const writeLater = (rows: readonly Later[]): void => {
    for (const row of rows)
      if ('again' in row) writeAgain(row.again)
      else writeOther(row.other, (sql.find.get(row.other.number) as number | undefined) ?? null)
  }

  const writePiece = ({ count, people, spans, search, tagged, tags, again, others }: Piece): void => {
    addTags(tags)
    const firstId = (sql.lastId.get() as number) + 1
    const knownIds = new Map(alone || count === 0 ? [] : (sql.known.all(people) as [number, number][]))
    const known = knownIds.size === 0 ? null : JSON.stringify([...knownIds.keys()])
    if (count > knownIds.size) {
      if (known === null) sql.create.run({ firstId, people, at })
      else sql.createUnknown.run({ firstId, people, at, known })
      if (search !== null) {
        if (known === null) sql.search.run({ firstId, search })
        else sql.searchUnknown.run({ firstId, search, known })
      }
      for (const { local, places } of tagged) {
        const id = tagIds[local]
        if (id !== undefined) sql.tag.run(id, firstId, JSON.stringify(known === null ? places : places.filter((place) => !knownIds.has(place))))
      }
      if (listId !== null) sql.list.run(listId, firstId, firstId + count - 1)
    }
    counts.created += count - knownIds.size
    const rows = known === null ? [] : (JSON.parse(Buffer.from(people.buffer, people.byteOffset, people.byteLength).toString()) as PersonRow[])
    const tagsAt = new Map<number, number[]>()
    if (known !== null) for (const { local, places } of tagged) for (const place of places) if (knownIds.has(place)) tagsAt.set(place, [...(tagsAt.get(place) ?? []), local])
    for (const span of spans) {
      // Cut at those who are known.
      let from = 0
      for (let i = 0; i <= span.rows; i++) {
        const id = i < span.rows ? knownIds.get(span.at + i) : undefined
        if (i < span.rows && id === undefined) continue
        if (i > from) addSpan(span.line + from, firstId + span.at + from, i - from, span.row + from)
        from = i + 1
        if (id === undefined) continue
        const met = meet(id, span.line + i, rows[span.at + i] as PersonRow, idsOfTags(tagsAt.get(span.at + i) ?? []), listId, false)
        counts[met.outcome === 'updated' ? 'updated' : 'unchanged']++
        if (met.changed) changedLater.add(id)
      }
    }
    for (const row of again) {
      if (alone) later.push({ again: row })
      else writeAgain(row)
    }
    for (const row of others) {
      if (row.reason !== null) writeOther(row, null)
      else if (row.person >= 0) writeOther(row, knownIds.get(row.person) ?? firstId + row.person)
      else if (alone) later.push({ other: row })
      else writeOther(row, (sql.find.get(row.number) as number | undefined) ?? null)
    }
    if (search !== null && changedLater.size > 0) {
      indexContacts(db, [...changedLater])
      changedLater.clear()
    }
    total()
  }

  const total = (): void => {
    counts.rows = counts.created + counts.updated + counts.unchanged + counts.duplicates + counts.rejected
  }

  /** Numbers can be looked up from here on. */
  const wakeNumbers = (): void => {
    restoreIndexes(db, undefined, ['contacts_by_number'])
    alone = false
    writeLater(later)
    later = []
  }

  const write = db.transaction((pieces: number): void => {
    if (!started) begin()
    lookAround()
    for (let i = 0; i < pieces; i++) writePiece(nextPiece())
    if (later.length > 0 && (!alone || later.length > MOST_LATER)) wakeNumbers()
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
    /** Everybody was read: what waited for the indexes, and these. `between` is called between transactions. */
    complete(between: () => void): void {
      if (!started) db.transaction(begin).immediate()
      if (alone) db.pragma(`cache_size = ${CACHE_SORTING_KB}`)
      restoreIndexes(db, between)
      if (alone) db.pragma(`cache_size = ${CACHE_ALONE_KB}`)
      alone = false
      for (let from = 0; from < later.length; from += LATER_ROWS) {
        between()
        db.transaction(() => {
          lookAround()
          writeLater(later.slice(from, from + LATER_ROWS))
        }).immediate()
      }
      later = []
      total()
    },
    /** All people are in. From this commit on the import is finished, not undone. */
    seal(hash: string, said: readonly SaidPart[]): void {
      db.transaction(() => {
        storeSaid(db, importId, said)
        db.prepare(`
          UPDATE imports SET file_hash = @hash, rows = @rows, created = @created, updated = @updated, unchanged = @unchanged,
            duplicates = @duplicates, rejected = @rejected, plan = json_set(plan, '$.applied', 1, '$.aside', @aside, '$.gave', json(@gave)) WHERE id = @id`,
        ).run({ ...counts, hash, id: importId, aside: job.aside === null ? 0 : 1, gave: JSON.stringify(tagIds.filter((id) => id !== undefined)) })
      }).immediate()
    },
    /** The search could not be built aside. */
    discardSearch(): void {
      strayed = true
    },
    /** The search built aside, where it was, comes into the book. */
    search(): void {
      if (job.aside === null) return
      if (strayed || !takeOver(db, job.aside.file, counts.created)) searchAnew(db, importId)
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
