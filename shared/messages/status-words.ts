/** What a message's states and reasons are called, the same in the window and in an export. */
import type { Language } from '../contract/common.ts'
import type { HoldReason, MessageStatus, SkipReason } from '../contract/messages.ts'

export type StatusWords = {
  readonly status: Readonly<Record<MessageStatus, string>>
  /** Taken over or sent, and no word from the network in three days (LogState). */
  readonly undecided: string
  /** Why it waits, as the name of its state. */
  readonly hold: Readonly<Record<HoldReason, string>>
  /** Why it was never tried; goes on a sentence about the person or the message. */
  readonly skip: Readonly<Record<SkipReason, string>>
}

export const statusWords: Readonly<Record<Language, StatusWords>> = {
  en: {
    status: {
      queued: 'Waiting', sending: 'Leaving now', accepted: 'With Twilio', sent: 'Sent', delivered: 'Delivered', undelivered: 'Not delivered',
      failed: 'Failed', canceled: 'Canceled', skipped: 'Not sent', unknown: 'Being looked up',
    },
    undecided: 'No receipt in 3 days',
    hold: {
      countdown: 'Can still be taken back', scheduled: 'Scheduled', paused: 'Paused', 'waiting-for-network': 'Waiting for the network',
      'sender-limit': 'Waiting its turn', 'sender-paused': 'Its sender is paused', 'account-stopped': 'The account is stopped',
      'retry-later': 'Will be tried again', 'outside-hours': 'Outside their hours', 'too-often': 'Texted too often', 'daily-cap': 'Daily limit reached',
      'over-daily-cap': 'Longer than a day’s limit', 'sender-removed': 'Its sender is gone',
    },
    skip: { 'opted-out': 'said stop', 'no-consent': 'has not agreed', 'contact-removed': 'removed from the contact book', expired: 'too late to be of use', unreachable: 'cannot get texts', suspended: 'wrote what reads like a stop', 'record-broken': 'consent record was changed' },
  },
  fr: {
    status: {
      queued: 'En attente', sending: 'En train de partir', accepted: 'Chez Twilio', sent: 'Envoyé', delivered: 'Remis', undelivered: 'Non remis',
      failed: 'Échec', canceled: 'Annulé', skipped: 'Non envoyé', unknown: 'En cours de vérification',
    },
    undecided: 'Sans réponse en 3 jours',
    hold: {
      countdown: 'Peut encore être repris', scheduled: 'Programmé', paused: 'En pause', 'waiting-for-network': 'Attend le réseau',
      'sender-limit': 'Attend son tour', 'sender-paused': 'Son expéditeur est en pause', 'account-stopped': 'Le compte est arrêté',
      'retry-later': 'Sera retenté', 'outside-hours': 'Hors des heures permises', 'too-often': 'Sollicité trop souvent', 'daily-cap': 'Limite du jour atteinte',
      'over-daily-cap': 'Plus long que la limite d’un jour', 'sender-removed': 'Son expéditeur n’est plus là',
    },
    skip: { 'opted-out': 'a dit stop', 'no-consent': 'n’a pas donné son accord', 'contact-removed': 'retiré du carnet', expired: 'trop tard pour être utile', unreachable: 'ne reçoit pas de SMS', suspended: 'a écrit ce qui ressemble à un stop', 'record-broken': 'preuve d’accord modifiée' },
  },
}
