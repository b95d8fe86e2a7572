/**
 * The writing thread: stage → book, a chunk to a transaction.
 *
 * Why so: one transaction for everything would keep every other writer out for seconds, and consent events can never be
 * deleted again. So contacts, tags and lists go in by chunks, each with what it takes to undo it (import_rows); until all
 * are in, a cancel or a crash takes them out again (undo.ts). Then `applied` is set together with the totals: from there
 * on the import is only finished, never undone. Consent comes last, and recording it twice writes it once.
 */
import type { MessagePort } from 'node:worker_threads'
import { indexContacts } from '../contacts/search-index.ts'
import { sortName } from '../contacts/fold.ts'
import { openDatabase, type Db } from '../database/open.ts'
import { writeFields, type Before } from './fields.ts'
import { finish } from './finish.ts'
import type { ApplyJob, ApplyMessage, Counts } from './jobs.ts'
import { changesTo, TEXT_FIELDS, type KnownContact } from './merge.ts'
import { customColumns, type RowFields } from './row.ts'
import { refusalOf } from './reading/refusals.ts'
import { removeStage, type Chunk, type StageMessage } from './stage-file.ts'
import { tidySearch, undoImport } from './undo.ts'

/** From this many bytes on, merging the search table waits until the import is over. */
const BULK_BYTES = 1 << 19
/** Between two transactions, for whoever waits to write: SQLite asks again after 1, 2, 5, 10 … ms. */
const BREATH_MS = 8
/** The same while somebody else is writing: longer than SQLite's longest wait of 100 ms. */
const LONG_BREATH_MS = 110
/** Chunks after which the log is copied into the book, so that it does not grow with the file. */
const CHUNKS_TO_CHECKPOINT = 20

type StagedPerson = {
  readonly seq: number; readonly line: number; readonly again: number; readonly number: string
  readonly first_name: string; readonly last_name: string; readonly email: string; readonly region: string; readonly postal_code: string
  readonly language: 'en' | 'fr' | null; readonly notes: string; readonly custom: string
}
type BookPerson = {
  readonly id: number; readonly c_first: string; readonly c_last: string; readonly c_email: string; readonly c_region: string; readonly c_postal: string
  readonly c_language: 'en' | 'fr' | null; readonly c_notes: string; readonly c_custom: string; readonly c_sort: string; readonly c_updated: number
}

const COLUMN_OF = {
  firstName: 'first_name', lastName: 'last_name', email: 'email', region: 'region', postalCode: 'postal_code', notes: 'notes',
} as const

