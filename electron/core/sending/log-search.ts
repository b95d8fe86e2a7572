import { statement, type Db } from '../database/open.ts'
import { digitsOf, numberTest, termsOf, textTest, tokensOf, wordsOf } from './log-text.ts'

/**
 * Finds messages by their text: an inverted index in memory, word to message ids, rebuilt with every start and never on
 * disk, where something of an erased person could stay. SQLite's own full-text search was here before: it merges the
 * hits of a word anew for every stretch, half a second for a word that a million messages have, and takes three times
 * as long to build. What is not indexed yet is read through; what changed since is read again with every search.
 */
export type LogSearch = {
  /** Adds the next stretch of the messages up to `last`. @returns true when all are in. */
  readonly indexStep: (last: number) => boolean
  /** The text of these may have changed, or they are gone, or their ids are given out again. */
  readonly reread: (ids: readonly number[]) => void
  /** Looks on for what fits, newest first. @returns true when all up to `last` is known. */
  readonly findStep: (query: string, last: number) => boolean
  /** What is known of this search. */
  readonly known: (query: string, last: number) => Known
}

/** `has[id] === all`: it fits; known for every id from `from` on. */
export type Known = { readonly has: Uint8Array; readonly all: number; readonly from: number }

/** Messages put into the index in one step, and messages not in it yet that are read through in one: some 10 ms. */
const INDEX_STRETCH = 1_000
const SCAN_STRETCH = 2_000
/** With more changed texts than this, the index is made anew. */
const MOST_CHANGED = 20_000

/** Ascending ids, as LEB128 of the steps between them: a byte for each message of a common word. */
type Ids = { bytes: Uint8Array; length: number; last: number }

const append = (ids: Ids, id: number): void => {
  let step = id - ids.last
  if (step === 0) return
  ids.last = id
  if (ids.length + 5 > ids.bytes.length) {
    const more = new Uint8Array(ids.bytes.length * 2)
    more.set(ids.bytes)
    ids.bytes = more
  }
  for (; step > 127; step >>>= 7) ids.bytes[ids.length++] = (step & 127) | 128
  ids.bytes[ids.length++] = step
}

