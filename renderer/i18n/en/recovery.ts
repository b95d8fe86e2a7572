export const recovery = {
  title: 'The contact book did not open',
  backups: 'Go back to a backup',
  backupsText: 'The book that does not open is kept aside, not thrown away.',
  noBackups: 'There is no backup on this computer.',
  restore: 'Go back to this one',
  latest: 'the latest',
  empty: 'Start with an empty book',
  emptyText: 'The book that does not open is kept aside. Everything starts from nothing: contacts, consent and the delivery log.',
  emptyWord: 'empty',
  confirm: 'Start empty',
}
