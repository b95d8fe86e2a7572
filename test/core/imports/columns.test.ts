import { describe, expect, it } from 'vitest'
import { guessMeanings } from '../../../electron/core/imports/columns.ts'
import { profileOf } from '../../../electron/core/imports/profiles.ts'
import { saidIn, saysYes } from '../../../electron/core/imports/opt-in.ts'
import fc from 'fast-check'
import { pieces, searchable } from '../../../electron/core/contacts/fold.ts'
import { searchText } from '../../../electron/core/imports/search-text.ts'
import { rowToContact, splitName } from '../../../electron/core/imports/row.ts'
import type { ColumnMeaning } from '../../../shared/contract/imports.ts'

it.each([
  ['google', 'First Name,Last Name,Labels,Phone 1 - Label,Phone 1 - Value'], ['google', 'Name,Given Name,Family Name,Group Membership,Phone 1 - Type,Phone 1 - Value'],
  ['outlook', 'Title,First Name,Last Name,Business Phone,Home Phone,Mobile Phone,E-mail Address'], ['shopify', 'Customer ID,First Name,Last Name,Email,Phone,Accepts SMS Marketing,Tags'],
  ['square', 'Reference ID,First Name,Last Name,Email Address,Phone Number,Memo,Square Customer ID'], ['mailchimp', 'Email Address,First Name,Last Name,Phone Number,MEMBER_RATING,OPTIN_TIME'],
  ['practice', 'Civilité,Nom,Prénom,Date de naissance,Téléphone fixe,Portable'], ['doctolib', 'Nom,Nom de naissance,Prénom,Date de naissance,Téléphone principal,Téléphone secondaire'],
  [null, 'Name,Phone'],
])('knows an export of %s by its headings', (id, headings) => expect(profileOf(headings.split(','))?.id ?? null).toBe(id))

const guess = (headers: readonly string[], rows: readonly (readonly string[])[], country: 'US' | 'FR' = 'US') =>
  Object.fromEntries(guessMeanings(headers, headers.map((_, i) => rows.map((row) => row[i] ?? '')), country, profileOf(headers)).map((meaning, i) => [headers[i], meaning]))

describe('columns of common programs', () => {
  it('Google Contacts', () => {
    const headers = 'First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value'.split(',')
    const row = headers.map((header) => (header.endsWith('1 - Value') ? (header.startsWith('E') ? 'ann@example.com' : '+1 202-555-0143 ::: +1 202-555-0144') : header === 'Phone 2 - Value' ? '202-555-0145' : header === 'Phone 1 - Label' ? 'Mobile' : ''))
    const found = guess(headers, [row])
    expect(found).toMatchObject({
      'First Name': 'first-name', 'Last Name': 'last-name', 'Phone 1 - Value': 'number', 'Phone 2 - Value': 'number', 'Phone 1 - Label': 'skip',
      'E-mail 1 - Value': 'email', 'E-mail 1 - Label': 'skip', Notes: 'notes', Labels: 'tags', Photo: 'skip', 'Phonetic Last Name': 'skip',
    })
    expect(Object.values(found).filter((meaning) => meaning === 'number')).toHaveLength(2)
  })
  it('Outlook', () => {
    const headers = 'Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business City,Business State,Business Postal Code,Business Country/Region,Business Phone,Home Phone,Mobile Phone,E-mail Address,Birthday,Notes,Categories'.split(',')
    const row = ['Mr', 'Tom', '', 'Hall', '', '', '', '', '1 Main St', 'Austin', 'TX', '78701', 'USA', '(512) 555-0101', '', '(512) 555-0102', 'tom@example.com', '', '', 'VIP']
    expect(guess(headers, [row])).toMatchObject({
      'First Name': 'first-name', 'Last Name': 'last-name', 'Business Phone': 'number', 'Home Phone': 'number', 'Mobile Phone': 'mobile',
      'E-mail Address': 'email', 'Business State': 'region', 'Business Postal Code': 'postal-code', Categories: 'tags', Notes: 'notes', Birthday: 'custom',
    })
  })
  it('Shopify', () => {
    const headers = 'Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags'.split(',')
    const row = ['7712025550143', 'Ann', 'Lee', 'ann@example.com', 'yes', '', '1 Main St', '', 'Austin', 'TX', 'US', '78701', '', "'+12025550143", 'no', '120.00', '3', '', 'no', 'vip, new']
    expect(guess(headers, [row])).toMatchObject({
      'Customer ID': 'skip', Email: 'email', 'Accepts Email Marketing': 'custom', 'Accepts SMS Marketing': 'opt-in', Phone: 'mobile', 'Default Address Phone': 'number',
      'Default Address Zip': 'postal-code', 'Default Address Province Code': 'region', 'Total Spent': 'custom', 'Total Orders': 'custom', Note: 'notes', Tags: 'tags', 'Default Address Address1': 'custom',
    })
  })
  it('a French practice', () => {
    const headers = ['Civilité', 'Nom', 'Prénom', 'Date de naissance', 'Téléphone fixe', 'Portable', 'Adresse', 'Code postal', 'Ville', 'Accord SMS', 'Prochain RDV']
    const row = ['Mme', 'Dupont', 'Élodie', '03/04/1980', '01 99 00 12 34', '639981234', '1 rue X', '75001', 'Paris', 'Oui', '12/06/2027 14:30']
    expect(guess(headers, [row], 'FR')).toEqual({
      Civilité: 'skip', Nom: 'last-name', Prénom: 'first-name', 'Date de naissance': 'custom', 'Téléphone fixe': 'number', Portable: 'mobile',
      Adresse: 'custom', 'Code postal': 'postal-code', Ville: 'custom', 'Accord SMS': 'opt-in', 'Prochain RDV': 'custom',
    })
  })
  it('a list Excel mangled', () => {
    expect(guess(['Customer', 'Cell', 'State', 'Opt in?', 'Last visit'], [['Ann Lee', '1.2025550143E+10', 'DC', 'x', '3/4/25'], ['Bo Diaz', '12025550144.0', 'DC', '', '3/5/25']])).toEqual({
      Customer: 'full-name', Cell: 'number', State: 'region', 'Opt in?': 'opt-in', 'Last visit': 'custom',
    })
  })
  it('reads the values where the header says nothing', () => {
    expect(guess(['Joindre', 'Où', 'Quand'], [['06 39 98 12 34', 'a@example.fr', '12/06/2027'], ['0639981235', 'b@example.fr', '13/06/2027']], 'FR')).toEqual({ Joindre: 'number', Où: 'email', Quand: 'custom' })
    expect(guess(['', ''], [['2025550143', 'x']])).toEqual({ '': 'custom' })
    expect(guess(['Phone'], [['iPhone'], ['Galaxy']])).toEqual({ Phone: 'custom' })
  })
})

