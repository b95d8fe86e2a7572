/**
 * A customer list as messy as life, English and French, the same at every call. Every number is from a range kept for
 * fiction: North America NPA-555-01xx, France 06 39 98 xx xx (landlines 01 99 00, 03 53 01, 04 65 71), United Kingdom 07700 900xxx.
 */
import { seededRandom } from '../environment.ts'
import { csvLine } from '../files/csv.ts'

const PEOPLE = 480

const US_AREAS = [202, 206, 212, 213, 305, 312, 404, 415, 503, 512, 602, 617, 646, 702, 713, 718, 773, 808, 858, 917]
const STATES = ['DC', 'WA', 'NY', 'CA', 'FL', 'IL', 'GA', 'CA', 'OR', 'TX', 'AZ', 'MA', 'NY', 'NV', 'TX', 'NY', 'IL', 'HI', 'CA', 'NY']
const CANADIAN_AREAS = [416, 514, 604, 613, 418, 438]
const ENGLISH_FIRST = ['Ann', 'James', 'Maria', 'Robert', 'Linda', 'Wei', 'Priya', 'Carlos', 'Aisha', 'Tom', 'Grace', 'Omar', 'Zoe', 'Liam', 'Mary Jane', 'Siobhán', 'Noah', 'Ruth', 'Kofi', 'Yuki']
const ENGLISH_LAST = ['Smith', 'Johnson', 'O’Brien', 'Garcia', 'Nguyen', 'Brown', 'van der Berg', 'Patel', 'Lopez', 'Okafor', 'Miller', 'Kim', 'McDonald', 'Rossi', 'Hall', 'Young', 'St. John', 'Diaz', 'Cohen', 'Park']
const FRENCH_FIRST = ['Chloé', 'Jean-Pierre', 'Élodie', 'François', 'Zoë', 'Aurélie', 'Thibault', 'Maëlys', 'Mamadou', 'Inès', 'Benoît', 'Noémie', 'Gaël', 'Anaïs', 'Loïc', 'Fatou', 'Rémi', 'Océane', 'Cédric', 'Héloïse']
const FRENCH_LAST = ['Dupont', 'Lefèvre', 'Lebœuf', 'Martin', 'de La Tour', 'Béranger', 'Moreau', 'Nguyễn', 'Garçon', 'D’Arras', 'Petit', 'Diallo', 'Le Gall', 'Müller', 'Fontaine', 'Haddad', 'Noël', 'Perrin', 'Caron', 'Gauthier']
const EMOJI = ['💇', '🐶', '⭐', '🎂', '👩‍🦰']
const TAGS = ['VIP', 'vip, color', 'new', 'men; beard', 'loyalty|vip', '', '', '', '', '']
const YES = ['Yes', 'yes', 'Y', 'x', 'TRUE', '1', 'Oui', 'oui', 'O', '✓']
const NO = ['No', 'non', 'N', '0', 'FALSE']

type Words = { readonly headers: readonly string[]; readonly notes: readonly string[] }
const WORDS: Readonly<Record<'en' | 'fr', Words>> = {
  en: {
    headers: ['Customer', 'Cell', 'Home phone', 'E-mail', 'State', 'Zip', 'Language', 'Next appointment', 'Time', 'Opt in?', 'Tags', 'Notes'],
    notes: ['Allergic to latex', 'prefers mornings; call first', 'Says "just a trim", always', 'two kids,\ncomes with both', '=SUM(A1:A9)', 'Owes 12,50'],
  },
  fr: {
    headers: ['Nom complet', 'Portable', 'Téléphone fixe', 'Courriel', 'Région', 'Code postal', 'Langue', 'Prochain RDV', 'Heure', 'Accord SMS', 'Étiquettes', 'Notes'],
    notes: ['Allergique au latex', 'plutôt le matin ; appeler avant', 'Dit toujours « juste les pointes »', 'deux enfants,\nvient avec les deux', '=SOMME(A1:A9)', 'Doit 12,50'],
  },
}

