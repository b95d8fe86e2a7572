/** What a column means, from its header in English or French and from its values. */
import type { ColumnMeaning } from '../../../shared/contract/imports.ts'
import { fold } from '../contacts/fold.ts'
import { fitsOptIn, saidIn } from './opt-in.ts'
import { headingKey, type Profile } from './profiles.ts'
import { normaliseNumber, type CountryCode } from '../../../shared/phone/normalise.ts'

const words = (header: string): string => ` ${fold(header).replace(/[^a-z0-9]+/g, ' ').trim()} `

/**
 * First match wins, so the more special stand first. Patterns see the header folded, in words, between spaces:
 * " accepts sms marketing ". The programs behind them: Google Contacts, Outlook, Shopify, French practice software.
 */
const HEADERS: readonly (readonly [RegExp, ColumnMeaning])[] = [
  // Labels beside a value ("Phone 1 - Label"), and consent for other channels, are no use here.
  [/ (?:label|type|libelle) $|^ phonetic | phonetique /, 'skip'],
  [/ (?:accept|accepts|accepte|opt|consent\w*|accord|agree\w*|optin|permission|autoris\w*|subscri\w*|abonne\w*) .*(?:e mail|email|courriel|mail|call|appel)/, 'custom'],
  [/ opt in | optin |(?:accept|accepts|accepte|accord|consent\w*|agree\w*|permission|autoris\w*) .*(?:sms|text|texto|message|marketing|mobile)|(?:sms|text|texto|textos|marketing|message) (?:consent\w*|accept\w*|opt\w*|ok|permission|accord|marketing|subscri\w*|autoris\w*)|^ (?:consent|consentement|accord|permission|subscribed|abonne|inscrit|ok sms) $/, 'opt-in'],
  [/ fax | telecopie| pager /, 'skip'],
  [/^ (?:customer|client|contact|account|patient|order|commande|dossier|record|user|member) (?:id|no|nr|number|num|numero|ref\w*) $|^ (?:id|uuid|ref|reference|n client|no client|numero (?:de )?(?:client|dossier|patient|siret|tva)|siret|siren|vat|tva) $/, 'custom'],
  [/ (?:e mail|email|mail|courriel|mel|adresse electronique) /, 'email'],
  [/ (?:phone|telephone|tel|mobile|cell|cellphone|cellulaire|portable|gsm|handy|sms|msisdn|whatsapp|telefono|phones|telephones|mob|fixe|landline) | (?:number|numero|num|n) (?:de )?(?:tel|telephone|mobile|portable)| (?:phone|mobile|cell) ?(?:no|nr|number|num)?\d* | (?:phone|mobile|telephone|portable|tel)\d |^ (?:number|numero|contact number) $/, 'number'],
  [/^ (?:first|given|fore|1st) ?names? $|^ (?:firstname|forename|givenname|fname|prenoms?|first|customer first name|client prenom|prenom (?:du )?(?:client|patient|contact))s? $/, 'first-name'],
  [/^ (?:last|family|sur|2nd) ?names? $|^ (?:lastname|surname|familyname|lname|nom|noms|nom de famille|last|nom (?:d )?usage|customer last name|nom (?:du )?(?:client|patient|contact)|nom de naissance)s? $/, 'last-name'],
  [/^ (?:full|display|complete|customer|client|contact|patient|guest|member|billing|shipping) ?name $|^ (?:name|fullname|customer|client|cliente|patient|patiente|contact|guest|member|membre|adherent|nom complet|nom et prenom|prenom et nom|nom prenom|prenom nom|raison sociale) $/, 'full-name'],
  [/ (?:zip|zipcode|postcode|postal|cp) | code postal | postal code | zip code /, 'postal-code'],
  [/ (?:state|province|region|etat|departement|county) (?:code )?$/, 'region'],
  [/^ (?:preferred )?(?:language|lang|langue|locale|idioma)(?: preferee| code)? $/, 'language'],
  [/^ (?:customer |contact )?(?:tags?|labels?|groups?|groupes?|categories|category|categorie|segments?|etiquettes?|group membership) $/, 'tags'],
  [/^ (?:customer |client |contact )?(?:notes?|comments?|remarks?|remarques?|commentaires?|memo|observations?) $/, 'notes'],
  [/^ (?:photo|password|avatar|picture|mot de passe) $/, 'skip'],
]

/** What a header says by itself; null when it is none we know. */
export const meaningOfHeader = (header: string): ColumnMeaning | null => {
  const folded = words(header)
  if (folded.trim() === '') return null
  return HEADERS.find(([pattern]) => pattern.test(folded))?.[1] ?? null
}

