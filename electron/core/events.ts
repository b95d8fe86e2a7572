import type { CoreEvents, EventName } from '../../shared/contract/index.ts'
import type { Topic } from '../../shared/contract/common.ts'
import type { Clock, Log, Timer } from './environment.ts'

export type CoreListener = <E extends EventName>(event: E, data: CoreEvents[E]) => void

export type Events = {
  on(listener: CoreListener): () => void
  emit: CoreListener
  /** Gathers topics and tells them at most ten times a second, never within the caller's own turn. */
  changed(...topics: readonly Topic[]): void
  /** Tells what is gathered now. */
  flush(): void
}

const gatherMs = 100

export const createEvents = (clock: Clock, log: Log): Events => {
  const listeners = new Set<CoreListener>()
  const topics = new Set<Topic>()
  let timer: Timer | null = null
  let toldAt = -Infinity

  const emit: CoreListener = (event, data) => {
    for (const listener of listeners) {
      try {
        listener(event, data)
      } catch (cause) {
        log.error('core.listener-failed', { event, cause: String(cause) })
      }
    }
  }
  const flush = (): void => {
    timer?.cancel()
    timer = null
    if (topics.size === 0) return
    toldAt = clock.monotonic()
    const data = { topics: [...topics] }
    topics.clear()
    emit('changed', data)
  }
  return {
    on(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    emit,
    changed(...more) {
      for (const topic of more) topics.add(topic)
      // Figures are made of messages.
      if (topics.has('messages')) topics.add('results')
      // The first screen sums up all of them.
      topics.add('today')
      timer ??= clock.after(Math.max(0, toldAt + gatherMs - clock.monotonic()), flush)
    },
    flush,
  }
}
