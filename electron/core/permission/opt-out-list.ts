import { readFileSync } from 'node:fs'
import type { Purpose } from '../../../shared/contract/common.ts'
import { normaliseNumber, type CountryCode } from '../../../shared/phone/normalise.ts'
import type { NewConsent } from '../consent/chain.ts'
import { recordConsentMany } from '../consent/record.ts'
import { statesOf } from '../consent/state.ts'
import { erasedAmong } from '../consent/suppressions.ts'
import { contactNames } from '../contacts/names.ts'
import type { Context } from '../context.ts'
import type { Db } from '../database/open.ts'
import { inspect } from '../imports/inspect.ts'
import { readRows } from '../imports/reading/file.ts'
import { localZone } from '../sending/local-zone.ts'
import { breath } from '../sending/steps.ts'
import { waitingFor } from '../sending/talk.ts'

/** A list as it was read: each number once, in its order. */
export type ReadList = {
  readonly name: string
  readonly numbers: readonly string[]
  readonly notNumbers: number
  readonly samples: readonly string[]
  readonly repeated: number
}

const SAMPLES = 5
const SAMPLE_LENGTH = 60
/** Rows and numbers in one step: some 10 ms. */
const ROWS_A_STEP = 2_000
const NUMBERS_A_STEP = 250

const PURPOSES = ['marketing', 'service'] as const satisfies readonly Purpose[]

/** Takes rows one by one; of a row every number counts, one without any is told. */
const gather = (country: CountryCode) => {
  const numbers = new Set<string>()
  const samples: string[] = []
  let notNumbers = 0
  let repeated = 0
  return {
    /** `whole` is what stood there, for telling when none of its cells is a number. */
    row(cells: readonly string[], whole: string) {
      let any = false
      for (const cell of cells) {
        if (cell.trim() === '') continue
        const read = normaliseNumber(cell, country)
        if (!read.ok) continue
        any = true
        if (numbers.has(read.e164)) repeated += 1
        else numbers.add(read.e164)
      }
      if (any || whole.trim() === '') return
      notNumbers += 1
      if (samples.length < SAMPLES) samples.push(whole.trim().replace(/\s+/g, ' ').slice(0, SAMPLE_LENGTH).toWellFormed())
    },
    done: (name: string): ReadList => ({ name, numbers: [...numbers], notNumbers, samples, repeated }),
  }
}

/** A piece of text as lists are pasted: a number a line, or several with commas, semicolons, bars or tabs between. */
export const readPasted = async (text: string, name: string, country: CountryCode): Promise<ReadList> => {
  const found = gather(country)
  const lines = text.split(/\r\n|\r|\n/)
  for (const [index, line] of lines.entries()) {
    found.row(line.split(/[\t;,|]/), line)
    if (index % ROWS_A_STEP === ROWS_A_STEP - 1) await breath()
  }
  return found.done(name)
}

/** A file through the imports' own reading: the columns that hold numbers by their heading or by what stands in them. @throws Refusal */
export const readListFile = async (context: Context, path: string): Promise<ReadList> => {
  const settings = context.settings()
  const country = settings.country as CountryCode
  const { fileName, reading, columns } = await inspect(context.db, path, {}, settings)
  // A text of one number a line, or a few on one: what people also paste.
  if (reading.kind !== 'excel' && reading.kind !== 'vcard' && columns.length <= 1) return readPasted(new TextDecoder(reading.encoding).decode(readFileSync(path)), fileName, country)
  const which = columns.filter(({ guess }) => guess === 'number' || guess === 'mobile').map(({ index }) => index)
  const found = gather(country)
  let head = reading.hasHeader
  let rows = 0
  for (const piece of readRows(path, reading)) {
    for (const { cells } of piece.rows) {
      if (head) {
        head = false
        continue
      }
      found.row(which.length === 0 ? cells : which.map((index) => cells[index] ?? ''), cells.join(' '))
      rows += 1
      if (rows % ROWS_A_STEP === 0) await breath()
    }
    await breath()
  }
  return found.done(fileName)
}

/** Those of `numbers` that are out of `purposes` already; whoever was erased on request is. */
const outAmong = (db: Db, numbers: readonly string[], purposes: readonly Purpose[]): ReadonlySet<string> => {
  const states = statesOf(db, numbers)
  const erased = new Set(erasedAmong(db, numbers).map(({ number }) => number))
  return new Set(numbers.filter((number) => (erased.has(number) && states.get(number)?.marketing !== 'opted-in') || purposes.every((purpose) => states.get(number)?.[purpose] === 'opted-out')))
}

/** What writing the list down would meet. */
export const figuresOf = async (db: Db, { numbers }: ReadList): Promise<{ readonly alreadyOut: number; readonly inBook: number; readonly waiting: number }> => {
  let alreadyOut = 0
  let inBook = 0
  let waiting = 0
  for (let from = 0; from < numbers.length; from += ROWS_A_STEP) {
    const some = numbers.slice(from, from + ROWS_A_STEP)
    const out = outAmong(db, some, PURPOSES)
    alreadyOut += out.size
    inBook += contactNames(db, some).size
    for (const messages of waitingFor(db, some.filter((number) => !out.has(number))).values()) waiting += messages
    await breath()
  }
  return { alreadyOut, inBook, waiting }
}

export type ListRecord = Pick<NewConsent, 'method' | 'occurredAt' | 'source'> & { readonly purposes: readonly Purpose[] }

/**
 * Writes every number down as opted out, in steps while `going`; each step stands for itself, so that what a crash leaves
 * is a list written down in part, and writing it down again does the rest. `progress` is told after each step.
 */
export const writeList = async (context: Context, numbers: readonly string[], record: ListRecord, going: () => boolean, progress: (done: number) => void): Promise<{ readonly added: number; readonly alreadyOut: number }> => {
  const { db, clock } = context
  const { purposes, ...said } = record
  let added = 0
  let alreadyOut = 0
  for (let from = 0; from < numbers.length && going(); from += NUMBERS_A_STEP) {
    const some = numbers.slice(from, from + NUMBERS_A_STEP)
    db.transaction(() => {
      const out = outAmong(db, some, purposes)
      const states = statesOf(db, some)
      const fresh = some.filter((number) => !out.has(number))
      const now = clock.now()
      recordConsentMany(
        db,
        fresh.flatMap((number) =>
          purposes
            .filter((purpose) => states.get(number)?.[purpose] !== 'opted-out')
            .map((purpose) => ({ ...said, number, purpose, state: 'opted-out' as const, zone: localZone(), recordedAt: now, disclosure: null, importId: null })),
        ),
      )
      added += fresh.length
      alreadyOut += out.size
    }).immediate()
    progress(Math.min(numbers.length, from + NUMBERS_A_STEP))
    await breath()
  }
  return { added, alreadyOut }
}