const SAYS_MOBILE = / (?:mobiles?|cell|cellphone|cellulaire|portables?|gsm|handy|sms|text|texto|whatsapp|iphone) /

const DATE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}[:h]\d{2}.*)?$/

/** Money, dates and plain counts parse as numbers somewhere in the world: only what is written like a telephone number is one. */
const isPhoneLike = (cell: string, country: CountryCode): boolean => {
  const text = cell.trim()
  if (DATE.test(text) || /^\d+[.,]\d{1,3}$/.test(text)) return false
  return normaliseNumber(text, country).ok
}

const share = (values: readonly string[], test: (value: string) => boolean): number =>
  values.length === 0 ? 0 : values.filter(test).length / values.length

/**
 * The meaning of every column. Values can overrule a header: a "Phone" column of words is none, a column of numbers
 * under an odd header is one. `columns[i]` are the first values of column i, empty ones included.
 */
export const guessMeanings = (headers: readonly string[], columns: readonly (readonly string[])[], country: CountryCode, profile: Profile | null = null): readonly ColumnMeaning[] => {
  const guesses = columns.map((column, i): ColumnMeaning => {
    const header = headers[i] ?? ''
    const values = column.filter((value) => value.trim() !== '')
    const known = profile?.means[headingKey(header)]
    // What the program is known to write there; a number column without numbers is still none.
    if (known !== undefined && known !== 'number' && known !== 'mobile') return known
    const said = known ?? meaningOfHeader(header)
    if (said === 'number' || said === 'mobile') {
      if (values.length === 0) return said
      if (share(values, (value) => (value.match(/\d/g) ?? []).length >= 6) >= 0.3) return said
      // "SMS", "Mobile?" over yes and no.
      return share(values, fitsOptIn) > 0.8 && values.some((value) => saidIn(value) !== 'unclear') ? 'opt-in' : 'custom'
    }
    if (said !== null && said !== 'custom') {
      // "Contact", "Client": a name, an address or a number, as the values say.
      if (said === 'full-name' && share(values, (value) => value.includes('@')) > 0.6) return 'email'
      if (said === 'full-name' && share(values, (value) => isPhoneLike(value, country)) > 0.6) return 'number'
      return said
    }
    if (values.length > 0 && said === null) {
      if (share(values, (value) => /^[^\s@]+@[^\s@]+\.\w+$/.test(value.trim())) > 0.6) return 'email'
      if (share(values, (value) => isPhoneLike(value, country)) > 0.6) return 'number'
    }
    return header.trim() === '' && values.length === 0 ? 'skip' : 'custom'
  })
  // One column each; the first stays, save for numbers, tags and notes, which add up.
  const seen = new Set<ColumnMeaning>()
  const single = guesses.map((guess): ColumnMeaning => {
    if (guess === 'number' || guess === 'mobile' || guess === 'tags' || guess === 'notes' || guess === 'custom' || guess === 'skip') return guess
    if (seen.has(guess)) return 'custom'
    seen.add(guess)
    return guess
  })
  // "Opt in?" columns hold yes and no; a column of dates under that name is a date of consent, kept as it is.
  const checked = single.map((guess, i): ColumnMeaning => {
    const values = (columns[i] ?? []).filter((value) => value.trim() !== '')
    return guess === 'opt-in' && share(values, fitsOptIn) < 0.5 && values.length > 0 ? 'custom' : guess
  })
  // Of several columns of numbers those that say they are mobiles are asked first.
  if (checked.filter((guess) => guess === 'number').length > 1 && !checked.includes('mobile'))
    for (const [i, guess] of checked.entries()) if (guess === 'number' && SAYS_MOBILE.test(words(headers[i] ?? ''))) checked[i] = 'mobile'
  // "Nom" alone, without a first name beside it, holds the whole name.
  if (checked.includes('last-name') && !checked.includes('first-name') && !checked.includes('full-name')) {
    const at = checked.indexOf('last-name')
    const values = (columns[at] ?? []).filter((value) => value.trim() !== '')
    if (share(values, (value) => /\s/.test(value.trim())) > 0.5) checked[at] = 'full-name'
  }
  // With parts of a name there, a full name adds nothing but a field of its own.
  if (checked.includes('first-name') && checked.includes('last-name') && checked.includes('full-name')) checked[checked.indexOf('full-name')] = 'custom'
  return checked
}
