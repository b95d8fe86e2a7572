import { useEffect } from 'react'
import { go, type Route } from './routes.ts'

/** The screens in the order of the sidebar: Ctrl or Cmd with 1 to 7. */
export const screens = [
  { screen: 'today' },
  { screen: 'contacts' },
  { screen: 'lists' },
  { screen: 'compose' },
  { screen: 'campaigns' },
  { screen: 'log' },
  { screen: 'settings' },
] as const satisfies readonly Route[]

/** Ctrl/Cmd+1 to 7 open screens; Alt+Left and Alt+Right (Cmd+[ and Cmd+]) go back and forward. */
export const useShortcuts = (): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const command = event.ctrlKey || event.metaKey
      const target = command && !event.altKey && !event.shiftKey ? screens[Number(event.key) - 1] : undefined
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
