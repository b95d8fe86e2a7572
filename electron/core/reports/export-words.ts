import type { Language } from '../../../shared/contract/common.ts'
import type { MessageStatus, SkipReason } from '../../../shared/contract/messages.ts'

type ExportWords = {
  readonly file: string
  readonly columns: readonly string[]
  readonly status: Readonly<Record<MessageStatus, string>>
  readonly skip: Readonly<Record<SkipReason, string>>
}

/** Words of the exported delivery log. */
export const exportWords: Readonly<Record<Language, ExportWords>> = {
  en: {
    file: 'delivery-log',
    columns: ['Written', 'Campaign', 'Name', 'Number', 'Message', 'Status', 'Reason', 'Error code', 'Segments', 'Cost', 'Currency', 'From', 'Last change', 'Twilio SID'],
    status: {
      queued: 'Waiting', sending: 'Leaving now', accepted: 'With Twilio', sent: 'Sent', delivered: 'Delivered', undelivered: 'Not delivered',
      failed: 'Failed', canceled: 'Canceled', skipped: 'Not sent', unknown: 'Being looked up',
    },
    skip: { 'opted-out': 'said stop', 'no-consent': 'never agreed', 'contact-removed': 'removed from the contact book', expired: 'too late to be of use' },
  },
  fr: {
    file: 'journal-des-envois',
    columns: ['Écrit', 'Campagne', 'Nom', 'Numéro', 'Message', 'Statut', 'Raison', 'Code d’erreur', 'Segments', 'Coût', 'Devise', 'De', 'Dernier changement', 'SID Twilio'],
    status: {
      queued: 'En attente', sending: 'En train de partir', accepted: 'Chez Twilio', sent: 'Envoyé', delivered: 'Remis', undelivered: 'Non remis',
      failed: 'Échec', canceled: 'Annulé', skipped: 'Non envoyé', unknown: 'En cours de vérification',
    },
    skip: { 'opted-out': 'a dit stop', 'no-consent': 'n’a jamais accepté', 'contact-removed': 'retiré du carnet', expired: 'trop tard pour être utile' },
  },
}