/** About 500 rows of CSV, headed in the country's language, UTF-8 without a mark. */
export const sampleListCsv = (country: string): string => {
  const french = country === 'FR' || country === 'BE' || country === 'LU' || country === 'MC'
  // Elsewhere a number of ten digits means something else.
  const dialsOne = country === 'US' || country === 'CA'
  const words = WORDS[french ? 'fr' : 'en']
  const random = seededRandom(20_260)
  const below = (n: number): number => Math.floor(random() * n)
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T
  const chance = (share: number): boolean => random() < share
  const two = (n: number): string => String(n).padStart(2, '0')

  /** The n-th North American: area code and 555-01xx, never the same twice. */
  const northAmerican = (areas: readonly number[], n: number): string => `${areas[n % areas.length]}55501${two(Math.floor(n / areas.length) % 100)}`
  const american = (digits: string): string => {
    const [a, b, c] = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)]
    const long = `1${digits}`
    const tail = long.slice(1).replace(/0+$/, '')
    return pick([
      `(${a}) ${b}-${c}`, `${a}-${b}-${c}`, `${a}.${b}.${c}`, digits, `+1 ${a} ${b} ${c}`, `1-${a}-${b}-${c}`, `'+1${digits}`, `+${long}`,
      `${long}.0`, tail.length === 10 ? `1.${tail}E+10` : long, `  ${a} ${b} ${c} `, `Cell: ${a}-${b}-${c}`,
    ])
  }
  const frenchNumber = (digits: string): string => {
    const pairs = (digits.match(/../g) ?? []).join(' ')
    return country === 'FR'
      ? pick([pairs, digits, pairs.replaceAll(' ', '.'), pairs.replaceAll(' ', '-'), digits.slice(1), `+33 ${pairs.slice(1)}`, `0033${digits.slice(1)}`, `+33 (0)${pairs.slice(1)}`, ` ${pairs} `])
      : pick([`+33 ${pairs.slice(1)}`, `0033${digits.slice(1)}`, `+33${digits.slice(1)}`])
  }

  const rows: string[][] = [[...words.headers]]
  const row = (cells: readonly string[]): void => void rows.push([...cells])
  for (let i = 0; i < PEOPLE; i++) {
    const speaksFrench = chance(french ? 0.75 : 0.25)
    let first = pick(speaksFrench ? FRENCH_FIRST : ENGLISH_FIRST)
    let last = pick(speaksFrench ? FRENCH_LAST : ENGLISH_LAST)
    const kind = random()
    const area = i % US_AREAS.length
    const [number, digits] =
      kind < 0.06 ? [pick([`+44 7700 900${String(i % 1000).padStart(3, '0')}`, `+447700900${String(i % 1000).padStart(3, '0')}`]), '']
      : kind < 0.14 ? [`+1 ${northAmerican(CANADIAN_AREAS, i).replace(/(...)(...)(....)/, '$1-$2-$3')}`, '']
      : kind < (french ? 0.9 : 0.34) ? [frenchNumber(`063998${String((i * 37) % 10_000).padStart(4, '0')}`), '']
      : !dialsOne ? [`+1${northAmerican(US_AREAS, i)}`, '']
      : [american(northAmerican(US_AREAS, i)), northAmerican(US_AREAS, i)]
    const email = chance(0.7) ? `${first}.${last}`.normalize('NFKD').replace(/[^a-z.]/gi, '').toLowerCase() + `${i}@example.${pick(['com', 'org', 'net'])}` : ''
    if (chance(0.06)) [first, last] = [first.toUpperCase(), last.toUpperCase()]
    if (chance(0.03)) first = `${first} ${pick(EMOJI)}`
    const name = chance(0.05) ? `${last}, ${first}` : chance(0.05) ? `  ${first}   ${last} ` : chance(0.03) ? first : chance(0.02) ? '' : `${first} ${last}`
    const landline = chance(0.12) ? (country === 'FR' ? `0${pick(['1 99 00', '3 53 01', '4 65 71'])} ${two(below(100))} ${two(below(100))}` : `${dialsOne ? '' : '+1 '}(${US_AREAS[area]}) 555-01${two(below(100))}`) : ''
    const day = 1 + below(28)
    const month = 1 + below(12)
    const time = french ? `${8 + below(11)} h ${pick(['00', '15', '30', '45'])}` : `${1 + below(11)}:${pick(['00', '15', '30', '45'])} ${pick(['AM', 'PM'])}`
    const due = chance(0.4)
    row([
      name,
      chance(0.02) && digits === '' ? `${number} / ${number}` : number,
      chance(0.3) ? landline : '',
      email,
      french ? pick(['Île-de-France', 'Bretagne', '', 'Occitanie']) : (STATES[area] as string),
      french ? `${two(1 + below(95))}${String(below(1000)).padStart(3, '0')}` : String(10_000 + below(89_999)),
      chance(0.3) ? '' : speaksFrench ? pick(['fr', 'FR', 'français']) : pick(['en', 'EN', 'English']),
      due ? (french ? `${two(day)}/${two(month)}/2027` : `${month}/${day}/27`) : '',
      due ? time : '',
      chance(0.72) ? pick(YES) : chance(0.6) ? '' : pick(NO),
      pick(TAGS),
      chance(0.12) ? pick(words.notes) : '',
    ])
  }

  // Some people are there twice, their number in another notation and something else known of them.
  for (let i = 0; i < 14; i++) {
    const twin = rows[1 + i * 31] as string[]
    row([chance(0.5) ? (twin[0] as string).toUpperCase() : (twin[0] as string), ` ${twin[1] as string}`, '', twin[3] === '' ? `second${i}@example.com` : '', '', '', '', '', '', twin[9] as string, 'vip', ''])
  }
  const bad: readonly (readonly [string, string])[] = [
    ['No Number', ''], ['Ask her', 'call the shop'], ['Too Short', '555-01'], ['Trop Long', '+33 6 39 98 12 34 56 78'],
    ['Excel Victim', '1.20256E+10'], ['Short Code', '911'], ['Zero', '0000000000'], ['Invalid', '+1 000 555 0100'],
    ['Flowers', '1-800-FLOWERS'], ['n/a', 'n/a'],
  ]
  for (const [name, number] of bad) row([name, number, '', '', '', '', '', '', '', '', '', ''])

  // Spread the odd ones through the list, deterministically; a few blank lines, as exports have them.
  const [header, ...data] = rows
  for (let i = data.length - 1; i > 0; i--) {
    const j = below(i + 1)
    ;[data[i], data[j]] = [data[j] as string[], data[i] as string[]]
  }
  return csvLine(header as string[]) + data.map((cells, i) => csvRaw(cells) + (i % 97 === 50 ? '\r\n' : '')).join('')
}

/** As the programs of others write it: nothing defused. */
const csvRaw = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
