import { create } from 'zustand'
import type { PaperEntry } from '../../../../shared/contract/collect.ts'

export type Listed = PaperEntry & { readonly key: number; readonly signedAt: number; readonly undone: boolean }

type PaperState = {
  /** The latest first; as long as the window is open. */
  readonly listed: readonly Listed[]
  add: (entry: PaperEntry, signedAt: number) => void
  takeBack: (undoId: string) => void
}

let nextKey = 0

export const usePaperStore = create<PaperState>((set) => ({
  listed: [],
  add: (entry, signedAt) => { set(({ listed }) => ({ listed: [{ ...entry, signedAt, undone: false, key: (nextKey += 1) }, ...listed] })) },
  takeBack: (undoId) => { set(({ listed }) => ({ listed: listed.map((one) => (one.undoId === undoId ? { ...one, undone: true } : one)) })) },
}))
