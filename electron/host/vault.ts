import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { SafeStorage } from 'electron'
import { memoryVault, type Vault } from '../core/environment.ts'

/** What the vault needs of Electron's safeStorage; the async half is there from Electron 42 on. */
export type SystemCipher = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> &
  Partial<Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'>>

/**
 * Secrets encrypted by the operating system, in one file of base64 by name. Where the system has no vault (or, on
 * Linux, only a fixed key that anybody knows) they are kept in memory and asked for again after a restart.
 * Call when the application is ready. A secret that can no longer be read is as if it had never been kept.
 */
export const openVault = async (safe: SystemCipher, file: string, platform: NodeJS.Platform): Promise<Vault> => {
  const encryptAsync = safe.encryptStringAsync?.bind(safe)
  const decryptAsync = safe.decryptStringAsync?.bind(safe)
  const modern = encryptAsync !== undefined && decryptAsync !== undefined && (await safe.isAsyncEncryptionAvailable?.()) === true
  const weak = platform === 'linux' && ['basic_text', 'unknown'].includes(safe.getSelectedStorageBackend?.() ?? 'unknown')
  if (weak || !(modern || safe.isEncryptionAvailable())) return memoryVault()

  const encrypt = async (text: string): Promise<Buffer> => (modern ? encryptAsync(text) : safe.encryptString(text))
  const decrypt = async (secret: Buffer): Promise<string> => (modern ? (await decryptAsync(secret)).result : safe.decryptString(secret))

  const read = async (): Promise<Record<string, string>> => {
    try {
      const held: unknown = JSON.parse(await readFile(file, 'utf8'))
      return typeof held === 'object' && held !== null ? { ...(held as Record<string, string>) } : {}
    } catch {
      return {}
    }
  }
  // One change after the other, each written beside and moved into place, so that no crash leaves half a file.
  let turn: Promise<unknown> = Promise.resolve()
  const change = (edit: (held: Record<string, string>) => void): Promise<void> => {
    const done = turn.then(async () => {
      const held = await read()
      edit(held)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(`${file}.new`, JSON.stringify(held), { mode: 0o600 })
      await rename(`${file}.new`, file)
    })
    turn = done.catch(() => undefined)
    return done
  }

  return {
    kind: 'system',
    async get(name) {
      await turn
      const held = await read()
      const secret = Object.hasOwn(held, name) ? held[name] : undefined
      if (typeof secret !== 'string') return null
      try {
        return await decrypt(Buffer.from(secret, 'base64'))
      } catch {
        return null
      }
    },
    async set(name, value) {
      const secret = (await encrypt(value)).toString('base64')
      await change((held) => { held[name] = secret })
    },
    remove: (name) => change((held) => { Reflect.deleteProperty(held, name) }),
  }
}
