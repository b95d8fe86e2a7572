import type { Random } from '../environment.ts'

/**
 * How long to wait before try number `attempt` (1 for the first repeat): exponential with full jitter, from
 * `baseMs` up to `ceilingMs`, never under a tenth of the ceiling of that try, so that nothing busy-loops.
 */
export const backoff = (attempt: number, random: Random, baseMs = 1000, ceilingMs = 60_000): number => {
  const most = Math.min(ceilingMs, baseMs * 2 ** Math.min(30, Math.max(0, attempt - 1)))
  return Math.round(most * (0.1 + 0.9 * random()))
}
