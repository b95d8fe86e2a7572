import type { Words } from '../words.ts'
import type { recovery as en } from '../en/recovery.ts'

export const recovery: Words<typeof en> = {
  title: 'Le carnet ne s’est pas ouvert',
  backups: 'Revenir à une sauvegarde',
  backupsText: 'Le carnet qui ne s’ouvre pas est mis de côté, pas jeté.',
  noBackups: 'Il n’y a pas de sauvegarde sur cet ordinateur.',
  restore: 'Revenir à celle-ci',
  latest: 'la dernière',
  empty: 'Commencer avec un carnet vide',
  emptyText: 'Le carnet qui ne s’ouvre pas est mis de côté. Tout repart de rien : contacts, accords et journal des envois.',
  emptyWord: 'vide',
  confirm: 'Repartir de rien',
}
