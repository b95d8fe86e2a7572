/** The hashes of what an import says of everybody in it. Needs no book, so that any thread can make them. */
import { firstHasher, wellFormed, type NewConsent } from './chain.ts'
import type { Purpose } from '../../../shared/contract/common.ts'

/** What an import says of everybody in it. */
export type ImportedConsent = Omit<NewConsent, 'number' | 'purpose' | 'state' | 'importId'> & { readonly importId: number }

/** The event it makes of each number and purpose, but for these two. */
export const importedEvent = (imported: ImportedConsent): NewConsent =>
  wellFormed({ ...imported, number: '', purpose: 'service', state: 'opted-in', disclosure: imported.disclosure === '' ? null : imported.disclosure })

export const HASH_BYTES = 32

/** The hashes these numbers' events have where they are the first of their chains: 32 bytes each, one behind the other. */
export const firstHashes = (imported: ImportedConsent, purpose: Purpose, numbers: readonly string[]): Uint8Array<ArrayBuffer> => {
  const hashFirst = firstHasher(importedEvent(imported))
  const hashes = new Uint8Array(numbers.length * HASH_BYTES)
  for (const [i, number] of numbers.entries()) hashes.set(hashFirst(number, purpose), i * HASH_BYTES)
  return hashes
}