export const apply = (job: ApplyJob, stagePort: MessagePort, port: MessagePort): void => {
  const say = (message: ApplyMessage): void => port.postMessage(message)
  const db = openDatabase(job.databaseFile, { nativeBinding: job.nativeBinding })
  // Until the last commit an import may be lost with the power: it is undone at the next start anyway.
  db.pragma('synchronous = NORMAL')
  db.pragma('wal_autocheckpoint = 0')
  db.pragma('cache_spill = OFF')
  const canceled = new Int32Array(job.cancel)
  const writer = createWriter(db, job)
  // The owner's clock may run apart from the computer's (the demo's does): what passed here counts from its start.
  const began = performance.now()
  const now = (): number => job.at + Math.round(performance.now() - began)
  let over = false
  let chunks = 0
  const breathe = (): void => void Atomics.wait(canceled, 0, 0, writer.othersWrote() ? LONG_BREATH_MS : BREATH_MS)

  const close = (): void => {
    over = true
    stagePort.close()
    db.close()
  }
  /** Frees its room where possible: Windows keeps a file the reading thread still has open; the main thread removes it after both ended. */
  const discardStage = (): void => {
    try {
      removeStage(job.folder, job.importId)
    } catch {
      // Removed later.
    }
  }
  const takeBack = (state: 'canceled' | 'failed', problem: { code: string; params: Readonly<Record<string, string | number>> } | null, cause: string | null): void => {
    try {
      writer.detach()
      discardStage()
      undoImport(db, job.importId, now(), state, problem)
    } catch (error) {
      // Most likely the disk: the import stays 'running' in the book and is taken back at the next start.
      cause ??= String(error)
    }
    close()
    say(state === 'canceled' ? { kind: 'ended', state } : { kind: 'failed', code: problem?.code ?? 'internal', params: problem?.params ?? {}, cause })
  }
  const fail = (error: unknown): void => {
    const refusal = refusalOf(error)
    takeBack('failed', refusal ?? { code: 'internal', params: {} }, refusal ? null : error instanceof Error ? (error.stack ?? error.message) : String(error))
  }

  stagePort.on('message', (message: StageMessage) => {
    if (over) return
    if (Atomics.load(canceled, 0) !== 0) return takeBack('canceled', null, null)
    switch (message.kind) {
      case 'chunk': {
        try {
          writer.chunk(message)
        } catch (error) {
          return fail(error)
        }
        say({ kind: 'progress', progress: Math.min(0.9, (message.bytesRead / Math.max(1, job.bytes)) * 0.9), counts: { ...writer.counts } })
        if (++chunks % CHUNKS_TO_CHECKPOINT === 0) db.pragma('wal_checkpoint(PASSIVE)')
        breathe()
        return
      }
      case 'end': {
        try {
          writer.seal(message.hash)
        } catch (error) {
          return fail(error)
        }
        try {
          finish(db, job.folder, job.importId, now, (part) => {
            say({ kind: 'progress', progress: 0.9 + part * 0.1, counts: { ...writer.counts } })
            breathe()
          })
        } catch (error) {
          // Everybody is in the book; the rest is finished at the next start.
          close()
          return say({ kind: 'failed', code: refusalOf(error)?.code ?? 'imports-finish-later', params: {}, cause: String(error) })
        }
        say({ kind: 'ended', state: 'done' })
        // The rest is housekeeping.
        over = true
        stagePort.close()
        tidySearch(db)
        db.pragma('wal_checkpoint(PASSIVE)')
        db.close()
        return
      }
      case 'refused':
        return takeBack('failed', { code: message.code, params: message.params }, null)
      case 'crashed':
        return takeBack('failed', { code: 'internal', params: {} }, message.cause)
    }
  })
  // A cancel that comes while the reading thread is silent.
  const watch = async (): Promise<void> => {
    const waiting = Atomics.waitAsync(canceled, 0, 0)
    if (waiting.async) await waiting.value
    if (!over) takeBack('canceled', null, null)
  }
  void watch()
}

