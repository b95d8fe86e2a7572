/**
 * Exports of common programs, known by their headings, and what each column means.
 *
 * The headings come from the founders' collection "export-headers" (headings as these programs write them, gathered from
 * the programs' documentation and from memory, values invented) and, for the older forms, Square, Mailchimp and
 * Doctolib, from memory of their exports. Whoever has a newer form: the columns are guessed as for any file.
 */
import type { ColumnMeaning, ImportProfile } from '../../../shared/contract/imports.ts'
import { fold } from '../contacts/fold.ts'

export type Profile = {
  readonly id: ImportProfile
  /** Headings that must be there, folded: all of these. */
  readonly needs: readonly string[]
  /** Meanings by folded heading; other columns are guessed. */
  readonly means: Readonly<Record<string, ColumnMeaning>>
  /**
   * What a "no" in the consent column stands for: Shopify, Square and Mailchimp write it for everybody who never signed
   * up; who left stands there as "unsubscribed". A practice's "non" was said by the patient.
   */
  readonly noMeans: 'refused' | 'not-asked'
}

export const headingKey = (heading: string): string => fold(heading).replace(/[^\p{L}\p{N}]+/gu, ' ').trim()

export const PROFILES: readonly Profile[] = [
  {
    id: 'shopify',
    needs: ['first name', 'last name', 'email', 'phone', 'accepts sms marketing'],
    // The customer's own number first; the address's may be whoever receives parcels. Consent to email is none to texts.
    means: {
      phone: 'mobile', 'default address phone': 'number', 'accepts sms marketing': 'opt-in', 'accepts email marketing': 'custom', 'customer id': 'skip', 'default address zip': 'postal-code',
      'default address province code': 'region', note: 'notes', tags: 'tags', 'tax exempt': 'skip',
    },
    noMeans: 'not-asked',
  },
  {
    id: 'shopify',
    needs: ['first name', 'last name', 'email', 'accepts marketing', 'total spent', 'phone'],
    // The older form: this consent is for email.
    means: { phone: 'mobile', 'accepts marketing': 'custom', zip: 'postal-code', 'province code': 'region', note: 'notes', tags: 'tags', 'tax exempt': 'skip' },
    noMeans: 'not-asked',
  },
  {
    id: 'google',
    needs: ['first name', 'last name', 'phone 1 value', 'labels'],
    means: { 'e mail 1 value': 'email', notes: 'notes', labels: 'tags', photo: 'skip', birthday: 'custom', 'name prefix': 'skip', 'name suffix': 'skip', nickname: 'skip', 'file as': 'skip', 'middle name': 'skip' },
    noMeans: 'refused',
  },
  {
    id: 'google',
    needs: ['given name', 'family name', 'phone 1 value'],
    means: { 'e mail 1 value': 'email', notes: 'notes', 'group membership': 'tags', photo: 'skip', name: 'full-name' },
    noMeans: 'refused',
  },
  {
    id: 'outlook',
    needs: ['first name', 'last name', 'mobile phone', 'e mail address'],
    means: {
      'mobile phone': 'mobile', 'primary phone': 'number', 'home phone': 'number', 'home phone 2': 'number', 'business phone': 'number', 'business phone 2': 'number', 'other phone': 'number',
      'company main phone': 'skip', 'assistant s phone': 'skip', 'e mail address': 'email', notes: 'notes', categories: 'tags', title: 'skip', suffix: 'skip', 'middle name': 'skip',
    },
    noMeans: 'refused',
  },
  {
    id: 'outlook',
    needs: ['prenom', 'nom', 'tel mobile', 'adresse de messagerie'],
    means: { 'tel mobile': 'mobile', 'telephone domicile': 'number', 'telephone bureau': 'number', 'adresse de messagerie': 'email', categories: 'tags', notes: 'notes', titre: 'skip' },
    noMeans: 'refused',
  },
  {
    id: 'square',
    needs: ['first name', 'last name', 'phone number', 'square customer id'],
    means: {
      'phone number': 'mobile', 'email address': 'email', memo: 'notes', 'square customer id': 'skip', 'reference id': 'skip', 'email subscription status': 'custom', 'instant profile': 'skip',
      'postal code': 'postal-code', state: 'region', groups: 'tags', 'creation source': 'skip',
    },
    noMeans: 'not-asked',
  },
  {
    id: 'mailchimp',
    needs: ['email address', 'member rating', 'optin time'],
    // What they agreed to by email is no consent to texts.
    means: {
      'email address': 'email', 'phone number': 'mobile', 'sms phone number': 'mobile', 'sms marketing status': 'opt-in', 'sms subscription status': 'opt-in', tags: 'tags', notes: 'notes', region: 'skip', 'member rating': 'skip',
      'optin time': 'skip', 'optin ip': 'skip', 'confirm time': 'skip', 'confirm ip': 'skip', latitude: 'skip', longitude: 'skip', gmtoff: 'skip', dstoff: 'skip', timezone: 'skip', cc: 'skip',
      'last changed': 'skip', leid: 'skip', euid: 'skip',
    },
    noMeans: 'not-asked',
  },
  {
    id: 'doctolib',
    needs: ['nom', 'prenom', 'date de naissance', 'telephone principal'],
    means: { 'telephone principal': 'number', 'telephone secondaire': 'number', 'nom de naissance': 'skip', civilite: 'skip' },
    noMeans: 'refused',
  },
  {
    id: 'practice',
    needs: ['civilite', 'nom', 'prenom', 'date de naissance'],
    means: { portable: 'mobile', 'telephone portable': 'mobile', 'tel portable': 'mobile', 'telephone mobile': 'mobile', 'telephone fixe': 'number', 'tel fixe': 'number', 'accord sms': 'opt-in', 'consentement sms': 'opt-in', 'sms autorise': 'opt-in', civilite: 'skip' },
    noMeans: 'refused',
  },
]

/** The program a file with these headings comes from; the first that fits, the more special standing first. */
export const profileOf = (headings: readonly string[]): Profile | null => {
  const there = new Set(headings.map(headingKey))
  return PROFILES.find(({ needs }) => needs.every((need) => there.has(need))) ?? null
}
