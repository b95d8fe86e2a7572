import type { Language } from '../../shared/contract/common.ts'

type HostWords = {
  readonly lists: string
  readonly allFiles: string
  readonly quitTitle: (busy: number) => string
  readonly quitDetail: string
  readonly keepOpen: string
  readonly quitAnyway: string
  readonly menu: Readonly<Record<
    'file' | 'edit' | 'view' | 'window' | 'close' | 'quit' | 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'selectAll' | 'zoomIn' | 'zoomOut' | 'resetZoom' | 'fullScreen' | 'minimize' | 'reload' | 'devTools' | 'about' | 'hide' | 'hideOthers' | 'unhide',
    string>>
}

/** What is said outside the window: dialogs and the menu. */
export const hostWords: Readonly<Record<Language, HostWords>> = {
  en: {
    lists: 'Lists',
    allFiles: 'All files',
    quitTitle: (busy) => (busy === 1 ? '1 message is still on its way out.' : `${busy.toLocaleString('en')} messages are still on their way out.`),
    quitDetail: 'Nothing is lost when you quit: what has not left waits, and goes out when you open Deskbell again.',
    keepOpen: 'Keep Deskbell open',
    quitAnyway: 'Quit',
    menu: {
      file: 'File', edit: 'Edit', view: 'View', window: 'Window', close: 'Close Window', quit: 'Quit Deskbell',
      undo: 'Undo', redo: 'Redo', cut: 'Cut', copy: 'Copy', paste: 'Paste', selectAll: 'Select All',
      zoomIn: 'Zoom In', zoomOut: 'Zoom Out', resetZoom: 'Actual Size', fullScreen: 'Full Screen', minimize: 'Minimize',
      reload: 'Reload', devTools: 'Developer Tools', about: 'About Deskbell', hide: 'Hide Deskbell', hideOthers: 'Hide Others', unhide: 'Show All',
    },
  },
  fr: {
    lists: 'Listes',
    allFiles: 'Tous les fichiers',
    quitTitle: (busy) => (busy <= 1 ? '1 message est encore en train de partir.' : `${busy.toLocaleString('fr')} messages sont encore en train de partir.`),
    quitDetail: 'Rien n’est perdu si vous quittez : ce qui n’est pas parti attend et partira à la prochaine ouverture de Deskbell.',
    keepOpen: 'Garder Deskbell ouvert',
    quitAnyway: 'Quitter',
    menu: {
      file: 'Fichier', edit: 'Édition', view: 'Affichage', window: 'Fenêtre', close: 'Fermer la fenêtre', quit: 'Quitter Deskbell',
      undo: 'Annuler', redo: 'Rétablir', cut: 'Couper', copy: 'Copier', paste: 'Coller', selectAll: 'Tout sélectionner',
      zoomIn: 'Zoom avant', zoomOut: 'Zoom arrière', resetZoom: 'Taille réelle', fullScreen: 'Plein écran', minimize: 'Réduire',
      reload: 'Recharger', devTools: 'Outils de développement', about: 'À propos de Deskbell', hide: 'Masquer Deskbell', hideOthers: 'Masquer les autres', unhide: 'Tout afficher',
    },
  },
}