const createWriter = (db: Db, job: ApplyJob) => {
  const { importId, plan, at } = job
  const counts: Counts = { rows: 0, created: 0, updated: 0, unchanged: 0, duplicates: 0, rejected: 0 }
  let attached = false
  let listId: number | null = null
  let started = false
  let dataVersion = -1
  const bulk = job.bytes >= BULK_BYTES

  db.exec(`
    CREATE TEMP TABLE known (seq INTEGER PRIMARY KEY, id INTEGER NOT NULL);
    CREATE TEMP TABLE tag_ids (local INTEGER PRIMARY KEY, id INTEGER NOT NULL)`)

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
    if (bulk) db.exec("INSERT INTO contacts_search (contacts_search, rank) VALUES ('automerge', 0), ('crisismerge', 2000)")
  }

  const addTags = (tags: Chunk['tags']): void => {
    if (tags.length === 0) return
    const find = db.prepare('SELECT id FROM tags WHERE name = ?').pluck()
    const add = db.prepare('INSERT INTO tags (name) VALUES (?)')
    const note = db.prepare("UPDATE imports SET plan = json_insert(plan, '$.made.tags[#]', ?) WHERE id = ?")
    const keep = db.prepare('INSERT INTO temp.tag_ids VALUES (?, ?)')
    for (const { local, name } of tags) {
      let id = find.get(name) as number | undefined
      if (id === undefined) {
        id = Number(add.run(name).lastInsertRowid)
        note.run(id, importId)
      }
      keep.run(local, id)
    }
  }

  const attach = (): void => {
    if (attached) return
    db.prepare('ATTACH ? AS stage').run(job.stageFile)
    attached = true
  }

  const statements = () => ({
    known: db.prepare(`INSERT INTO temp.known SELECT p.seq, c.id FROM stage.people p CROSS JOIN main.contacts c ON c.number = p.number WHERE p.seq BETWEEN ? AND ?`),
    knownRows: db.prepare(`
      SELECT p.*, c.id, c.first_name c_first, c.last_name c_last, c.email c_email, c.region c_region, c.postal_code c_postal,
        c.language c_language, c.notes c_notes, c.custom c_custom, c.sort_name c_sort, c.updated_at c_updated
      FROM temp.known k CROSS JOIN stage.people p ON p.seq = k.seq CROSS JOIN main.contacts c ON c.id = k.id ORDER BY p.seq`),
    // The last ever given out, also when that person is gone.
    lastId: db.prepare(`SELECT coalesce((SELECT seq FROM main.sqlite_sequence WHERE name = 'contacts'), 0)`).pluck(),
    create: db.prepare(`
      INSERT INTO main.contacts (id, number, first_name, last_name, sort_name, email, country, region, postal_code, language, notes, custom, created_at, updated_at)
      SELECT seq + @shift, number, first_name, last_name, sort_name, email, country, region, postal_code, language, notes, custom, @at, @at
      FROM stage.people WHERE seq BETWEEN @first AND @last AND seq NOT IN (SELECT seq FROM temp.known)`),
    index: db.prepare(`
      INSERT INTO main.contacts_search (rowid, words, digits) SELECT seq + @shift, words, digits
      FROM stage.people WHERE seq BETWEEN @first AND @last AND seq NOT IN (SELECT seq FROM temp.known)`),
    tag: db.prepare(`
      INSERT INTO main.contact_tags (tag_id, contact_id) SELECT t.id, p.seq + @shift
      FROM stage.person_tags p JOIN temp.tag_ids t ON t.local = p.tag
      WHERE p.seq BETWEEN @first AND @last AND p.seq NOT IN (SELECT seq FROM temp.known)`),
    list: db.prepare(`
      INSERT INTO main.list_members (list_id, contact_id) SELECT @list, seq + @shift
      FROM stage.people WHERE seq BETWEEN @first AND @last AND seq NOT IN (SELECT seq FROM temp.known)`),
    createdRows: db.prepare(`
      INSERT INTO main.import_rows (import_id, line, outcome, number, contact_id) SELECT @import, line, 'created', number, seq + @shift
      FROM stage.people WHERE seq BETWEEN @first AND @last AND seq NOT IN (SELECT seq FROM temp.known)`),
    otherRows: db.prepare(`
      INSERT INTO main.import_rows (import_id, line, outcome, reason, number, contact_id, raw)
      SELECT ?, o.line, o.outcome, o.reason, o.number, (SELECT c.id FROM main.contacts c WHERE c.number = o.number), o.raw
      FROM stage.others o WHERE o.line BETWEEN ? AND ?`),
    countOthers: db.prepare(`SELECT outcome, count(*) n FROM stage.others WHERE line BETWEEN ? AND ? GROUP BY outcome`),
    tagsOf: db.prepare('SELECT t.id, t.name FROM main.contact_tags ct JOIN main.tags t ON t.id = ct.tag_id WHERE ct.contact_id = ?'),
    tagsOfRow: db.prepare('SELECT t.id, n.name FROM stage.person_tags p JOIN temp.tag_ids t ON t.local = p.tag JOIN main.tags n ON n.id = t.id WHERE p.seq = ?'),
    addTag: db.prepare('INSERT OR IGNORE INTO main.contact_tags (tag_id, contact_id) VALUES (?, ?)'),
    addToList: db.prepare('INSERT OR IGNORE INTO main.list_members (list_id, contact_id) VALUES (?, ?)'),
    row: db.prepare('INSERT INTO main.import_rows (import_id, line, outcome, number, contact_id, before) VALUES (?, ?, ?, ?, ?, ?)'),
  })
  let prepared: ReturnType<typeof statements> | null = null

  /** Somebody known: what the row adds, written, and what was there before, kept. */
  const meet = (sql: ReturnType<typeof statements>, row: StagedPerson & BookPerson): boolean => {
    const known: KnownContact = {
      id: row.id, firstName: row.c_first, lastName: row.c_last, email: row.c_email, region: row.c_region, postalCode: row.c_postal,
      language: row.c_language, notes: row.c_notes, custom: row.c_custom === '{}' ? {} : (JSON.parse(row.c_custom) as Record<string, string>), tags: [],
    }
    const said: RowFields = {
      firstName: row.first_name, lastName: row.last_name, email: row.email, region: row.region, postalCode: row.postal_code,
      language: row.language, notes: row.notes, custom: row.custom === '{}' ? {} : (JSON.parse(row.custom) as Record<string, string>), tags: [],
    }
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
        old['custom'] = row.c_custom
        sets['custom'] = JSON.stringify(changes.custom)
      }
      if (changes.firstName !== undefined || changes.lastName !== undefined) {
        old['sort_name'] = row.c_sort
        sets['sort_name'] = sortName(changes.firstName ?? known.firstName, changes.lastName ?? known.lastName, row.number)
      }
      writeFields(db, row.id, sets)
    }
    const tags: number[] = []
    for (const { id } of sql.tagsOfRow.all(row.seq) as { id: number }[]) if (sql.addTag.run(id, row.id).changes > 0) tags.push(id)
    const changed = changes !== null || tags.length > 0
    if (changed) {
      old['updated_at'] = row.c_updated
      writeFields(db, row.id, { updated_at: at })
    }
    const listed = listId !== null && sql.addToList.run(listId, row.id).changes > 0
    const before: Before = { ...(changed ? { fields: old } : {}), ...(tags.length > 0 ? { tags } : {}), ...(listed ? { list: true } : {}) }
    const outcome = row.again ? 'duplicate' : changed ? 'updated' : 'unchanged'
    counts[outcome === 'duplicate' ? 'duplicates' : outcome]++
    sql.row.run(importId, row.line, outcome, row.number, row.id, changed || listed ? JSON.stringify(before) : null)
    return changed
  }

  const write = db.transaction((chunk: Chunk): void => {
    if (!started) begin()
    addTags(chunk.tags)
    const sql = (prepared ??= statements())
    const span = { first: chunk.firstSeq, last: chunk.lastSeq }
    db.exec('DELETE FROM temp.known')
    const known = sql.known.run(chunk.firstSeq, chunk.lastSeq).changes
    const shift = (sql.lastId.get() as number) - chunk.firstSeq + 1
    if (known > 0) {
      const changed: number[] = []
      for (const row of sql.knownRows.all() as (StagedPerson & BookPerson)[]) if (meet(sql, row)) changed.push(row.id)
      if (changed.length > 0) indexContacts(db, changed)
    }
    const created = sql.create.run({ ...span, shift, at }).changes
    if (created > 0) {
      sql.index.run({ ...span, shift })
      if (chunk.tagged) sql.tag.run({ ...span, shift })
      if (listId !== null) sql.list.run({ ...span, shift, list: listId })
      sql.createdRows.run({ ...span, shift, import: importId })
    }
    for (const { outcome, n } of sql.countOthers.all(chunk.firstLine, chunk.lastLine) as { outcome: 'duplicate' | 'rejected'; n: number }[])
      counts[outcome === 'duplicate' ? 'duplicates' : 'rejected'] += n
    sql.otherRows.run(importId, chunk.firstLine, chunk.lastLine)
    counts.created += created
    counts.rows = counts.created + counts.updated + counts.unchanged + counts.duplicates + counts.rejected
  })

  return {
    counts,
    chunk(chunk: Chunk): void {
      attach()
      write.immediate(chunk)
    },
    /** Whether another connection committed since the last asking. */
    othersWrote(): boolean {
      const version = db.pragma('data_version', { simple: true }) as number
      const wrote = dataVersion >= 0 && version !== dataVersion
      dataVersion = version
      return wrote
    },
    /** All people are in. From this commit on the import is finished, not undone. */
    seal(hash: string): void {
      db.transaction(() => {
        if (!started) begin()
        db.prepare(`
          UPDATE imports SET file_hash = @hash, rows = @rows, created = @created, updated = @updated, unchanged = @unchanged,
            duplicates = @duplicates, rejected = @rejected, plan = json_set(plan, '$.applied', 1) WHERE id = @id`,
        ).run({ ...counts, hash, id: importId })
      }).immediate()
      this.detach()
    },
    detach(): void {
      if (attached) db.exec('DETACH stage')
      attached = false
      prepared = null
    },
  }
}
