/**
 * Text to rows, piece by piece. Our own reader rather than papaparse: it knows each row's line in the file, and a
 * quotation mark nobody closed costs one row instead of everything up to the next mark or the end of the file.
 */
import type { Delimiter } from '../../../../shared/contract/imports.ts'

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

/** A quoted field longer than this was never meant to be one. */
const LONGEST_FIELD = 65_536

const QUOTE = 34
const CR = 13
const LF = 10

const countLines = (text: string, from: number, to: number): number => {
  let lines = 0
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i)
    if (unit === LF || (unit === CR && text.charCodeAt(i + 1) !== LF)) lines++
  }
  return lines
}

export const createRowReader = (delimiter: Delimiter): RowReader => {
  const separator = delimiter.charCodeAt(0)
  let text = ''
  let line = 1

  const take = (final: boolean): RawRow[] => {
    const rows: RawRow[] = []
    let at = 0
    const length = text.length
    // The nearest separator, LF and CR at or after a place. Remembered: most files have no CR at all, and searching for
    // one from every line would walk the whole piece each time.
    let nextSeparator = -1
    let nextLf = -1
    let nextCr = -1

    const find = (mark: string, from: number): number => {
      const found = text.indexOf(mark, from)
      return found < 0 ? length : found
    }
    const separatorFrom = (from: number): number => (nextSeparator < from ? (nextSeparator = find(delimiter, from)) : nextSeparator)
    /** The end of the line at or after `from`: the index of its CR or LF, or -1. */
    const lineEnd = (from: number): number => {
      if (nextLf < from) nextLf = find('\n', from)
      if (nextCr < from) nextCr = find('\r', from)
      const end = Math.min(nextLf, nextCr)
      return end === length ? -1 : end
    }

    row: while (at < length) {
      const start = at
      const cells: string[] = []
      let end = lineEnd(at)
      let inside = 0
      let i = at
      for (;;) {
        let cell = ''
        let begin = i
        // Spaces before an opening mark are common: `Ann, "Smith"`. Tabs are a delimiter.
        while (text.charCodeAt(begin) === 32) begin++
        let closed = -1
        if (text.charCodeAt(begin) === QUOTE) {
          let from = begin + 1
          let value = ''
          for (;;) {
            const mark = text.indexOf('"', from)
            if (mark < 0 || mark - begin > LONGEST_FIELD) {
              if (mark < 0 && !final && length - begin <= LONGEST_FIELD) break row
              closed = -2
              break
            }
            if (mark + 1 >= length && !final) break row
            value += text.slice(from, mark)
            if (text.charCodeAt(mark + 1) === QUOTE) {
              value += '"'
              from = mark + 2
              continue
            }
            let after = mark + 1
            while (text.charCodeAt(after) === 32) after++
            if (after >= length && !final) break row
            const unit = text.charCodeAt(after)
            if (after >= length || unit === separator || unit === CR || unit === LF) {
              closed = after
              cell = value
            } else if (end >= 0 && mark > end) closed = -2
            // "5" pipe": on one line, marks inside are taken as they stand.
            break
          }
          if (closed === -2) {
            // Lost the thread: this line alone is set aside, the next one is read afresh.
            if (end < 0 && !final) break row
            const stop = end < 0 ? length : end
            rows.push({ line, cells: [text.slice(start, stop)], malformed: true })
            at = stop + (text.charCodeAt(stop) === CR && text.charCodeAt(stop + 1) === LF ? 2 : 1)
            // The marks were searched for from further on.
            nextSeparator = nextLf = nextCr = -1
            line++
            continue row
          }
          if (closed >= 0 && end >= 0 && closed > end) {
            inside += countLines(text, end, closed)
            end = lineEnd(closed)
          }
        }
        if (closed >= 0) {
          cells.push(cell)
          i = closed
        } else {
          const stop = end < 0 ? length : end
          const next = Math.min(separatorFrom(i), stop)
          cells.push(text.slice(i, next))
          i = next
        }
        if (i < length && text.charCodeAt(i) === separator && (end < 0 || i < end)) {
          i++
          continue
        }
        break
      }
      if (end < 0) {
        if (!final) break
        at = length
      } else {
        // CR at the very end of a piece: LF may follow in the next.
        if (text.charCodeAt(end) === CR && end + 1 >= length && !final) break
        at = end + (text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF ? 2 : 1)
      }
      if (cells.some((cell) => cell !== '' && cell.trim() !== '')) rows.push({ line, cells, malformed: false })
      line += 1 + inside
    }
    text = text.slice(at)
    return rows
  }

  return {
    push(piece) {
      text += piece
      return take(false)
    },
    end: () => take(true),
  }
}
