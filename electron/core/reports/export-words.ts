import type { Language } from '../../../shared/contract/common.ts'

type ExportWords = {
  readonly file: string
  readonly columns: readonly string[]
}

/** Words of the exported delivery log, besides those of shared/messages/status-words.ts. */
export const exportWords: Readonly<Record<Language, ExportWords>> = {
  en: {
    file: 'delivery-log',
    columns: ['Written', 'Campaign', 'Name', 'Number', 'Message', 'Status', 'Reason', 'Error code', 'Segments', 'Cost', 'Currency', 'From', 'Last change', 'Twilio SID'],
  },
  fr: {
    file: 'journal-des-envois',
    columns: ['Écrit', 'Campagne', 'Nom', 'Numéro', 'Message', 'Statut', 'Raison', 'Code d’erreur', 'Segments', 'Coût', 'Devise', 'De', 'Dernier changement', 'SID Twilio'],
  },
}
