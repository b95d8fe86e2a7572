import type { Language } from '../../../shared/contract/common.ts'
import type { RejectReason } from '../../../shared/contract/imports.ts'

/** Why a row was left out, as the downloadable file says it. */
export const REASON_WORDS: Readonly<Record<Language, Readonly<Record<RejectReason, string>>>> = {
  en: {
    'no-number': 'No phone number',
    'invalid-number': 'Not a phone number that exists',
    'too-short': 'The number is too short',
    'too-long': 'The number is too long',
    'not-textable': 'This number cannot be texted',
    'excel-lost-digits': 'The spreadsheet rounded the number, its last digits are lost',
    'malformed-row': 'The row could not be read: a quotation mark is not closed',
  },
  fr: {
    'no-number': 'Pas de numéro de téléphone',
    'invalid-number': 'Ce numéro de téléphone n’existe pas',
    'too-short': 'Le numéro est trop court',
    'too-long': 'Le numéro est trop long',
    'not-textable': 'Ce numéro ne peut pas recevoir de SMS',
    'excel-lost-digits': 'Le tableur a arrondi le numéro, ses derniers chiffres sont perdus',
    'malformed-row': 'Ligne illisible : un guillemet n’est pas fermé',
  },
}

export const REASON_HEADER: Readonly<Record<Language, readonly [string, string]>> = { en: ['Line', 'Why it was left out'], fr: ['Ligne', 'Pourquoi elle a été écartée'] }
