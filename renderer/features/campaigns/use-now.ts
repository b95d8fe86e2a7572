import { useEffect, useState } from 'react'

/** The time, four times a second while `ticking`. */
export const useNow = (ticking: boolean): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!ticking) return
    let timer: ReturnType<typeof setTimeout>
    const tick = () => {
      setNow(Date.now())
      timer = setTimeout(tick, 250)
    }
    tick()
    return () => { clearTimeout(timer) }
  }, [ticking])
  return now
}
