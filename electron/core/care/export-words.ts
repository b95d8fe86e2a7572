import type { ConsentState } from '../../../shared/contract/consent.ts'
import type { Language } from '../../../shared/contract/common.ts'
import type { UnreachableReason } from '../../../shared/contract/people.ts'

type Words = {
  readonly file: string
  readonly columns: Readonly<Record<string, string>>
  readonly consent: Readonly<Record<ConsentState, string>>
  readonly unreachable: Readonly<Record<UnreachableReason, string>>
}

/** Words of exported people, as the window has them. Deskbell's own import knows these headings again. */
export const exportWords: Readonly<Record<Language, Words>> = {
  en: {
    file: 'contacts',
    columns: {
      firstName: 'First name', lastName: 'Last name', number: 'Mobile number', email: 'Email', country: 'Country', region: 'State or region', postalCode: 'Postal code',
      timeZone: 'Time zone', language: 'Language', tags: 'Tags', lists: 'Lists', marketing: 'Offers', marketingSince: 'Offers since', service: 'Service messages',
      serviceSince: 'Service messages since', unreachable: 'Cannot get texts', notes: 'Notes', createdAt: 'Added', updatedAt: 'Last changed',
    },
    consent: { none: '', 'opted-in': 'agreed', 'opted-out': 'said stop' },
    unreachable: { landline: 'landline', unknown: 'number not in use', unreachable: 'phone never reached' },
  },
  fr: {
    file: 'contacts',
    columns: {
      firstName: 'Prénom', lastName: 'Nom', number: 'Numéro de mobile', email: 'E-mail', country: 'Pays', region: 'Région', postalCode: 'Code postal',
      timeZone: 'Fuseau horaire', language: 'Langue', tags: 'Étiquettes', lists: 'Listes', marketing: 'Offres', marketingSince: 'Offres depuis', service: 'Messages de service',
      serviceSince: 'Messages de service depuis', unreachable: 'Ne reçoit pas de SMS', notes: 'Notes', createdAt: 'Ajouté', updatedAt: 'Modifié',
    },
    consent: { none: '', 'opted-in': 'a accepté', 'opted-out': 'a dit stop' },
    unreachable: { landline: 'ligne fixe', unknown: 'numéro non attribué', unreachable: 'téléphone jamais joint' },
  },
}
