/** What a cell says of being texted, in English and French, and what two rows of one person say together. */
import { fold } from '../contacts/fold.ts'

/**
 * 'no': they do not agree, which some programs write for everybody never asked; 'stop': they left; 'unclear': words that
 * are neither a yes nor a no, on which nobody is texted; 'unsaid': a blank.
 */
export type OptIn = 'yes' | 'unsaid' | 'unclear' | 'no' | 'stop'

/** As import_rows.opted keeps it: the lower, the stricter. */
export const OPTED: Readonly<Record<OptIn, number>> = { yes: 1, unsaid: 0, unclear: -1, no: -2, stop: -3 }

const YES = new Set([
  'yes', 'y', 'true', 't', '1', 'oui', 'o', 'vrai', 'v', 'x', '✓', '✔', '☑', '✅', 'ok', 'on', 'si', 'ja', 'subscribed', 'opted in', 'opted-in', 'opt-in', 'optin', 'opt in',
  'agreed', 'accepted', 'granted', 'confirmed', 'consented', 'abonne', 'abonnee', 'inscrit', 'inscrite', 'accord', 'accepte', 'acceptee', "d'accord", 'autorise', 'autorisee', 'consent', 'consenti',
])
const NO = new Set([
  'no', 'n', 'nope', 'false', 'f', '0', 'non', 'faux', 'off', 'nein', '✗', '✘', '✕', '✖', '❌', '☒', 'declined', 'denied', 'rejected', 'never', 'jamais', 'refus', 'refuse', 'refusee', 'refused', 'not agreed', 'disagree',
  'not subscribed', 'not_subscribed', 'notsubscribed', 'not opted in', 'non abonne', 'non abonnee', 'non inscrit', 'non inscrite', 'pas inscrit', 'pas inscrite', 'pas abonne', "pas d'accord", 'non accepte', 'do not text',
])
const STOP = new Set([
  'stop', 'stopped', 'stopall', 'unsubscribed', 'unsubscribe', 'opted out', 'opted-out', 'opt-out', 'opt out', 'optout', 'optedout', 'revoked', 'revoke', 'withdrawn', 'removed', 'remove', 'cancelled', 'canceled', 'cancel',
  'quit', 'end', 'blocked', 'blacklisted', 'blacklist', 'do not contact', 'donotcontact', 'dnc', 'cleaned', 'desabonne', 'desabonnee', 'desabonner', 'desinscrit', 'desinscrite', 'desinscrire', 'arret', 'arrete', 'retire', 'retiree',
  'ne plus contacter', 'ne pas contacter', 'ne plus envoyer', 'ne pas envoyer', 'oppose', 'opposee', 'opposition', 'bloque', 'bloquee', 'liste noire', 'resilie', 'resiliee', 'revoque', 'revoquee',
])
/** Signs for "empty". A column of yes and these is still one of yes and no; but nobody is texted on a question mark. */
const NOTHING = new Set(['-', '–', '—', '?', 'n/a', 'na', 'null', 'none', 'unknown', 'inconnu', 'undefined', 'nc', 'n.c'])

/** What one cell of an opt-in column says. */
export const saidIn = (cell: string): OptIn => {
  const text = cell.trim()
  if (text === '') return 'unsaid'
  const word = fold(text).replaceAll('’', "'").replace(/\s+/g, ' ').replace(/[.!]+$/, '')
  if (YES.has(word)) return 'yes'
  if (NO.has(word)) return 'no'
  if (STOP.has(word)) return 'stop'
  return 'unclear'
}

/** Whether a cell fits a column of yes and no. */
export const fitsOptIn = (cell: string): boolean => saidIn(cell) !== 'unclear' || NOTHING.has(fold(cell.trim()))

/** Whether a cell says yes, in English or French. Anything but a clear yes is none. */
export const saysYes = (cell: string): boolean => saidIn(cell) === 'yes'

/** The strictest of both: a "no" on any row or in any column outweighs every "yes". */
export const mergeOptIn = (a: OptIn, b: OptIn): OptIn => {
  const strict = OPTED[a] <= OPTED[b] ? a : b
  return OPTED[strict] < 0 ? strict : a === 'yes' ? a : b
}
