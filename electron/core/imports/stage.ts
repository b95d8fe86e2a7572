/** The reading thread: file → rows → people, into the stage, chunk by chunk. Never touches the book. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { MessagePort } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { digitForms, sortName } from '../contacts/fold.ts'
import type { StageJob } from './jobs.ts'
import { mergeOptIn, mergeRows, TEXT_FIELDS } from './merge.ts'
import { customColumns, rowToContact, type OptIn, type RowFields } from './row.ts'
import { readRows, stampOf } from './reading/file.ts'
import { Refusal, refusalOf } from './reading/refusals.ts'
import { searchText } from './search-text.ts'
import { createSeen } from './seen.ts'
import { STAGE_TABLES, type StageMessage } from './stage-file.ts'

/** Rows in a chunk, and so in one transaction of the writing thread: about a tenth of a second there. */
export const CHUNK_ROWS = 10_000
// The first chunk is small, so that the writing thread starts early.
const FIRST_CHUNK_ROWS = 2_500

type Person = { readonly line: number; readonly number: string; readonly country: string | null; fields: RowFields; optIn: OptIn; again: boolean }

const OPTED: Readonly<Record<OptIn, number>> = { yes: 1, unsaid: 0, no: -1 }
const LANGUAGE_BIT = 1 << TEXT_FIELDS.length

export const stage = (job: StageJob, port: MessagePort): void => {
  const say = (message: StageMessage): void => port.postMessage(message)
  try {
    run(job, say)
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal) say({ kind: 'refused', code: refusal.code, params: refusal.params })
    else say({ kind: 'crashed', cause: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

const run = (job: StageJob, say: (message: StageMessage) => void): void => {
  const canceled = new Int32Array(job.cancel)
  const stamp = stampOf(job.path)
  if (stamp.bytes !== job.stamp.bytes || stamp.changedAt !== job.stamp.changedAt) throw new Refusal('imports-file-changed')
  if (existsSync(job.stageFile)) throw new Error('The stage is there already.')
  const db = new Database(job.stageFile, job.nativeBinding === undefined ? {} : { nativeBinding: job.nativeBinding })
  // Large pages, and no copying from the log to the file: it is thrown away afterwards.
  db.pragma('page_size = 16384')
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = OFF')
  db.pragma('wal_autocheckpoint = 0')
  db.exec(STAGE_TABLES)
  const person = db.prepare(`INSERT INTO people VALUES (${Array(17).fill('?').join(',')})`)
  const personTag = db.prepare('INSERT OR IGNORE INTO person_tags VALUES (?, ?)')
  const other = db.prepare('INSERT INTO others VALUES (?, ?, ?, ?, ?)')

  const read = rowToContact(job)
  const customBits = new Map(customColumns(job).map(({ key }, i) => [key, 1 << (LANGUAGE_BIT.toString(2).length + (i % 24))]))
  const planTags = job.tags
  const seen = createSeen()
  const tagNumbers = new Map<string, number>()
  let people = new Map<string, Person>()
  let rows = 0
  let lastLine = 0
  let firstLine = 0
  let newTags: { local: number; name: string }[] = []
  let seq = 0
  let header = job.reading.hasHeader

  const tagNumber = (name: string): number => {
    const key = name.toLowerCase()
    let local = tagNumbers.get(key)
    if (local === undefined) {
      local = tagNumbers.size + 1
      tagNumbers.set(key, local)
      newTags.push({ local, name })
    }
    return local
  }
  const planTagNumbers = planTags.map(tagNumber)

  /** The mask of what `fields` says, and `fields` without what `said` has already. */
  const without = (fields: RowFields, said: number): { fields: RowFields; mask: number } => {
    const left: RowFields = said === 0 ? fields : { ...fields }
    let mask = said
    for (let i = 0; i < TEXT_FIELDS.length; i++) {
      const field = TEXT_FIELDS[i] as (typeof TEXT_FIELDS)[number]
      if (left[field] === '') continue
      if (said & (1 << i)) left[field] = ''
      mask |= 1 << i
    }
    if (left.language !== null) {
      if (said & LANGUAGE_BIT) left.language = null
      mask |= LANGUAGE_BIT
    }
    if (customBits.size > 0) {
      for (const key in left.custom) mask |= customBits.get(key) ?? 0
      if (said !== 0) left.custom = Object.fromEntries(Object.entries(left.custom).filter(([key]) => !(said & (customBits.get(key) ?? 0))))
    }
    return { fields: left, mask }
  }

  const flush = (bytesRead: number): void => {
    if (rows === 0) return
    const firstSeq = seq + 1
    let tagged = false
    for (const [number, { line, country, fields: all, optIn, again }] of people) {
      const said = again ? seen.get(number) : 0
      const { fields, mask } = without(all, said)
      seen.set(number, mask)
      seq++
      let custom = '{}'
      let words = `${fields.firstName} ${fields.lastName}`
      for (const key in fields.custom) {
        words += ` ${fields.custom[key] as string}`
        custom = ''
      }
      if (custom === '') custom = JSON.stringify(fields.custom)
      for (const tag of fields.tags) {
        words += ` ${tag}`
        personTag.run(seq, tagNumber(tag))
        tagged = true
      }
      for (const [i, tag] of planTags.entries()) {
        words += ` ${tag}`
        personTag.run(seq, planTagNumbers[i])
        tagged = true
      }
      person.run(
        seq, line, again ? 1 : 0, number, country, fields.firstName, fields.lastName, sortName(fields.firstName, fields.lastName, number),
        fields.email, fields.region, fields.postalCode, fields.language, fields.notes, custom, searchText(words, fields.email), digitForms(number), OPTED[optIn],
      )
    }
    db.exec('COMMIT')
    say({ kind: 'chunk', firstSeq, lastSeq: seq, firstLine, lastLine, bytesRead, tags: newTags, tagged })
    people = new Map()
    newTags = []
    rows = 0
    firstLine = lastLine + 1
    db.exec('BEGIN')
  }

  const hash = createHash('sha256')
  let chunkRows = FIRST_CHUNK_ROWS
  db.exec('BEGIN')
  for (const piece of readRows(job.path, job.reading, (bytes) => hash.update(bytes))) {
    if (Atomics.load(canceled, 0) !== 0) return
    for (const row of piece.rows) {
      if (header) {
        header = false
        continue
      }
      lastLine = row.line
      rows++
      const result = read(row)
      if (!result.ok) {
        other.run(row.line, 'rejected', result.reason, null, JSON.stringify(row.cells))
      } else {
        const first = people.get(result.number)
        if (first) {
          first.fields = mergeRows(first.fields, result.fields)
          first.optIn = mergeOptIn(first.optIn, result.optIn)
          other.run(row.line, 'duplicate', null, result.number, null)
        } else {
          const again = seen.get(result.number) >= 0
          people.set(result.number, { line: row.line, number: result.number, country: result.country, fields: result.fields, optIn: result.optIn, again })
        }
      }
      if (rows >= chunkRows) {
        flush(piece.bytesRead)
        chunkRows = CHUNK_ROWS
      }
    }
  }
  flush(stamp.bytes)
  db.exec('COMMIT')
  db.close()
  const after = stampOf(job.path)
  if (after.bytes !== stamp.bytes || after.changedAt !== stamp.changedAt) throw new Refusal('imports-file-changed')
  say({ kind: 'end', hash: hash.digest('hex') })
}
