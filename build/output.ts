import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../', import.meta.url))
const note = join(root, 'out', 'made-from')
const sources = ['electron', 'shared', 'renderer', 'vite.config.ts', 'build/vite-beside.ts', 'package.json', 'package-lock.json']

const filesOf = (path: string): readonly string[] => {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (/\.[a-z]+$/.test(path)) return [path]
  return readdirSync(full, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length)).sort()
}

const sourcesHash = (): string => {
  const hash = createHash('sha256')
  for (const file of sources.flatMap(filesOf)) hash.update(file).update('\0').update(readFileSync(join(root, file))).update('\0')
  return hash.digest('hex')
}

/** Builds out/ unless it was made from exactly these sources. @throws Error with a sentence when the build fails. */
export const ensureBuilt = (): void => {
  const wanted = sourcesHash()
  const made = existsSync(note) ? readFileSync(note, 'utf8') : ''
  if (made === wanted && ['main/main.js', 'preload/preload.cjs', 'renderer/index.html'].every((file) => existsSync(join(root, 'out', file)))) return
  console.log('Building Deskbell …')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const done = spawnSync(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' })
  if (done.status !== 0) throw new Error('Deskbell could not be built: the lines above say where.')
  mkdirSync(dirname(note), { recursive: true })
  writeFileSync(note, wanted)
}
