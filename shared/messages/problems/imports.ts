import type { ProblemWords } from '../problems.ts'

export const importProblems = {
  'imports-old-excel': {
    en: { message: 'This file is in an old or special Excel format (.xls, .xlsb), which Deskbell cannot read. Nothing was imported.', fix: 'Open it in Excel, choose “Save as”, then “Excel Workbook (.xlsx)”, and import that file.' },
    fr: { message: 'Ce fichier est dans un format Excel ancien ou particulier (.xls, .xlsb), que Deskbell ne sait pas lire. Rien n’a été importé.', fix: 'Ouvrez-le dans Excel, choisissez « Enregistrer sous », puis « Classeur Excel (.xlsx) », et importez ce fichier.' },
  },
  'imports-protected': {
    en: { message: 'This file is protected by a password. Nothing was imported.', fix: 'Open it in Excel, choose File, Info, “Protect Workbook”, remove the password, save, and import it again.' },
    fr: { message: 'Ce fichier est protégé par un mot de passe. Rien n’a été importé.', fix: 'Ouvrez-le dans Excel, choisissez Fichier, Informations, « Protéger le classeur », retirez le mot de passe, enregistrez et importez-le à nouveau.' },
  },
  'imports-numbers': {
    en: { message: 'This is a Numbers file, which only Apple’s programs can read. Nothing was imported.', fix: 'Open it in Numbers, choose File, Export To, Excel, and import that file.' },
    fr: { message: 'C’est un fichier Numbers, que seuls les logiciels d’Apple savent lire. Rien n’a été importé.', fix: 'Ouvrez-le dans Numbers, choisissez Fichier, Exporter vers, Excel, et importez ce fichier.' },
  },
  'imports-opendocument': {
    en: { message: 'This is a LibreOffice file (.ods, .odt), which Deskbell cannot read. Nothing was imported.', fix: 'Open it in LibreOffice, choose “Save as”, then “Excel 2007–365 (.xlsx)”, and import that file.' },
    fr: { message: 'C’est un fichier LibreOffice (.ods, .odt), que Deskbell ne sait pas lire. Rien n’a été importé.', fix: 'Ouvrez-le dans LibreOffice, choisissez « Enregistrer sous », puis « Excel 2007–365 (.xlsx) », et importez ce fichier.' },
  },
  'imports-word': {
    en: { message: 'This is a text document (Word), not a list. Nothing was imported.', fix: 'If the list is a table in it, copy the table and paste it on the import page.' },
    fr: { message: 'C’est un document texte (Word), pas une liste. Rien n’a été importé.', fix: 'Si la liste est un tableau de ce document, copiez le tableau et collez-le sur la page d’import.' },
  },
  'imports-pdf': {
    en: { message: 'This is a PDF: a picture of a list, whose rows no program can tell apart for certain. Nothing was imported.', fix: 'Export the list as Excel or CSV from the program it comes from.' },
    fr: { message: 'C’est un PDF : l’image d’une liste, dont aucun logiciel ne distingue les lignes à coup sûr. Rien n’a été importé.', fix: 'Exportez la liste en Excel ou en CSV depuis le logiciel d’où elle vient.' },
  },
  'imports-zip': {
    en: { message: 'This is a compressed folder. Nothing was imported.', fix: 'Open it (a double-click does), and import the list that is inside.' },
    fr: { message: 'C’est un dossier compressé. Rien n’a été importé.', fix: 'Ouvrez-le (un double-clic suffit), et importez la liste qui s’y trouve.' },
  },
  'imports-web-page': {
    en: { message: 'This file is a web page, whatever its name says. Nothing was imported.', fix: 'Open it in Excel, choose “Save as”, then “Excel Workbook (.xlsx)”, and import that file. Or copy the table and paste it on the import page.' },
    fr: { message: 'Ce fichier est une page web, quoi que dise son nom. Rien n’a été importé.', fix: 'Ouvrez-le dans Excel, choisissez « Enregistrer sous », puis « Classeur Excel (.xlsx) », et importez ce fichier. Ou copiez le tableau et collez-le sur la page d’import.' },
  },
  'imports-damaged': {
    en: { message: 'This file is damaged or was cut off on its way. Nothing was imported.', fix: 'Get it once more from where it came from. If Excel can open it, save it under a new name and import that.' },
    fr: { message: 'Ce fichier est abîmé ou incomplet. Rien n’a été importé.', fix: 'Récupérez-le de nouveau là d’où il vient. Si Excel l’ouvre, enregistrez-le sous un autre nom et importez celui-là.' },
  },
  'imports-unpacks-too-big': {
    en: { message: 'Unpacked, this file is larger than {most} MB, which no list of people is. Nothing was imported.', fix: 'Copy the rows you need into a new Excel file, or save the sheet as CSV, and import that.' },
    fr: { message: 'Décompressé, ce fichier dépasse {most} Mo, ce qu’aucune liste de personnes n’atteint. Rien n’a été importé.', fix: 'Copiez les lignes utiles dans un nouveau fichier Excel, ou enregistrez la feuille en CSV, et importez celui-là.' },
  },
  'imports-not-text': {
    en: { message: 'This file is not a list that Deskbell can read. Nothing was imported.', fix: 'Export your contacts as Excel (.xlsx), CSV or vCard from the program they are in, and import that file.' },
    fr: { message: 'Ce fichier n’est pas une liste que Deskbell sait lire. Rien n’a été importé.', fix: 'Exportez vos contacts en Excel (.xlsx), CSV ou vCard depuis le logiciel où ils se trouvent, et importez ce fichier.' },
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
  'imports-check-gone': {
    en: { message: 'This look into the file is no longer kept. Nothing was imported.', fix: 'Go back one step and check again.' },
    fr: { message: 'Cette vérification n’est plus conservée. Rien n’a été importé.', fix: 'Revenez d’une étape et vérifiez à nouveau.' },
  },
  'imports-busy': {
    en: { message: 'Another import is still running. This one was not started.', fix: 'Wait until it is done, or cancel it.' },
    fr: { message: 'Un autre import est encore en cours. Celui-ci n’a pas été lancé.', fix: 'Attendez qu’il se termine, ou annulez-le.' },
  },
  'imports-busy-undo': {
    en: { message: 'An import is still running, or being undone. This one was not undone.', fix: 'Wait until it is done, then undo this one.' },
    fr: { message: 'Un import est encore en cours, ou en train d’être défait. Celui-ci n’a pas été défait.', fix: 'Attendez qu’il se termine, puis défaites celui-ci.' },
  },
  'imports-not-done': {
    en: { message: 'Only an import that was completed can be undone. Nothing was changed.', fix: 'An import that was canceled or stopped left nothing in your contacts.' },
    fr: { message: 'Seul un import terminé peut être défait. Rien n’a été modifié.', fix: 'Un import annulé ou arrêté n’a rien laissé dans vos contacts.' },
  },
  'imports-row-did-nothing': {
    en: { message: 'This row changed nothing in your contacts, so there is nothing to undo.', fix: 'Choose a row that added or changed somebody.' },
    fr: { message: 'Cette ligne n’a rien changé dans vos contacts : il n’y a rien à défaire.', fix: 'Choisissez une ligne qui a ajouté ou modifié une personne.' },
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
