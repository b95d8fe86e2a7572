import { useEffect, useRef, useState } from 'react'

/** How long a key or button is held before it means it. */
export const HOLD_MS = 2000

/**
 * A deliberate act: Escape, or whatever `begin` and `end` are put on, held for two seconds. `holding` while it is.
 * `enabled` false: neither does anything.
 */
export const useHold = (onHeld: () => void, enabled: boolean): { readonly holding: boolean; readonly begin: () => void; readonly end: () => void } => {
  const [holding, setHolding] = useState(false)
  const timer = useRef<number | undefined>(undefined)
  const held = useRef(onHeld)
  useEffect(() => { held.current = onHeld })
  const end = () => {
    window.clearTimeout(timer.current)
    timer.current = undefined
    setHolding(false)
  }
  const begin = () => {
    if (timer.current !== undefined || !enabled) return
    setHolding(true)
    timer.current = window.setTimeout(() => { end(); held.current() }, HOLD_MS)
  }
  const latest = useRef({ begin, end })
  useEffect(() => { latest.current = { begin, end } })
  useEffect(() => {
    const down = (event: KeyboardEvent) => { if (event.key === 'Escape' && !event.repeat) latest.current.begin() }
    const up = (event: KeyboardEvent) => { if (event.key === 'Escape') latest.current.end() }
    const away = () => { latest.current.end() }
    window.addEventListener('keydown', down)
    window.addEventListener('keyup', up)
    window.addEventListener('blur', away)
    return () => {
      window.removeEventListener('keydown', down)
      window.removeEventListener('keyup', up)
      window.removeEventListener('blur', away)
      latest.current.end()
    }
  }, [])
  return { holding, begin, end }
}
