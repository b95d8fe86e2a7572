/**
 * The few things of a zip file that Excel's .xlsx needs, read from the disk piece by piece. Never trusts a size the file
 * states about itself: what comes out is counted while it comes out.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { Inflate } from 'fflate'
import { Refusal } from './refusals.ts'

export type ZipEntry = { readonly name: string; readonly stored: boolean; readonly packed: number; readonly at: number }
export type Zip = {
  readonly entries: ReadonlyMap<string, ZipEntry>
  /**
   * The content of an entry, unpacked, in pieces; `packed` is how much of the packed bytes was used up.
   * @throws Refusal when more than `most` bytes come out, or it is damaged
   */
  read(entry: ZipEntry, most: number): Generator<{ readonly bytes: Uint8Array; readonly packed: number }, void, void>
  close(): void
}

/** Packed bytes at a time: deflate makes at most 1032 of one, so at most 17 MB come out at once. */
const PIECE = 1 << 14
/** Excel itself writes some dozens. */
const MOST_ENTRIES = 20_000
const MOST_DIRECTORY = 16 << 20

const END = 0x06054b50
const END_64 = 0x07064b50
const RECORD_64 = 0x06064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50

const damaged = (): Refusal => new Refusal('imports-damaged')

/** Places and lengths come from the file: one that points out of it is the file's fault, not ours. */
const within = <T>(work: () => T): T => {
  try {
    return work()
  } catch (error) {
    throw error instanceof RangeError ? damaged() : error
  }
}

/** Opens a zip file by its directory at the end. @throws Refusal when it has none that holds together */
export const openZip = (path: string): Zip => {
  const file = openSync(path, 'r')
  const bytesAt = (at: number, length: number): Buffer => {
    const buffer = Buffer.alloc(length)
    if (at < 0 || !Number.isSafeInteger(at + length) || readSync(file, buffer, 0, length, at) < length) throw damaged()
    return buffer
  }
  const directory = (): { readonly at: number; readonly length: number; readonly count: number } => {
    const { size } = fstatSync(file)
    // The end record is last but for a comment of at most 64 KB.
    const tail = bytesAt(Math.max(0, size - 65_557), Math.min(size, 65_557))
    let end = tail.length - 22
    while (end >= 0 && tail.readUInt32LE(end) !== END) end--
    if (end < 0) throw damaged()
    const short = { at: tail.readUInt32LE(end + 16), length: tail.readUInt32LE(end + 12), count: tail.readUInt16LE(end + 10) }
    if (end < 20 || tail.readUInt32LE(end - 20) !== END_64) return short
    const record = bytesAt(Number(tail.readBigUInt64LE(end - 12)), 56)
    if (record.readUInt32LE(0) !== RECORD_64) throw damaged()
    return { at: Number(record.readBigUInt64LE(48)), length: Number(record.readBigUInt64LE(40)), count: Number(record.readBigUInt64LE(32)) }
  }
  const list = (): ReadonlyMap<string, ZipEntry> => {
    const { at: start, length, count } = directory()
    if (count > MOST_ENTRIES || length > MOST_DIRECTORY) throw damaged()
    const all = bytesAt(start, length)
    const entries = new Map<string, ZipEntry>()
    for (let i = 0, at = 0; i < count; i++) {
      if (all.readUInt32LE(at) !== CENTRAL) throw damaged()
      const flags = all.readUInt16LE(at + 8)
      const method = all.readUInt16LE(at + 10)
      const nameEnd = at + 46 + all.readUInt16LE(at + 28)
      const extraEnd = nameEnd + all.readUInt16LE(at + 30)
      const name = all.toString('utf8', at + 46, nameEnd).replaceAll('\\', '/').replace(/^\//, '')
      let packed = all.readUInt32LE(at + 20)
      let place = all.readUInt32LE(at + 42)
      const unpacked = all.readUInt32LE(at + 24)
      // Zip64 puts what does not fit into an extra field, in this order and only what is missing.
      for (let extra = nameEnd; extra + 4 <= extraEnd; extra += 4 + all.readUInt16LE(extra + 2)) {
        if (all.readUInt16LE(extra) !== 1) continue
        let field = extra + 4 + (unpacked === 0xffffffff ? 8 : 0)
        if (packed === 0xffffffff && field + 8 <= extraEnd) {
          packed = Number(all.readBigUInt64LE(field))
          field += 8
        }
        if (place === 0xffffffff && field + 8 <= extraEnd) place = Number(all.readBigUInt64LE(field))
      }
      if (flags & 1) throw new Refusal('imports-protected')
      if (method === 0 || method === 8) entries.set(name, { name, stored: method === 0, packed, at: place })
      at = extraEnd + all.readUInt16LE(at + 32)
    }
    return entries
  }

  function* read(entry: ZipEntry, most: number): Generator<{ bytes: Uint8Array; packed: number }, void, void> {
    const local = bytesAt(entry.at, 30)
    if (local.readUInt32LE(0) !== LOCAL || !Number.isSafeInteger(entry.packed)) throw damaged()
    const start = entry.at + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
    let out = 0
    let waiting: Uint8Array[] = []
    const inflate = entry.stored ? null : new Inflate((bytes) => void waiting.push(bytes))
    for (let packed = 0; packed < entry.packed; ) {
      // A fresh buffer each time: fflate keeps the one it is given.
      const piece = Buffer.allocUnsafeSlow(Math.min(PIECE, entry.packed - packed))
      const got = readSync(file, piece, 0, piece.length, start + packed)
      if (got < piece.length) throw damaged()
      packed += got
      if (inflate === null) waiting.push(piece)
      else {
        try {
          inflate.push(piece, packed === entry.packed)
        } catch {
          throw damaged()
        }
      }
      for (const bytes of waiting) {
        out += bytes.length
        if (out > most) throw new Refusal('imports-unpacks-too-big', { most: Math.round(most / 1024 ** 2) })
        if (bytes.length > 0) yield { bytes, packed }
      }
      waiting = []
    }
  }

  try {
    return { entries: within(list), read, close: () => void closeSync(file) }
  } catch (error) {
    closeSync(file)
    throw error
  }
}
