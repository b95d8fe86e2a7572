import { useEffect } from 'react'
import { go, type Route } from './routes.ts'

/** The screens in the order of the sidebar: Ctrl or Cmd with 1 to 9, and 0 for the tenth. */
export const screens = [
  { screen: 'today' },
  { screen: 'contacts' },
  { screen: 'lists' },
  { screen: 'permission' },
  { screen: 'compose' },
  { screen: 'campaigns' },
  { screen: 'inbox' },
  { screen: 'log' },
  { screen: 'results' },
  { screen: 'settings' },
] as const satisfies readonly Route[]

/** Ctrl/Cmd+1 to 9 and 0 open screens; Alt+Left and Alt+Right (Cmd+[ and Cmd+]) go back and forward. */
export const useShortcuts = (): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const command = event.ctrlKey || event.metaKey
      const target = command && !event.altKey && !event.shiftKey ? screens['1234567890'.indexOf(event.key)] : undefined
      if (target !== undefined) go(target)
      else if ((event.altKey && event.key === 'ArrowLeft') || (event.metaKey && event.key === '[')) window.history.back()
      else if ((event.altKey && event.key === 'ArrowRight') || (event.metaKey && event.key === ']')) window.history.forward()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', press)
    return () => { window.removeEventListener('keydown', press) }
  }, [])
}
