import type { Words } from '../words.ts'
import type { permission as en } from '../en/permission.ts'

export const permission: Words<typeof en> = {
  title: 'Accords',
  subtitle: 'Qui a accepté quoi, comment vous le savez, et comment les gens disent oui ou non.',
  tabs: { check: 'Vérifier un numéro', collect: 'Recueillir', words: 'Textes', stops: 'Arrêts', rules: 'Heures et limites' },
}
