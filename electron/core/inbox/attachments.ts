import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Attachment, AttachmentState } from '../../../shared/contract/inbox.ts'
import type { Context } from '../context.ts'
import { statement, type Db } from '../database/open.ts'
import { failureOf } from '../database/failures.ts'
import type { Timer } from '../environment.ts'
import type { Provider, ProviderMedia } from '../provider/provider.ts'
import { fileType, isWhatItSays } from './file-types.ts'

/**
 * Files that came with messages: fetched by core with the account's credentials into the book's folder, never by the
 * window from the web. What is to be fetched is on disk with the message, so a crash loses nothing.
 */

/** Twilio takes 5 MB of images and 500 KB of others; carriers' own limits are below. Larger than this is nothing of theirs. */
export const MOST_BYTES = 10 * 1024 * 1024
/** Twilio's most for one message. */
const MOST_FILES = 10
const RETRY_MS = [10_000, 60_000, 10 * 60_000, 3_600_000, 6 * 3_600_000] as const

const folderOf = (folder: string): string => join(folder, 'attachments')

/** Notes that a message came with files; in the transaction that takes it in. */
export const expectAttachments = (db: Db, inboundId: number, count: number, now: number): void => {
  const insert = statement(db, `INSERT OR IGNORE INTO attachments (inbound_id, position, state, next_at) VALUES (?, ?, 'waiting', ?)`)
  for (let position = 0; position < Math.min(count, MOST_FILES); position++) insert.run(inboundId, position, now)
}

type Raw = { readonly id: number; readonly inboundId: number; readonly state: AttachmentState; readonly contentType: string | null; readonly bytes: number | null }

/** The files of these messages, by message, in their order. */
export const attachmentsOf = (db: Db, inboundIds: readonly number[]): ReadonlyMap<number, readonly Attachment[]> => {
  const rows = statement(
    db,
    `SELECT id, inbound_id AS inboundId, state, content_type AS contentType, bytes FROM attachments
     WHERE inbound_id IN (SELECT value FROM json_each(?)) ORDER BY inbound_id, position`,
  ).all(JSON.stringify(inboundIds)) as Raw[]
  const found = new Map<number, Attachment[]>()
  for (const { inboundId, ...one } of rows) found.set(inboundId, [...(found.get(inboundId) ?? []), { ...one, image: fileType(one.contentType)?.image ?? false }])
  return found
}

/** Where a fetched file lies, its type, and a name to save it under; null when it is not there. */
export const attachmentFile = (db: Db, folder: string, id: number): { readonly path: string; readonly contentType: string; readonly name: string } | null => {
  const row = statement(
    db,
    `SELECT a.file, a.content_type AS contentType, i.received_at AS at FROM attachments a JOIN inbound_messages i ON i.id = a.inbound_id WHERE a.id = ? AND a.state = 'here'`,
  ).get(id) as { file: string; contentType: string; at: number } | undefined
  if (row === undefined) return null
  const path = join(folderOf(folder), row.file)
  return existsSync(path) ? { path, contentType: row.contentType, name: `${new Date(row.at).toISOString().slice(0, 10)}-${String(id)}.${fileType(row.contentType)?.ending ?? 'bin'}` } : null
}

/** A fetched image as a data: address, which the page's policy allows; null when there is none to show. */
export const imageOf = async (db: Db, folder: string, id: number): Promise<string | null> => {
  const file = attachmentFile(db, folder, id)
  if (file === null || fileType(file.contentType)?.image !== true) return null
  const data = await readFile(file.path)
  return `data:${file.contentType};base64,${data.toString('base64')}`
}

/** Files whose rows are gone, because somebody was erased or a fetch was cut short. */
export const sweepAttachments = (db: Db, folder: string): number => {
  const place = folderOf(folder)
  if (!existsSync(place)) return 0
  const known = new Set(statement(db, 'SELECT file FROM attachments WHERE file IS NOT NULL').pluck().all() as string[])
  const stray = readdirSync(place).filter((name) => !known.has(name))
  for (const name of stray) rmSync(join(place, name), { force: true })
  return stray.length
}

/** Some files of the message with this sid are still to be fetched. */
export const filesWaiting = (db: Db, sid: string): boolean =>
  statement(db, `SELECT 1 FROM attachments a JOIN inbound_messages i ON i.id = a.inbound_id WHERE i.provider_sid = ? AND a.state = 'waiting'`).get(sid) !== undefined

export type Fetcher = {
  /** There may be something to fetch. */
  wake(): void
  stop(): Promise<void>
}

type Waiting = { readonly inboundId: number; readonly sid: string }