/** FNV-1a over the UTF-16 code units (Fowler, Noll, Vo): tells whether a text is still the one that was indexed. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
const fingerprint = (name: string, number: string, body: string): number => hashOf(`${name}\0${number}\0${body}`)

type Text = [id: number, name: string, number: string, body: string]

export const createLogSearch = (db: Db): LogSearch => {
  /** A word that one message has stays a mere id: links and times make many of those. */
  let words = new Map<string, number | Ids>()
  /** Phone numbers, each once; a message has the place of its own. */
  let numbers: string[] = []
  let numberAt = new Map<string, number>()
  let numberOf = new Int32Array(1_024)
  let texts = new Uint32Array(1_024)
  let indexed = 0
  let changed = new Set<number>()
  let version = 0
  let search: { readonly query: string; readonly version: number; readonly last: number; readonly has: Uint8Array; readonly all: number; from: number } | null = null

  const clear = (): void => {
    words = new Map()
    numbers = []
    numberAt = new Map()
    changed = new Set()
    // An id may be given out again, to the same words.
    texts = new Uint32Array(1_024)
    numberOf = new Int32Array(1_024)
    indexed = 0
  }

  const add = (word: string, id: number): void => {
    const ids = words.get(word)
    if (ids === undefined) words.set(word, id)
    else if (typeof ids === 'object') append(ids, id)
    else if (ids !== id) {
      const two: Ids = { bytes: new Uint8Array(16), length: 0, last: 0 }
      append(two, ids)
      append(two, id)
      words.set(word, two)
    }
  }

  const put = ([id, name, number, body]: Text): void => {
    if (id >= texts.length) {
      const room = Math.max(texts.length * 2, id + 1)
      numberOf = grown(numberOf, new Int32Array(room))
      texts = grown(texts, new Uint32Array(room))
    }
    for (const word of tokensOf(wordsOf(name, body))) add(word, id)
    if (number.startsWith('+')) {
      let at = numberAt.get(number)
      if (at === undefined) {
        at = numbers.push(number) - 1
        numberAt.set(number, at)
      }
      numberOf[id] = at + 1
    } else {
      for (const word of tokensOf(digitsOf(number))) add(word, id)
      numberOf[id] = 0
    }
    texts[id] = fingerprint(name, number, body)
  }

  const read = (after: number, upto: number, limit: number): Text[] =>
    statement(db, 'SELECT id, name, number, body FROM messages WHERE id > ? AND id <= ? ORDER BY id LIMIT ?').raw().all(after, upto, limit) as Text[]
  const readThese = (ids: readonly number[]): Text[] =>
    statement(db, 'SELECT id, name, number, body FROM messages WHERE id IN (SELECT value FROM json_each(?))').raw().all(JSON.stringify(ids)) as Text[]

  const searchOf = (query: string, last: number): NonNullable<typeof search> => {
    if (search?.query !== query || search.version !== version || search.last !== last)
      search = { query, version, last, has: new Uint8Array(last + 1), all: termsOf(query).length, from: last + 1 }
    return search
  }

  /** Marks what has every term: a message that has the first n of them holds n. */
  const findIndexed = (query: string, has: Uint8Array, upto: number): void => {
    termsOf(query).forEach((starts, done) => {
      const mark = (id: number): void => {
        if (id <= upto && has[id] === done) has[id] = done + 1
      }
      for (const [word, ids] of words) {
        if (!starts.some((start) => word.startsWith(start))) continue
        if (typeof ids === 'number') mark(ids)
        else markAll(ids, has, done, upto)
      }
      const fits = numberTest(starts)
      if (fits === null) return
      const fit = new Uint8Array(numbers.length + 1)
      let some = false
      numbers.forEach((number, at) => { if (fits(number)) { fit[at + 1] = 1; some = true } })
      if (some) for (let id = 1; id <= upto; id++) if (fit[numberOf[id] as number] === 1 && has[id] === done) has[id] = done + 1
    })
  }

  return {
    indexStep(last) {
      if (indexed >= last) return true
      const rows = read(indexed, last, INDEX_STRETCH)
      for (const row of rows) put(row)
      indexed = rows.length < INDEX_STRETCH ? last : (rows.at(-1) as Text)[0]
      return indexed >= last
    },
    reread(ids) {
      if (ids.length === 0) return
      version += 1
      const inside = ids.filter((id) => id <= indexed)
      if (inside.length === 0) return
      const gone = new Set(inside)
      for (const [id, name, number, body] of readThese(inside)) {
        gone.delete(id)
        if (texts[id] !== fingerprint(name, number, body)) changed.add(id)
      }
      for (const id of gone) changed.add(id)
      if (changed.size > MOST_CHANGED) clear()
    },
    findStep(query, last) {
      const asked = searchOf(query, last)
      if (asked.from <= 1) return true
      const test = textTest(query)
      if (asked.from - 1 > indexed) {
        const after = Math.max(indexed, asked.from - 1 - SCAN_STRETCH)
        for (const [id, name, number, body] of read(after, asked.from - 1, SCAN_STRETCH)) if (test(name, number, body)) asked.has[id] = asked.all
        asked.from = after + 1
        return asked.from <= 1
      }
      findIndexed(query, asked.has, asked.from - 1)
      const anew = [...changed].filter((id) => id < asked.from)
      for (const id of anew) asked.has[id] = 0
      for (const [id, name, number, body] of readThese(anew)) if (test(name, number, body)) asked.has[id] = asked.all
      asked.from = 1
      return true
    },
    known: searchOf,
  }
}

const grown = <T extends Int32Array | Uint32Array>(old: T, room: T): T => (room.set(old), room)

/** `has[id]` from `done` to `done + 1` for every one of these up to `upto`. */
const markAll = ({ bytes, length }: Ids, has: Uint8Array, done: number, upto: number): void => {
  let id = 0
  for (let at = 0; at < length; ) {
    let byte = bytes[at++] as number
    let step = byte & 127
    for (let shift = 7; byte > 127; shift += 7) {
      byte = bytes[at++] as number
      step |= (byte & 127) << shift
    }
    id += step
    if (id > upto) return
    if (has[id] === done) has[id] = done + 1
  }
}
