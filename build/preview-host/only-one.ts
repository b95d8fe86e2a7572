import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/** Where the first instance listens for a second one, for this user only (the file's mode). */
type Note = { readonly port: number; readonly key: string }

const readNote = (file: string): Note | null => {
  try {
    const note: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof note === 'object' && note !== null && 'port' in note && 'key' in note && typeof note.port === 'number' && typeof note.key === 'string'
      ? { port: note.port, key: note.key }
      : null
  } catch {
    return null
  }
}

const knock = async ({ port, key }: Note): Promise<boolean> => {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers: { Authorization: key }, signal: AbortSignal.timeout(3000) })
    return answer.status === 204
  } catch {
    return false
  }
}

/**
 * Asks whoever serves this data folder to show its window again: true when somebody did. Else becomes the one to ask:
 * `onSecond` is called for every later instance, and `release` takes the note away.
 */
export const onlyOne = async (folder: string, onSecond: () => void): Promise<{ readonly first: false } | { readonly first: true; release(): void }> => {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'preview-host.json')
  const there = readNote(file)
  if (there !== null && (await knock(there))) return { first: false }

  const key = randomBytes(32).toString('base64url')
  const server = createServer((request, response) => {
    const known = request.method === 'POST' && request.headers.authorization === key && request.headers.origin === undefined
    response.writeHead(known ? 204 : 403).end()
    if (known) onSecond()
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  server.unref()
  writeFileSync(file, JSON.stringify({ port: (server.address() as AddressInfo).port, key }), { mode: 0o600 })
  return {
    first: true,
    release() {
      server.close()
      if (readNote(file)?.key === key) rmSync(file, { force: true })
    },
  }
}