/** Fetches what waits, one message after the other; what fails is tried again later and later, then given up. */
export const createFetcher = (context: Pick<Context, 'db' | 'folder' | 'clock' | 'log' | 'changed'>, provider: () => Provider | null): Fetcher => {
  const { db, folder, clock, log } = context
  let timer: Timer | null = null
  let running: Promise<void> | null = null
  let stopped = false

  const plan = (): void => {
    if (stopped) return
    const next = statement(db, `SELECT min(next_at) FROM attachments WHERE state = 'waiting'`).pluck().get() as number | null
    timer?.cancel()
    if (next !== null) timer = clock.after(Math.max(provider() === null ? RETRY_MS[1] : 1_000, next - clock.now()), wake)
  }

  const put = (inboundId: number, position: number, state: AttachmentState, file: { readonly name: string; readonly contentType: string; readonly bytes: number } | null, contentType: string | null = null): void => {
    statement(db, `UPDATE attachments SET state = ?, content_type = ?, bytes = ?, file = ? WHERE inbound_id = ? AND position = ?`).run(
      state, file?.contentType ?? contentType, file?.bytes ?? null, file?.name ?? null, inboundId, position,
    )
  }
  const later = (inboundId: number): void => {
    const tries = statement(db, `SELECT max(tries) FROM attachments WHERE inbound_id = ? AND state = 'waiting'`).pluck().get(inboundId) as number
    const wait = RETRY_MS[tries]
    statement(
      db,
      wait === undefined ? `UPDATE attachments SET state = 'gone', next_at = @at WHERE inbound_id = @inboundId AND state = 'waiting'` : `UPDATE attachments SET tries = tries + 1, next_at = @at WHERE inbound_id = @inboundId AND state = 'waiting'`,
    ).run({ inboundId, at: clock.now() + (wait ?? 0) })
  }

  /** @returns false when it is to be tried again later. */
  const fetchOne = async (from: Provider, { inboundId, sid }: Waiting, position: number, media: ProviderMedia | undefined): Promise<boolean> => {
    if (media === undefined) return put(inboundId, position, 'gone', null), true
    const { contentType } = media
    const type = fileType(contentType)
    if (type === null) return put(inboundId, position, 'not-allowed', null, contentType), true
    const answer = await from.download(sid, media.sid, MOST_BYTES)
    if (answer.kind === 'refused' && answer.refusal.class === 'content') return put(inboundId, position, 'gone', null, contentType), true
    if (answer.kind !== 'ok') return false
    if (answer.value === 'too-large') return put(inboundId, position, 'too-large', null, contentType), true
    const { data } = answer.value
    if (!isWhatItSays(contentType, data)) return put(inboundId, position, 'not-allowed', null, contentType), true
    const place = folderOf(folder)
    mkdirSync(place, { recursive: true })
    const name = `${String(inboundId)}-${String(position)}.${type.ending}`
    await writeFile(join(place, `${name}.part`), data)
    await rename(join(place, `${name}.part`), join(place, name))
    put(inboundId, position, 'here', { name, contentType, bytes: data.length })
    return true
  }

  const fetchAll = async (): Promise<void> => {
    for (;;) {
      const from = provider()
      if (stopped || from === null) return
      const next = statement(
        db,
        `SELECT a.inbound_id AS inboundId, i.provider_sid AS sid FROM attachments a JOIN inbound_messages i ON i.id = a.inbound_id
         WHERE a.state = 'waiting' AND a.next_at <= ? ORDER BY a.next_at, a.inbound_id LIMIT 1`,
      ).get(clock.now()) as Waiting | undefined
      if (next === undefined) return
      const positions = statement(db, `SELECT position FROM attachments WHERE inbound_id = ? AND state = 'waiting' ORDER BY position`).pluck().all(next.inboundId) as number[]
      const list = await from.media(next.sid)
      let done = list.kind === 'ok'
      if (list.kind === 'ok') for (const position of positions) done = (await fetchOne(from, next, position, list.value[position])) && done
      if (!done) later(next.inboundId)
      context.changed('inbox')
    }
  }

  function wake(): void {
    if (stopped || running !== null) return
    running = fetchAll()
      .catch((cause: unknown) => {
        // Paths and numbers stay out of the log; a full disk is told by whatever writes next.
        log.warn('inbox.fetch-failed', { failure: failureOf(cause) })
        statement(db, `UPDATE attachments SET next_at = ? WHERE state = 'waiting' AND next_at <= ?`).run(clock.now() + RETRY_MS[1], clock.now())
      })
      .catch(() => undefined)
      .then(() => {
        running = null
        plan()
      })
  }

  return {
    wake,
    async stop() {
      stopped = true
      timer?.cancel()
      await running
    },
  }
}
