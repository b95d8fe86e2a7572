/** The reading thread: file → rows → people, chunk by chunk, to the writing thread. Never touches the book. */
import { createHash } from 'node:crypto'
import type { MessagePort } from 'node:worker_threads'
import { digitForms, sortName } from '../contacts/fold.ts'
import type { OtherRow, People, Piece, ReadJob, ReadMessage } from './jobs.ts'
import { mergeOptIn, mergeRows, TEXT_FIELDS } from './merge.ts'
import { OPTED, type OptIn } from './opt-in.ts'
import { customColumns, rowToContact, type RowFields } from './row.ts'
import { readRows, stampOf } from './reading/file.ts'
import { Refusal, refusalOf } from './reading/refusals.ts'
import { createAside, type Aside } from './search-aside.ts'
import { searchText } from './search-text.ts'
import { createSeen } from './seen.ts'

/** Rows in a piece: few enough that the collector finds them dead instead of moving them about. */
const PIECE_ROWS = 2_500
/** Pieces in a chunk, and so in one transaction of the writing thread: about a fifth of a second there. The first chunk has one, so that it starts early. */
const CHUNK_PIECES = 8
/** People whose search may wait for the writing thread to get its rows first: some 30 MB. */
const MOST_WAITING = 200_000

type Person = { readonly line: number; readonly number: string; readonly country: string | null; fields: RowFields; optIn: OptIn; again: boolean }

const LANGUAGE_BIT = 1 << TEXT_FIELDS.length

