import { answersAfter } from '../sending/answers.ts'
import type { LogColumns } from '../sending/log-columns.ts'
import type { Db } from '../database/open.ts'

/** How long after a message an answer counts as one to it, and an opt-out as caused by it. */
export const ANSWER_MS = 72 * 3_600_000
export const SOON_MS = 24 * 3_600_000

/** What came back on one message. */
export type Echo = { readonly answers: number; readonly stopAfter: number | null }

/** Answers by message, read on as they come: to which message one goes does not change any more. */
export type AnswerBook = {
  /** Reads the next stretch. @returns true when all is read. */
  step(columns: LogColumns, now: number): boolean
  of(messageId: number): Echo | undefined
  each(visit: (messageId: number, echo: Echo) => void): void
}

const STRETCH = 500

export const createAnswerBook = (db: Db): AnswerBook => {
  const echoes = new Map<number, { answers: number; stopAfter: number | null }>()
  let last = 0
  return {
    step(columns, now) {
      const read = answersAfter(db, last, STRETCH)
      for (const { messageId, at, stop } of read.answers) {
        const message = columns.at(messageId, now)
        if (message === null) continue
        const after = at - message.at
        if (after > ANSWER_MS) continue
        const echo = echoes.get(messageId) ?? { answers: 0, stopAfter: null }
        echoes.set(messageId, echo)
        if (stop) echo.stopAfter = Math.min(echo.stopAfter ?? Infinity, after)
        else echo.answers += 1
      }
      last = read.last
      return !read.more
    },
    of: (messageId) => echoes.get(messageId),
    each: (visit) => echoes.forEach((echo, messageId) => visit(messageId, echo)),
  }
}
