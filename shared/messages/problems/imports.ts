import type { ProblemWords } from '../problems.ts'

export const importProblems = {
  'imports-spreadsheet': {
    en: { message: 'This is a spreadsheet file, which Deskbell cannot read yet. Nothing was imported.', fix: 'Open it in Excel or LibreOffice, choose “Save as”, then “CSV UTF-8”, and import that file.' },
    fr: { message: 'C’est un fichier de tableur, que Deskbell ne sait pas encore lire. Rien n’a été importé.', fix: 'Ouvrez-le dans Excel ou LibreOffice, choisissez « Enregistrer sous », puis « CSV UTF-8 », et importez ce fichier.' },
  },
  'imports-not-text': {
    en: { message: 'This file is not a list in text form (CSV). Nothing was imported.', fix: 'Export your contacts as CSV from the program they are in, and import that file.' },
    fr: { message: 'Ce fichier n’est pas une liste sous forme de texte (CSV). Rien n’a été importé.', fix: 'Exportez vos contacts au format CSV depuis le logiciel où ils se trouvent, et importez ce fichier.' },
  },
  'imports-empty': {
    en: { message: 'This file is empty. Nothing was imported.', fix: 'Check that the export finished, or choose another file.' },
    fr: { message: 'Ce fichier est vide. Rien n’a été importé.', fix: 'Vérifiez que l’export s’est bien terminé, ou choisissez un autre fichier.' },
  },
  'imports-header-only': {
    en: { message: 'This file names its columns but has no people below them. Nothing was imported.', fix: 'Check the export’s filter, or choose another file.' },
    fr: { message: 'Ce fichier nomme ses colonnes mais ne contient personne en dessous. Rien n’a été importé.', fix: 'Vérifiez le filtre de l’export, ou choisissez un autre fichier.' },
  },
  'imports-no-number-column': {
    en: { message: 'No column of this file holds phone numbers. Nothing was imported.', fix: 'Say which column holds the numbers, or export the list again with them.' },
    fr: { message: 'Aucune colonne de ce fichier ne contient de numéros de téléphone. Rien n’a été importé.', fix: 'Indiquez la colonne des numéros, ou exportez à nouveau la liste avec eux.' },
  },
  'imports-too-many-columns': {
    en: { message: 'This file has {columns} columns; Deskbell reads {most} at most. Nothing was imported.', fix: 'Keep only the columns you need, or choose another delimiter.' },
    fr: { message: 'Ce fichier a {columns} colonnes ; Deskbell en lit {most} au plus. Rien n’a été importé.', fix: 'Ne gardez que les colonnes utiles, ou choisissez un autre séparateur.' },
  },
  'imports-file-gone': {
    en: { message: 'The file is no longer where it was. Nothing was imported.', fix: 'Choose it again.' },
    fr: { message: 'Le fichier n’est plus à sa place. Rien n’a été importé.', fix: 'Choisissez-le à nouveau.' },
  },
  'imports-file-changed': {
    en: { message: 'The file was changed after you looked at it here. Nothing was imported.', fix: 'Choose it again to see what is in it now.' },
    fr: { message: 'Le fichier a été modifié depuis que vous l’avez consulté ici. Rien n’a été importé.', fix: 'Choisissez-le à nouveau pour voir son contenu actuel.' },
  },
  'imports-unreadable': {
    en: { message: 'This file cannot be opened. Nothing was imported.', fix: 'Close the program that has it open, or copy it to your documents, then choose it again.' },
    fr: { message: 'Ce fichier ne peut pas être ouvert. Rien n’a été importé.', fix: 'Fermez le logiciel qui l’utilise, ou copiez-le dans vos documents, puis choisissez-le à nouveau.' },
  },
  'imports-too-big': {
    en: { message: 'This file is larger than 2 GB. Nothing was imported.', fix: 'Split it into smaller files and import them one after the other.' },
    fr: { message: 'Ce fichier dépasse 2 Go. Rien n’a été importé.', fix: 'Découpez-le en fichiers plus petits et importez-les l’un après l’autre.' },
  },
  'imports-busy': {
    en: { message: 'Another import is still running. This one was not started.', fix: 'Wait until it is done, or cancel it.' },
    fr: { message: 'Un autre import est encore en cours. Celui-ci n’a pas été lancé.', fix: 'Attendez qu’il se termine, ou annulez-le.' },
  },
  'imports-no-disclosure': {
    en: { message: 'To record that these people agreed, the wording they saw is needed. Nothing was imported.', fix: 'Write the wording down, or import them without consent.' },
    fr: { message: 'Pour consigner l’accord de ces personnes, il faut le texte qu’elles ont vu. Rien n’a été importé.', fix: 'Saisissez ce texte, ou importez-les sans consentement.' },
  },
  'imports-interrupted': {
    en: { message: 'Deskbell was closed or cut off during this import. Nothing of it is in your contacts.', fix: 'Import the file again.' },
    fr: { message: 'Deskbell s’est fermé ou a été interrompu pendant cet import. Rien n’en reste dans vos contacts.', fix: 'Importez le fichier à nouveau.' },
  },
  'imports-finish-later': {
    en: { message: 'The people are in your contacts, but their consent could not be recorded yet.', fix: 'Restart Deskbell; it will finish the import.' },
    fr: { message: 'Les personnes sont dans vos contacts, mais leur consentement n’a pas encore pu être consigné.', fix: 'Redémarrez Deskbell ; il terminera l’import.' },
  },
} as const satisfies Record<string, ProblemWords>
