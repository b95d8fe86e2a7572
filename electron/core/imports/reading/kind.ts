/** What a file is, told by what is in it: its name may say anything. */
import { openSync, readSync, closeSync, fstatSync } from 'node:fs'
import type { FileKind } from '../../../../shared/contract/imports.ts'
import type { ProblemCode } from '../../../../shared/messages/problems.ts'
import { Refusal } from './refusals.ts'
import { openZip } from './zip.ts'

const HEAD = 4096

const startsWith = (head: Uint8Array, ...bytes: readonly number[]): boolean => bytes.every((byte, i) => head[i] === byte)

/** What programs put into a zip file, by a file in it. */
const ZIPPED: readonly (readonly [RegExp, FileKind | ProblemCode])[] = [
  [/^xl\/workbook\.bin$/, 'imports-old-excel'],
  [/^xl\/workbook\d*\.xml$/, 'excel'],
  [/^word\//, 'imports-word'],
  [/^Index\/|\.iwa$|^Index\.zip$/, 'imports-numbers'],
  [/^ppt\//, 'imports-not-text'],
  [/^content\.xml$/, 'imports-opendocument'],
  [/^xl\//, 'excel'],
]

const kindOfZip = (path: string): FileKind => {
  const zip = openZip(path)
  zip.close()
  const names = [...zip.entries.keys()]
  for (const [pattern, kind] of ZIPPED)
    if (names.some((name) => pattern.test(name))) {
      if (kind === 'excel' || kind === 'text' || kind === 'vcard') return kind
      throw new Refusal(kind)
    }
  throw new Refusal('imports-zip')
}

/** Excel's old .xls and protected .xlsx, Word's old .doc: one container with named streams, the names in UTF-16. */
const refusalOfCompound = (path: string): Refusal => {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(Math.min(fstatSync(file).size, 4 << 20))
    readSync(file, buffer, 0, buffer.length, 0)
    const holds = (name: string): boolean => buffer.includes(Buffer.from(name, 'utf16le'))
    return new Refusal(holds('EncryptedPackage') ? 'imports-protected' : holds('WordDocument') ? 'imports-word' : 'imports-old-excel')
  } finally {
    closeSync(file)
  }
}

const WEB_PAGE = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)?(?:<!doctype html|<html|<table|<meta|<\?mso-application|<Workbook\b)/i

/** @throws Refusal for what cannot be read as a list, each with a sentence that tells what to do */
export const kindOf = (path: string): FileKind => {
  const file = openSync(path, 'r')
  let head: Buffer
  try {
    const buffer = Buffer.alloc(HEAD)
    head = buffer.subarray(0, readSync(file, buffer, 0, HEAD, 0))
  } finally {
    closeSync(file)
  }
  if (startsWith(head, 0x50, 0x4b, 3, 4) || startsWith(head, 0x50, 0x4b, 5, 6)) return kindOfZip(path)
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) throw refusalOfCompound(path)
  if (startsWith(head, 0x25, 0x50, 0x44, 0x46)) throw new Refusal('imports-pdf')
  // Rich Text, and what is pressed together by other means than zip.
  if (head.toString('latin1', 0, 5) === '{\\rtf') throw new Refusal('imports-word')
  if (startsWith(head, 0x1f, 0x8b) || startsWith(head, 0x37, 0x7a, 0xbc, 0xaf) || startsWith(head, 0x52, 0x61, 0x72, 0x21)) throw new Refusal('imports-zip')
  const wide = startsWith(head, 0xff, 0xfe) ? 'utf-16le' : startsWith(head, 0xfe, 0xff) ? 'utf-16be' : 'utf-8'
  const text = new TextDecoder(wide).decode(head)
  if (WEB_PAGE.test(text)) throw new Refusal('imports-web-page')
  return /^\s*begin:vcard\s*$/im.test(text.slice(0, 200)) && /^\s*begin:vcard/i.test(text) ? 'vcard' : 'text'
}
