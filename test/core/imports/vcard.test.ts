import { afterEach, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import ICAL from 'ical.js'
import { createCardReader, VCARD_HEADINGS } from '../../../electron/core/imports/reading/vcard.ts'
import type { RawRow } from '../../../electron/core/imports/reading/rows.ts'
import { startImport } from '../../../electron/core/imports/run.ts'
import { createRig, value, type Rig } from './rig.ts'

const read = (text: string, pieces = 1): readonly RawRow[] => {
  const reader = createCardReader()
  const size = Math.max(1, Math.ceil(text.length / pieces))
  const rows: RawRow[] = []
  for (let i = 0; i < text.length; i += size) rows.push(...reader.push(text.slice(i, i + size)))
  return [...rows, ...reader.end()].slice(1)
}
/** Cells by heading, empty ones left out. */
const card = (...lines: readonly string[]): Readonly<Record<string, string>> => {
  const [row] = read(['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n'))
  return Object.fromEntries((row?.cells ?? []).flatMap((cell, i) => (cell === '' ? [] : [[VCARD_HEADINGS[i]?.en, cell]])))
}

describe('a card', () => {
  it('of version 2.1, as old telephones and Outlook write it', () => {
    expect(card(
      'VERSION:2.1', 'N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Leb=9Cuf;=C9lodie', 'FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=89lodie Leb=', '=C5=93uf',
      'TEL;WORK;VOICE:01 99 00 12 34', 'TEL;CELL;PREF:06 39 98 12 34', 'TEL;HOME;FAX:01 99 00 12 35', 'EMAIL;INTERNET:elodie@example.fr',
      'PHOTO;ENCODING=BASE64;JPEG:', ' TEL;CELL:0639989999', ' /9j/4AAQSkZJRg==', '', 'NOTE;ENCODING=QUOTED-PRINTABLE:two=0D=0Alines', 'ADR;HOME:;;1 rue X;Paris;;75001;France', 'BDAY:19800403',
    )).toEqual({
      'First name': 'Élodie', 'Last name': 'Lebœuf', Mobile: '06 39 98 12 34', Phone: '01 99 00 12 34', Email: 'elodie@example.fr',
      Notes: 'two\r\nlines', Street: '1 rue X', City: 'Paris', 'Postal code': '75001', Birthday: '1980-04-03',
    })
  })
  it('of version 3.0, as iCloud and Google write it', () => {
    expect(card(
      'VERSION:3.0', 'PRODID:-//Apple Inc.//iOS 18.0//EN', 'N:Lee;Ann;;;', 'FN:Ann Lee', 'ORG:Lemon \\& Thyme\\, Ltd;Kitchen', 'item1.TEL;type=pref:+1 (202) 555-0143', 'item1.X-ABLabel:_$!<Mobile>!$_',
      'TEL;type=WORK;type=VOICE:202-555-0144', 'TEL;TYPE="home,fax":202-555-0145', 'item2.EMAIL;type=INTERNET:ann@ex', ' ample.com', 'CATEGORIES:vip,new\\, too', 'NOTE:a\\nb\\;c', 'BDAY;value=date:1980-04-03',
    )).toEqual({
      'First name': 'Ann', 'Last name': 'Lee', Company: 'Lemon \\& Thyme, Ltd', Mobile: '+1 (202) 555-0143', Phone: '202-555-0144', Email: 'ann@example.com', Categories: 'vip, new, too', Notes: 'a\nb;c', Birthday: '1980-04-03',
    })
  })
  it('of version 4.0', () => {
    expect(card('VERSION:4.0', 'FN:Cher', 'TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+1-202-555-0143;ext=5', 'TEL;VALUE=uri;TYPE=text:tel:+1-202-555-0144', 'BDAY:--0403', 'EMAIL;PREF=2:a@example.com', 'EMAIL;PREF=1:b@example.com')).toEqual({
      'Full name': 'Cher', Mobile: '+1-202-555-0144', Phone: '+1-202-555-0143', Birthday: '--0403', Email: 'a@example.com',
    })
  })
  it('broken off, or with another inside, harms no other', () => {
    const rows = read('BEGIN:VCARD\nFN:Cut\nTEL:2025550143\nBEGIN:VCARD\nFN:Bob\nTEL:2025550144\nEND:VCARD\n\nrubbish\nBEGIN:VCARD\nVERSION:2.1\nFN:Boss\nAGENT:\nBEGIN:VCARD\nFN:Agent\nTEL:2025550149\nEND:VCARD\nTEL:2025550145\nnot a line\nEND:VCARD\nBEGIN:VCARD\nFN:End\nTEL:20255501')
    expect(rows.map(({ line, malformed, cells }) => [line, malformed, malformed ? cells[0] : cells[2], cells[4] ?? ''])).toEqual([[1, true, 'Cut', ''], [4, false, 'Bob', '2025550144'], [10, false, 'Boss', '2025550145'], [21, true, 'End', '']])
  })
  it('reads the same however the text is cut into pieces', () => {
    const line = fc.constantFrom('BEGIN:VCARD', 'END:VCARD', 'VERSION:2.1', 'VERSION:3.0', 'FN:é', 'TEL;CELL:2025550143', 'NOTE;ENCODING=QUOTED-PRINTABLE:a=', ' b', '', 'N:a;b', 'PHOTO:x', 'TEL', ':', ';;;:', 'AGENT:')
    fc.assert(fc.property(fc.array(line, { maxLength: 40 }), fc.constantFrom('\r\n', '\n', '\r'), fc.integer({ min: 1, max: 60 }), (lines, ending, pieces) => {
      const text = lines.join(ending)
      expect(read(text, pieces)).toEqual(read(text))
    }))
  })
  it('means what ical.js reads in well-formed cards', () => {
    // No backslashes: ical.js takes an escaped one before a separator for an escaped separator.
    const word = fc.stringMatching(/^[A-Za-zéœ😀,; .-]{1,20}$/u).filter((text) => text === text.trim())
    const escape = (text: string): string => text.replace(/[\\,;]/g, (mark) => `\\${mark}`)
    fc.assert(fc.property(fc.record({ first: word, last: word, note: word, tags: fc.array(word.filter((text) => !text.includes(';')), { minLength: 1, maxLength: 3 }) }), fc.constantFrom('3.0', '4.0'), ({ first, last, note, tags }, version) => {
      const text = ['BEGIN:VCARD', `VERSION:${version}`, `N:${escape(last)};${escape(first)};;;`, 'FN:x', `NOTE:${escape(note.replaceAll(';', '').trim())}`, `CATEGORIES:${tags.map(escape).join(',')}`, 'TEL;TYPE=cell:+12025550143', 'END:VCARD'].join('\r\n')
      const theirs = ICAL.Component.fromString(text)
      const cells = read(text)[0]?.cells ?? []
      expect([cells[1], cells[0]]).toEqual((theirs.getFirstPropertyValue('n') as unknown as string[]).slice(0, 2))
      expect(cells[12]).toBe(theirs.getFirstPropertyValue('note'))
      expect(cells[11]).toBe((theirs.getFirstProperty('categories')?.getValues() as string[]).join(', '))
    }))
  })
})

describe('a file of cards', () => {
  let rig: Rig
  afterEach(() => rig.close())
  it('becomes people, under headings in the owner’s language', async () => {
    rig = createRig({ country: 'FR', language: 'fr' })
    const fileId = rig.file(Buffer.from('BEGIN:VCARD\r\nVERSION:3.0\r\nN:Dupont;Zo\xe9;;;\r\nTEL;TYPE=HOME:01 99 00 12 34\r\nTEL;TYPE=CELL:06 39 98 12 34\r\nBDAY:1980-04-03\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Sans num\xe9ro\r\nEND:VCARD\r\n', 'latin1'), 'contacts.txt')
    const found = await rig.inspect(fileId)
    expect(found).toMatchObject({ reading: { kind: 'vcard', encoding: 'windows-1252', hasHeader: true }, rows: 2 })
    expect(found.columns.map(({ header, guess }) => [header, guess])).toEqual([
      ['Prénom', 'first-name'], ['Nom', 'last-name'], ['Nom complet', 'full-name'], ['Mobile', 'mobile'], ['Téléphone', 'number'], ['E-mail', 'email'], ['Société', 'custom'], ['Rue', 'custom'],
      ['Ville', 'custom'], ['Région', 'region'], ['Code postal', 'postal-code'], ['Catégories', 'tags'], ['Notes', 'notes'], ['Anniversaire', 'custom'],
    ])
    const run = await value(startImport(rig.ctx, rig.plan(found, fileId))).ended
    expect(run).toMatchObject({ state: 'done', rows: 2, created: 1, rejected: 1 })
    expect(rig.ctx.db.prepare('SELECT number, first_name AS first, custom FROM contacts').all()).toEqual([{ number: '+33639981234', first: 'Zoé', custom: '{"anniversaire":"1980-04-03"}' }])
  })
})