it('knows yes in both languages, and takes nothing else for one', () => {
  for (const yes of ['yes', 'Y', 'TRUE', '1', 'Oui', 'o', 'VRAI', 'x', '✓', ' oui ']) expect(saysYes(yes)).toBe(true)
  for (const no of ['', 'no', 'non', '0', 'maybe', 'FALSE', '-', '2', 'yes but no']) expect(saysYes(no)).toBe(false)
})

it('tells a refusal from a blank, and from words that say neither', () => {
  for (const no of ['no', 'Non', 'N', 'FALSE', 'faux', '0', '✗', 'Refusé', 'pas d’accord']) expect(saidIn(no)).toBe('no')
  for (const stop of ['STOP', 'Unsubscribed', 'opted out', 'Désabonné', 'désinscrite', 'ARRÊT', 'ne plus contacter', 'DNC']) expect(saidIn(stop)).toBe('stop')
  for (const neither of ['maybe', '2', '-', '?', 'n/a', 'pending', '12/06/2026', 'yes but no']) expect(saidIn(neither)).toBe('unclear')
  for (const blank of ['', '  ']) expect(saidIn(blank)).toBe('unsaid')
})

it('splits names', () => {
  expect(splitName('Smith, Ann')).toEqual({ first: 'Ann', last: 'Smith' })
  expect(splitName('DUPONT Marie')).toEqual({ first: 'Marie', last: 'DUPONT' })
  expect(splitName('MARIE DUPONT')).toEqual({ first: 'MARIE', last: 'DUPONT' })
  expect(splitName('Ann van der Berg')).toEqual({ first: 'Ann', last: 'van der Berg' })
  expect(splitName('Mme  Zoé   Petit')).toEqual({ first: 'Zoé', last: 'Petit' })
  expect(splitName('Cher')).toEqual({ first: 'Cher', last: '' })
})

describe('a row', () => {
  const one = (mapping: readonly ColumnMeaning[], cells: readonly string[], country = 'US') =>
    rowToContact({ headers: mapping.map((_, i) => `H ${i}`), mapping: [...mapping], country })({ line: 2, cells, malformed: false })
  it.each([
    ['1.2025550143E+10', 'US', '+12025550143'], ['12025550143.0', 'US', '+12025550143'], ["'+12025550143", 'US', '+12025550143'],
    ['639981234', 'FR', '+33639981234'], ['+1 202-555-0143 ::: +1 202-555-0144', 'US', '+12025550143'],
  ])('reads %s as %s does', (cell, country, number) => expect(one(['number'], [cell], country)).toMatchObject({ ok: true, number }))
  it.each([['', 'no-number'], ['ask her', 'no-number'], ['1.20256E+10', 'excel-lost-digits'], ['911', 'not-textable'], ['+33 6 39 98 12 34 56 78', 'too-long']])('rejects %j: %s', (cell, reason) =>
    expect(one(['number'], [cell])).toEqual({ ok: false, reason }))
  it('takes the mobile of several columns', () =>
    expect(one(['number', 'number'], ['01 99 00 12 34', '06 39 98 12 34'], 'FR')).toMatchObject({ number: '+33639981234' }))
  it('keeps everything else', () =>
    expect(one(['first-name', 'last-name', 'number', 'tags', 'custom', 'opt-in', 'email', 'language'], ['  ANN  MARIE ', 'O’Neil 💇', '2025550143', 'vip; VIP, new|x', ' 3 pm ', 'Oui', 'no mail', 'Français'])).toMatchObject({
      fields: { firstName: 'ANN MARIE', lastName: 'O’Neil 💇', tags: ['vip', 'new', 'x'], custom: { h_4: '3 pm' }, email: '', language: 'fr' }, optIn: 'yes',
    }))
})

it('finds people by the same words as a contact typed by hand', () => {
  const word = fc.oneof(fc.constantFrom('Ann', 'O’Brien', "o'neil", 'jean-pierre', 'Élodie', '3/4/25', '💇', ''), fc.string({ maxLength: 6 }))
  const email = fc.oneof(fc.constantFrom('', 'ann.lee@example.com', 'Ann@example.com', 'a-b.c@x-y.example.org', 'a_b+c@example.com'), fc.emailAddress())
  fc.assert(
    fc.property(fc.array(word, { maxLength: 4 }), email, (words, address) => {
      const text = words.join(' ')
      expect([...new Set(pieces(searchText(text, address)))].sort()).toEqual([...new Set(pieces(searchable(`${text} ${address}`)))].sort())
    }),
  )
})
