import type { FakeClock } from './fake-clock.ts'

/** Lets everything happen that needs no time to pass by the clock: answers, threads, what follows from them. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 6; i++) {
    await new Promise<void>((resolve) => setTimeout(resolve, 1))
    for (let j = 0; j < 8; j++) await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

/** Lets seconds pass by the clock until `holds`. @throws when it does not within 400 of them */
export const passUntil = async (clock: FakeClock, holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let step = 0; step < 400; step++) {
    await settle()
    if (await holds()) return
    await clock.advance(1_000)
  }
  throw new Error(`It never came to: ${holds.toString()}`)
}
