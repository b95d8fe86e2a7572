/** The part of Electron's powerSaveBlocker that is needed. */
export type SleepBlocker = { start(type: 'prevent-app-suspension'): number; stop(id: number): unknown }
/** The part of core that is needed. */
export type BusyCore = { busy(): number; on(listener: (event: string, data: unknown) => void): () => void }

/**
 * Keeps the computer from falling asleep while messages are going out, and no longer: the screen may still go dark.
 * Looks whenever core says that something changed. Answers a function that ends it.
 */
export const keepAwake = (core: BusyCore, blocker: SleepBlocker): (() => void) => {
  let held: number | null = null
  const look = (): void => {
    const busy = core.busy() > 0
    if (busy && held === null) held = blocker.start('prevent-app-suspension')
    if (!busy && held !== null) {
      blocker.stop(held)
      held = null
    }
  }
  const stop = core.on(look)
  look()
  return () => {
    stop()
    if (held !== null) blocker.stop(held)
    held = null
  }
}
