import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openVault, type SystemCipher } from '../../electron/host/vault.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbell-vault-'))
  file = join(folder, 'vault.json')
})
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

/** Stands in for the operating system: reversible, and unlike the text. */
const turned = (text: string): Buffer => Buffer.from([...Buffer.from(text)].map((byte) => byte ^ 0x5a))
const old: SystemCipher = {
  isEncryptionAvailable: () => true,
  encryptString: turned,
  decryptString: (secret) => turned(secret.toString('latin1')).toString(),
}
const modern: SystemCipher = {
  ...old,
  encryptString: () => { throw new Error('The synchronous way blocks.') },
  decryptString: () => { throw new Error('The synchronous way blocks.') },
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  encryptStringAsync: (text) => Promise.resolve(turned(text)),
  decryptStringAsync: (secret) => Promise.resolve({ result: turned(secret.toString('latin1')).toString(), shouldReEncrypt: false }),
}

test.each([['old', old], ['modern', modern]] as const)('%s: secrets outlive the program and are not readable on disk', async (_name, cipher) => {
  const first = await openVault(cipher, file, 'darwin')
  expect(first.kind).toBe('system')
  await Promise.all([first.set('twilio', 'a-very-secret-token'), first.set('other', 'two')])
  const second = await openVault(cipher, file, 'darwin')
  expect(await second.get('twilio')).toBe('a-very-secret-token')
  expect(await second.get('other')).toBe('two')
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'latin1')).not.toContain('a-very-secret-token')
  await second.remove('twilio')
  expect(await second.get('twilio')).toBeNull()
  expect(await second.get('other')).toBe('two')
})

test('where the system has no vault, or one that anybody can open, secrets stay in memory', async () => {
  const without = { ...old, isEncryptionAvailable: () => false }
  const fixedKey = { ...old, getSelectedStorageBackend: () => 'basic_text' as const }
  for (const [cipher, platform] of [[without, 'win32'], [fixedKey, 'linux'], [old, 'linux']] as const) {
    const vault = await openVault(cipher, file, platform)
    expect(vault.kind).toBe('memory')
    await vault.set('twilio', 'a-very-secret-token')
    expect(readdirSync(folder)).toEqual([])
  }
  expect((await openVault({ ...old, getSelectedStorageBackend: () => 'gnome_libsecret' }, file, 'linux')).kind).toBe('system')
})

test('a secret or a file that cannot be read is as if it had never been kept', async () => {
  const refusing = { ...old, decryptString: () => { throw new Error('another user\'s') } }
  await (await openVault(old, file, 'win32')).set('twilio', 'x')
  expect(await (await openVault(refusing, file, 'win32')).get('twilio')).toBeNull()
  writeFileSync(file, 'not json')
  const vault = await openVault(old, file, 'win32')
  expect(await vault.get('twilio')).toBeNull()
  expect(await vault.get('__proto__')).toBeNull()
  await vault.set('twilio', 'y')
  expect(await vault.get('twilio')).toBe('y')
})
