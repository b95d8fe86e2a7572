/**
 * vCards as rows, one a card, under headings of our own.
 *
 * Read by ourselves: 2.1, which old telephones and Outlook write, has bare types, quoted-printable and charsets that
 * `ical.js` does not know, and for 3.0 and 4.0 that library gives up a whole file for one bad line, where this loses a
 * line. A test holds this to what ical.js reads of well-formed cards.
 */
import type { Language } from '../../../../shared/contract/common.ts'
import type { ColumnMeaning } from '../../../../shared/contract/imports.ts'
import type { RawRow } from './rows.ts'
import { goesOn, partsOf, propertyOf, unescaped, type Property } from './vcard-line.ts'

/** The headings and what they mean, in the order of a row's cells. They are put into the owner's language where headings are made. */
export const VCARD_HEADINGS: readonly (Readonly<Record<Language, string>> & { readonly means: ColumnMeaning })[] = [
  { en: 'First name', fr: 'Prénom', means: 'first-name' },
  { en: 'Last name', fr: 'Nom', means: 'last-name' },
  { en: 'Full name', fr: 'Nom complet', means: 'full-name' },
  { en: 'Mobile', fr: 'Mobile', means: 'mobile' },
  { en: 'Phone', fr: 'Téléphone', means: 'number' },
  { en: 'Email', fr: 'E-mail', means: 'email' },
  { en: 'Company', fr: 'Société', means: 'custom' },
  { en: 'Street', fr: 'Rue', means: 'custom' },
  { en: 'City', fr: 'Ville', means: 'custom' },
  { en: 'Region', fr: 'Région', means: 'region' },
  { en: 'Postal code', fr: 'Code postal', means: 'postal-code' },
  { en: 'Categories', fr: 'Catégories', means: 'tags' },
  { en: 'Notes', fr: 'Notes', means: 'notes' },
  { en: 'Birthday', fr: 'Anniversaire', means: 'custom' },
]

/** Longer than any card's texts; pictures are not kept. */
const MOST_CARD = 1 << 20
const PICTURES = /^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE|AGENT)\b/i

const NO_TEXTS = new Set(['fax', 'homefax', 'workfax', 'pager', 'modem', 'video', 'isdn', 'bbs', 'car'])
const MOBILE = /cell|mobile|iphone|handy|portable|\bgsm\b|\bsms\b|^text$/i

const bare = (value: string): string => unescaped(value).replace(/^tel:/i, '').replace(/;(?:ext|phone-context)=.*$/i, '').trim()

/** 19800403 and 1980-04-03T00:00:00Z → 1980-04-03; --0403 stays without its year. */
const dayOf = (value: string): string => {
  const found = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(value.trim())
  return found === null ? value.trim() : `${found[1]}-${found[2]}-${found[3]}`
}

const rowOf = (properties: readonly Property[]): readonly string[] => {
  const labels = new Map(properties.filter(({ name }) => name === 'X-ABLABEL').map(({ group, value }) => [group, value]))
  const all = (name: string): readonly Property[] => properties.filter((one) => one.name === name && one.value.trim() !== '')
  const preferred = (name: string): Property | undefined => all(name).find(({ types }) => types.has('pref')) ?? all(name)[0]
  const first = (name: string): string => unescaped(preferred(name)?.value ?? '').trim()
  const mobiles: string[] = []
  const phones: string[] = []
  for (const { group, types, value } of all('TEL').toSorted((a, b) => Number(b.types.has('pref')) - Number(a.types.has('pref')))) {
    const label = labels.get(group) ?? ''
    if ([...types].some((type) => NO_TEXTS.has(type)) || /fax/i.test(label)) continue
    ;([...types].some((type) => MOBILE.test(type)) || MOBILE.test(label) ? mobiles : phones).push(bare(value))
  }
  const [family = '', given = ''] = partsOf(preferred('N')?.value ?? '', ';')
  const [, , street = '', city = '', region = '', postal = ''] = partsOf(preferred('ADR')?.value ?? '', ';')
  const [company = ''] = partsOf(preferred('ORG')?.value ?? '', ';')
  return [
    given, family, given === '' && family === '' ? first('FN') : '', mobiles.join(' ::: '), phones.join(' ::: '), first('EMAIL').replace(/^mailto:/i, ''), company,
    street, city, region, postal, all('CATEGORIES').flatMap(({ value }) => partsOf(value, ',')).join(', '), all('NOTE').map(({ value }) => unescaped(value).trim()).join('\n'),
    dayOf(preferred('BDAY')?.value ?? ''),
  ]
}

export type CardReader = { push(text: string): RawRow[]; end(): RawRow[] }

/** Text to rows, piece by piece. The headings come first, on a line 0 that no file has; a card never ended is malformed. */
export const createCardReader = (): CardReader => {
  let rest = ''
  let line = 0
  let headed = false
  /** The line the card began on; 0 between cards. */
  let began = 0
  let depth = 0
  let version = ''
  let size = 0
  let properties: Property[] = []
  /** The line being put together; null where its rest is not wanted. */
  let open: string | null = ''

  const close = (): void => {
    if (open !== null && open !== '' && began > 0) {
      const property = propertyOf(open)
      if (property !== null) {
        if (property.name === 'VERSION') version = property.value.trim()
        properties.push(property)
      }
    }
    open = ''
  }
  const start = (): void => {
    began = line
    depth = 1
    version = ''
    size = 0
    properties = []
    open = ''
  }
  const broken = (): RawRow => ({ line: began, cells: [unescaped(properties.find(({ name }) => name === 'FN' || name === 'N')?.value ?? 'BEGIN:VCARD')], malformed: true })

  const take = (text: string, rows: RawRow[]): void => {
    line++
    if (open !== null && goesOn(open)) {
      open = open.slice(0, -1) + text
      size += text.length
      return
    }
    if (/^(?:[ \t]|$)/.test(text)) {
      // 2.1 folds between words and keeps the blank; later versions anywhere and drop it. A blank line ends a picture of 2.1.
      if (text.trim() === '') close()
      else if (open !== null && open !== '' && size < MOST_CARD) open += version === '2.1' ? ` ${text.trimStart()}` : text.slice(1)
      return
    }
    close()
    const mark = text.trim().toUpperCase()
    if (mark === 'BEGIN:VCARD') {
      // A card within a card (2.1's AGENT) is somebody else's; a card after one that never ended begins anew.
      if (began > 0 && properties.at(-1)?.name === 'AGENT') depth++
      else {
        if (began > 0) rows.push(broken())
        start()
      }
    } else if (mark === 'END:VCARD') {
      if (began > 0 && --depth === 0) {
        const cells = rowOf(properties)
        rows.push(size >= MOST_CARD ? broken() : { line: began, cells, malformed: false })
        began = 0
      }
    } else if (began > 0 && depth === 1) {
      size += text.length
      if (PICTURES.test(text)) {
        if (/^AGENT\b/i.test(text)) properties.push({ group: '', name: 'AGENT', types: new Set(), value: '' })
        open = null
      } else open = size < MOST_CARD ? text : null
    }
  }
  const run = (text: string): RawRow[] => {
    const rows: RawRow[] = headed ? [] : [{ line: 0, cells: VCARD_HEADINGS.map(({ en }) => en), malformed: false }]
    headed = true
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() as string
    // A line without end is no card's.
    if (rest.length > 2 * MOST_CARD) rest = rest.slice(0, MOST_CARD)
    for (const one of lines) take(one, rows)
    return rows
  }
  return {
    push: run,
    end() {
      const rows = run('\n')
      if (began > 0) rows.push(broken())
      return rows
    },
  }
}
