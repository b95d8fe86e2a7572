import { create } from 'zustand'

type FrontDeskState = {
  /** Customers stand before the screen: nothing but the form is shown. */
  readonly locked: boolean
  /** Sign-ups since the form was opened. */
  readonly count: number
  lock: () => void
  unlock: () => void
  counted: () => void
}

export const useFrontDeskStore = create<FrontDeskState>((set) => ({
  locked: false,
  count: 0,
  lock: () => { set({ locked: true, count: 0 }) },
  unlock: () => { set({ locked: false }) },
  counted: () => { set(({ count }) => ({ count: count + 1 })) },
}))