export const read = (job: ReadJob, port: MessagePort, pieces: MessagePort): void => {
  const say = (message: ReadMessage): void => port.postMessage(message)
  let aside: Aside | null = null
  try {
    if (job.aside !== null) aside = createAside(job.aside.file, job.nativeBinding, job.aside.sql)
    run(job, aside, say, (piece) => pieces.postMessage(piece))
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal) say({ kind: 'refused', code: refusal.code, params: refusal.params })
    else say({ kind: 'crashed', cause: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  } finally {
    aside?.close()
  }
  if (job.aside !== null) say({ kind: 'searched' })
}

const noPeople = (): People => ({
  line: [], again: [], opted: [], number: [], country: [], firstName: [], lastName: [], sortName: [], email: [], region: [], postalCode: [],
  language: [], notes: [], custom: [], tags: [],
})

const run = (job: ReadJob, aside: Aside | null, say: (message: ReadMessage) => void, give: (piece: Piece) => void): void => {
  const canceled = new Int32Array(job.cancel)
  const stamp = stampOf(job.path)
  if (stamp.bytes !== job.stamp.bytes || stamp.changedAt !== job.stamp.changedAt) throw new Refusal('imports-file-changed')

  const readRow = rowToContact(job)
  const customBits = new Map(customColumns(job).map(({ key }, i) => [key, 1 << (LANGUAGE_BIT.toString(2).length + (i % 24))]))
  const seen = createSeen()
  const tagNumbers = new Map<string, number>()
  let people = new Map<string, Person>()
  let others: OtherRow[] = []
  let rows = 0
  let newTags: { local: number; name: string }[] = []
  let header = job.reading.hasHeader
  let nextId = job.aside?.firstId ?? 0
  // Joined, since many small texts kept long are dear to the collector; none holds a line break.
  let waiting: { readonly firstId: number; readonly words: string; readonly digits: string }[] = []
  let pieces = 0
  let chunkPieces = 1
  let waitingPeople = 0

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
  const planTags = job.tags.length === 0 ? null : [...new Set(job.tags.map(tagNumber))]
  const planTagWords = job.tags.map((tag) => ` ${tag}`).join('')

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

  const buildSearch = (): void => {
    for (const one of waiting) {
      if (Atomics.load(canceled, 0) !== 0) return
      const { firstId } = one
      const words = one.words.split('\n')
      const digits = one.digits.split('\n')
      for (let i = 0; i < words.length; i++) aside?.add(firstId + i, words[i] as string, digits[i] as string)
    }
    waiting = []
    waitingPeople = 0
  }

  const sendChunk = (bytesRead: number): void => {
    if (pieces > 0) say({ kind: 'chunk', bytesRead, pieces })
    pieces = 0
    chunkPieces = CHUNK_PIECES
  }

  const flush = (bytesRead: number): void => {
    if (rows === 0) return
    const columns = noPeople()
    const words: string[] = []
    const digits: string[] = []
    for (const [number, { line, country, fields: all, optIn, again }] of people) {
      const { fields, mask } = without(all, again ? seen.get(number) : 0)
      seen.set(number, mask)
      let custom = '{}'
      let text = `${fields.firstName} ${fields.lastName}`
      for (const key in fields.custom) {
        text += ` ${fields.custom[key] as string}`
        custom = ''
      }
      if (custom === '') custom = JSON.stringify(fields.custom)
      for (const tag of fields.tags) text += ` ${tag}`
      columns.line.push(line)
      columns.again.push(again)
      columns.opted.push(OPTED[optIn])
      columns.number.push(number)
      columns.country.push(country)
      columns.firstName.push(fields.firstName)
      columns.lastName.push(fields.lastName)
      columns.sortName.push(sortName(fields.firstName, fields.lastName, number))
      columns.email.push(fields.email)
      columns.region.push(fields.region)
      columns.postalCode.push(fields.postalCode)
      columns.language.push(fields.language)
      columns.notes.push(fields.notes)
      columns.custom.push(custom)
      columns.tags.push(fields.tags.length === 0 ? planTags : planTags === null ? fields.tags.map(tagNumber) : [...new Set([...fields.tags.map(tagNumber), ...planTags])])
      // Built aside, those met again are brought up to date after it was taken over.
      if (aside !== null && again) continue
      words.push(searchText(text + planTagWords, fields.email))
      digits.push(digitForms(number))
    }
    give({ people: columns, search: aside === null ? { words, digits } : null, others, tags: newTags })
    if (++pieces >= chunkPieces) sendChunk(bytesRead)
    if (aside !== null && words.length > 0) {
      waiting.push({ firstId: nextId, words: words.join('\n'), digits: digits.join('\n') })
      waitingPeople += words.length
      nextId += words.length
      if (waitingPeople > MOST_WAITING) buildSearch()
    }
    people = new Map()
    others = []
    newTags = []
    rows = 0
  }

  const hash = createHash('sha256')
  for (const piece of readRows(job.path, job.reading, (bytes) => hash.update(bytes))) {
    if (Atomics.load(canceled, 0) !== 0) return
    for (const row of piece.rows) {
      if (header) {
        header = false
        continue
      }
      rows++
      const result = readRow(row)
      if (!result.ok) {
        others.push({ line: row.line, reason: result.reason, number: null, raw: JSON.stringify(row.cells), opted: 0 })
      } else {
        const first = people.get(result.number)
        if (first) {
          first.fields = mergeRows(first.fields, result.fields)
          first.optIn = mergeOptIn(first.optIn, result.optIn)
          others.push({ line: row.line, reason: null, number: result.number, raw: null, opted: OPTED[result.optIn] })
        } else {
          const again = seen.get(result.number) >= 0
          people.set(result.number, { line: row.line, number: result.number, country: result.country, fields: result.fields, optIn: result.optIn, again })
        }
      }
      if (rows >= PIECE_ROWS) flush(piece.bytesRead)
    }
  }
  flush(stamp.bytes)
  sendChunk(stamp.bytes)
  const after = stampOf(job.path)
  if (after.bytes !== stamp.bytes || after.changedAt !== stamp.changedAt) throw new Refusal('imports-file-changed')
  say({ kind: 'end', hash: hash.digest('hex') })
  buildSearch()
}
