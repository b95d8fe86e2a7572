import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { FileTicket } from '../../../shared/contract/common.ts'

/** Files between the person and core. The window holds tickets; only core and host know paths. */
export type Files = {
  /** A ticket for a file the person chose. @throws when there is no such file. */
  grant(path: string): FileTicket
  /** The path behind a ticket, or null for one never given. */
  path(fileId: string): string | null
  /** An empty place for a file core writes for the person to save; call `done` when it is written. */
  create(name: string): { readonly path: string; done(): FileTicket }
}

/** Tickets live as long as the program; written files are swept at the next start. */
export const createFiles = (folder: string): Files => {
  const paths = new Map<string, string>()
  const outbox = join(folder, 'outbox')
  rmSync(outbox, { recursive: true, force: true })
  const ticket = (path: string, name: string): FileTicket => {
    const bytes = statSync(path).size
    const fileId = randomUUID()
    paths.set(fileId, path)
    return { fileId, name, bytes }
  }
  return {
    grant: (path) => ticket(path, basename(path)),
    path: (fileId) => paths.get(fileId) ?? null,
    create(name) {
      const place = join(outbox, randomUUID())
      mkdirSync(place, { recursive: true })
      const path = join(place, name)
      return { path, done: () => ticket(path, name) }
    },
  }
}
