/**
 * Text to rows, piece by piece, by papaparse. What it leaves open is settled here: the line each row begins on, line
 * endings of three kinds in one file, and a quotation mark nobody closed, which costs one row instead of the rest.
 */
import Papa from 'papaparse'
import type { Delimiter } from '../../../../shared/contract/imports.ts'
import { Refusal } from './refusals.ts'

export type RawRow = {
  /** Line of the row's beginning in the file, from 1. */
  readonly line: number
  readonly cells: readonly string[]
  /** A quotation mark was not closed; `cells` then holds the one line as it stands. */
  readonly malformed: boolean
}

export type RowReader = {
  /** Takes the next piece of text and answers the rows it completes. Blank lines are no rows. */
  push(text: string): RawRow[]
  /** The rows left when the text is at its end. */
  end(): RawRow[]
}

/** A row over several lines that is longer than this was never meant to be one. */
const LONGEST_ROW = 65_536
/** Nor is a file with a line this long a list. */
const LONGEST_LINE = 1 << 26
/** How far is looked at once behind a broken row: in a file full of them, looking far would be looking again and again. */
const SHORT_LOOK = 512

// papaparse knows one line ending for a whole file. It is given \n: it skips blanks between a closing mark and the \n,
// so \r\n fits, and a lone \r is put as \r\v\n, which no file can hold otherwise since every other \r has its \n.
const LONE_CR = /\r(?!\n)/g
const CODED_CR = '\r\v\n'
const endOfLine = (line: string): string => (line.endsWith('\r\v') ? line.slice(0, -2) : line.endsWith('\r') ? line.slice(0, -1) : line)

const linesIn = (text: string): number => {
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

const hasContent = (cells: readonly string[]): boolean => {
  for (const cell of cells) if (cell !== '' && cell.trim() !== '') return true
  return false
}

/** What papaparse answers for a row, and at the end. `index` is behind a field's opening mark, `cursor` behind the row. */
type Step = { readonly data: readonly string[][]; readonly errors: readonly { readonly code: string; readonly index?: number }[]; readonly meta: { readonly cursor: number } }

export const createRowReader = (delimiter: Delimiter): RowReader => {
  let text = ''
  let line = 1
  let heldCr = ''
  let coded = false

  const parse = (part: string): Step => new Papa.Parser({ delimiter, newline: '\n' }).parse(part, 0, false) as Step
  /** The column of the cell that begins behind `before`, the row up to there. */
  const columnAfter = (before: string): number => Math.max(0, (parse(before).data.at(-1) ?? ['']).length - 1)

  /**
   * `Ann, "Smith, jr"`: blanks before an opening mark are common, and papaparse takes the mark for part of the cell.
   * The row without them, save where the mark opens nothing (`Ann, "Bob" Smith`) or lies within a quoted cell.
   */
  const tightened = (row: string): string => {
    let result = row
    const opening = new RegExp(`(^|[${delimiter}]) +(?=")`, 'g')
    for (let found = opening.exec(result); found; found = opening.exec(result)) {
      const before = result.slice(0, found.index) + (found[1] as string)
      const cell = result.slice(found.index + found[0].length)
      if (parse(before).errors.length > 0 || parse(cell).errors.some(({ code, index }) => code === 'InvalidQuotes' && index === 1)) continue
      result = before + cell
      opening.lastIndex = before.length
    }
    return result
  }

  /** All rows that are whole. The text up to `whole` ends with a line, so that the meaning of every mark can be told. */
  const take = (whole: number, final: boolean): RawRow[] => {
    const rows: RawRow[] = []
    let at = 0
    let look = whole
    /** What stopped papaparse in the middle: nothing, a row it should not have taken for one, or one to read again without its blanks. */
    let stopped: 'no' | 'broken' | { readonly row: string; readonly next: number }

    const giveUp = (): void => {
      const stop = text.indexOf('\n', at)
      rows.push({ line, cells: [endOfLine(text.slice(at, stop))], malformed: true })
      at = stop + 1
      line++
      look = SHORT_LOOK
    }

    while (at < whole) {
      const from = at
      const end = look >= whole - at ? whole : text.indexOf('\n', at + look) + 1
      const input = text.slice(from, end)
      const quoted = input.includes('"')
      stopped = 'no'
      const step = ({ data, errors, meta }: Step): void => {
        const cells = data[0] as string[]
        const next = from + meta.cursor
        let inside = 0
        if (quoted) {
          let blanks = false
          for (const cell of cells) {
            if (cell.includes('\n')) inside += linesIn(cell)
            if (cell.startsWith(' ') && cell.trimStart().startsWith('"')) blanks = true
          }
          if (inside > 0 && (errors.length > 0 || next - at > LONGEST_ROW)) {
            stopped = 'broken'
            return parser.abort()
          }
          if (blanks) {
            const row = tightened(text.slice(at, next))
            if (row.length < next - at) {
              stopped = { row, next }
              return parser.abort()
            }
          }
          // "5" pipe": marks inside are taken as they stand, and so are those around it.
          if (errors.length > 0)
            for (const column of new Set(errors.map(({ index = 1 }) => columnAfter(text.slice(at, from + index - 1))))) cells[column] = `"${cells[column] as string}"`
        }
        const tail = cells.at(-1) as string
        const ending = endOfLine(tail)
        if (ending !== tail) {
          // In a quoted cell the \r is its own.
          const begin = next - 1 - tail.length
          if (!quoted || (text.startsWith(tail, begin) && (begin === at || text[begin - 1] === delimiter))) cells[cells.length - 1] = ending
        }
        if (hasContent(cells)) rows.push({ line, cells: coded ? cells.map((cell) => cell.replaceAll(CODED_CR, '\r')) : cells, malformed: false })
        line += 1 + inside
        at = next
      }
      const parser = new Papa.Parser({ delimiter, newline: '\n', fastMode: !quoted, step })
      const rest = parser.parse(input, 0, true) as Step
      const why = stopped as 'no' | 'broken' | { readonly row: string; readonly next: number }
      if (typeof why === 'object') {
        text = text.slice(0, at) + why.row + text.slice(why.next)
        whole -= why.next - at - why.row.length
        look = SHORT_LOOK
      } else if (why === 'broken') giveUp()
      else if (at >= end) look *= 2
      // A row still open at the end of what was looked at: broken for certain, or perhaps closed further on.
      else if (rest.errors.length > 0) giveUp()
      else if (end < whole) look *= 2
      else if (final || whole - at > LONGEST_ROW) giveUp()
      else break
    }
    text = text.slice(at)
    return rows
  }

  return {
    push(piece) {
      const joined = heldCr + piece
      // A \r at the end of a piece may have its \n in the next.
      heldCr = joined.endsWith('\r') ? '\r' : ''
      const held = heldCr === '' ? joined : joined.slice(0, -1)
      const fresh = held.includes('\r') ? held.replace(LONE_CR, CODED_CR) : held
      coded ||= fresh !== held
      text += fresh
      if (!fresh.includes('\n')) {
        if (text.length > LONGEST_LINE) throw new Refusal('imports-not-text')
        return []
      }
      return take(text.lastIndexOf('\n') + 1, false)
    },
    end() {
      coded ||= heldCr !== ''
      text += heldCr === '' ? '' : CODED_CR
      heldCr = ''
      if (text !== '' && !text.endsWith('\n')) text += '\n'
      return take(text.length, true)
    },
  }
}
