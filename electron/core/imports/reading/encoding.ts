/** Which encoding a text file is in: its mark, the pattern of its zeros, whether it is UTF-8 throughout. */
import { isUtf8 } from 'node:buffer'
import type { FileHandle } from 'node:fs/promises'
import type { Encoding } from '../../../../shared/contract/imports.ts'
import { Refusal } from './refusals.ts'

const PIECE = 1 << 20

const startsWith = (head: Uint8Array, ...bytes: readonly number[]): boolean => bytes.every((byte, i) => head[i] === byte)

/** The first 64 KB say whether it is text at all and which of the UTFs with a mark or with zeros it is; null = look further. */
export const encodingOfHead = (head: Uint8Array): Encoding | null => {
  if (startsWith(head, 0xef, 0xbb, 0xbf)) return 'utf-8'
  if (startsWith(head, 0xff, 0xfe)) return 'utf-16le'
  if (startsWith(head, 0xfe, 0xff)) return 'utf-16be'
  let even = 0
  let odd = 0
  for (let i = 0; i < head.length; i++) {
    if (head[i] !== 0) continue
    if (i % 2 === 0) even++
    else odd++
  }
  if (even + odd === 0) return null
  // Latin text in UTF-16 has a zero in nearly every second place, and hardly one in the others.
  const pairs = head.length / 2
  if (odd > pairs * 0.4 && even < pairs * 0.05) return 'utf-16le'
  if (even > pairs * 0.4 && odd < pairs * 0.05) return 'utf-16be'
  throw new Refusal('imports-not-text')
}

/** Where the last whole UTF-8 character of a piece ends. */
const wholeCharacters = (piece: Uint8Array): number => {
  for (let back = 1; back <= Math.min(4, piece.length); back++) {
    const byte = piece[piece.length - back] as number
    if ((byte & 0xc0) === 0x80) continue
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return needs > back ? piece.length - back : piece.length
  }
  return piece.length
}

/**
 * The encoding of a whole file. UTF-8 only when every byte of it fits, else Windows-1252, the one the spreadsheets of
 * English and French computers write; the person may choose another.
 * @throws Refusal for files that are no text.
 */
export const guessEncoding = async (file: FileHandle, bytes: number): Promise<Encoding> => {
  const buffer = Buffer.allocUnsafe(PIECE)
  let carried = 0
  let position = 0
  let utf8 = true
  while (position < bytes) {
    const { bytesRead } = await file.read(buffer, carried, PIECE - carried, position)
    if (bytesRead === 0) break
    const fresh = buffer.subarray(carried, carried + bytesRead)
    if (position === 0) {
      const known = encodingOfHead(fresh.subarray(0, 65_536))
      if (known !== null) return known
    } else if (fresh.includes(0)) throw new Refusal('imports-not-text')
    if (utf8) {
      const piece = buffer.subarray(0, carried + bytesRead)
      const whole = wholeCharacters(piece)
      utf8 = isUtf8(piece.subarray(0, whole))
      carried = utf8 ? buffer.copy(buffer, 0, whole, piece.length) : 0
    }
    position += bytesRead
  }
  return utf8 && carried === 0 ? 'utf-8' : 'windows-1252'
}
