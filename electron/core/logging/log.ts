import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { createStream } from 'rotating-file-stream'
import type { Log } from '../environment.ts'
import { redact } from './redact.ts'

export { redact } from './redact.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
export type FileLog = Log & {
  /** Resolves when everything said is on disk. What is said afterwards is dropped. */
  close(): Promise<void>
}

const fileName = 'deskbell.log'
const rotateAt = '5M'
const keptFiles = 5

/**
 * JSON lines in `<folder>/logs/deskbell.log`, redacted, turned over at 5 MB, five old files kept. Logging never fails
 * its caller: on a full disk the lines are lost and the program goes on.
 */
export const createFileLog = (folder: string, level: LogLevel = 'info', limits: { readonly rotateAt?: `${number}${'B' | 'K' | 'M'}` } = {}): FileLog => {
  const path = join(folder, 'logs')
  mkdirSync(path, { recursive: true })
  const stream = createStream((time, index) => (time ? `deskbell-${new Date(time).toISOString().slice(0, 10)}-${Date.now()}-${index}.log` : fileName), {
    path,
    size: limits.rotateAt ?? rotateAt,
    maxFiles: keptFiles,
    history: 'rotated.txt',
  })
  let closed = false
  stream.on('error', () => undefined)
  stream.on('warning', () => undefined)
  const writer = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } }, stream)
  const say = (at: LogLevel) => (event: string, data?: Record<string, unknown>): void => {
    if (closed) return
    writer[at](data === undefined ? {} : { data: redact(data) }, redact(event) as string)
  }
  return {
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    close: () =>
      new Promise((resolve) => {
        if (closed) return resolve()
        closed = true
        stream.once('close', () => resolve())
        stream.once('error', () => resolve())
        stream.end(() => resolve())
      }),
  }
}
