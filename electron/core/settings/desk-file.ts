import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { country, language } from '../../../shared/contract/common.ts'

const shape = z.looseObject({
  language,
  theme: z.enum(['system', 'light', 'dark']),
  businessName: z.string(),
  country,
  mode: z.enum(['practice', 'live']),
  firstRunDone: z.boolean(),
  account: z.object({ sid: z.string(), name: z.string(), trial: z.boolean() }).nullable(),
})

/** What is the business's own, whatever the mode: kept in desk.json beside the books. Never a secret. */
export type Desk = Readonly<z.infer<typeof shape>>
export type DeskAccount = NonNullable<Desk['account']>

export type DeskFile = {
  get(): Desk
  /** Written whole or not at all; `get` answers the new one only once it is on disk. @throws when the disk refuses. */
  save(change: Partial<Desk>): Desk
  /** Moves a file that could not be understood to desk-unreadable-<time>.json; nothing when it was fine. */
  keepUnreadableAside(now: number): string | null
}

const read = (path: string): Desk | 'missing' | 'unreadable' => {
  if (!existsSync(path)) return 'missing'
  try {
    const parsed = shape.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    return parsed.success ? parsed.data : 'unreadable'
  } catch {
    return 'unreadable'
  }
}

/** Replaces a small file so that a crash leaves the old one or the new one. @throws when the disk refuses. */
const writeWhole = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.new`
  const file = openSync(temporary, 'w', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(temporary, path)
}

/** The business's settings in `<folder>/desk.json`; `defaults` until something is saved. Reading changes nothing on disk. */
export const openDeskFile = (folder: string, defaults: Desk): DeskFile => {
  const path = join(folder, 'desk.json')
  const found = read(path)
  let unreadable = found === 'unreadable'
  let desk: Desk = typeof found === 'string' ? defaults : found
  return {
    get: () => desk,
    save(change) {
      const next: Desk = { ...desk, ...change }
      writeWhole(path, JSON.stringify(next, null, 2))
      desk = next
      return next
    },
    keepUnreadableAside(now) {
      if (!unreadable) return null
      const aside = join(folder, `desk-unreadable-${new Date(now).toISOString().replaceAll(':', '-')}.json`)
      renameSync(path, aside)
      unreadable = false
      return aside
    },
  }
}
