import { describe, expect, it } from 'vitest'
import { createEvents } from '../../../electron/core/events.ts'
import { silentLog } from '../../../electron/core/environment.ts'
import type { Topic } from '../../../shared/contract/common.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

const listen = () => {
  const clock = createFakeClock(0)
  const events = createEvents(clock, silentLog)
  const heard: (readonly Topic[])[] = []
  const off = events.on((name, data) => void (name === 'changed' && heard.push((data as { topics: readonly Topic[] }).topics)))
  return { clock, events, heard, off }
}

describe('changed', () => {
  it('gathers topics and tells each once', async () => {
    const { clock, events, heard } = listen()
    events.changed('contacts', 'lists')
    events.changed('contacts')
    expect(heard).toEqual([])
    await clock.advance(1)
    expect(heard).toEqual([['contacts', 'lists', 'today']])
  })

  it('speaks at most ten times a second, and says everything in the end', async () => {
    const { clock, events, heard } = listen()
    const moments: number[] = []
    events.on(() => void moments.push(clock.monotonic()))
    for (let ms = 0; ms < 1_000; ms++) {
      events.changed(ms === 999 ? 'today' : 'messages')
      await clock.advance(1)
    }
    await clock.advance(100)
    expect(moments.length).toBeGreaterThanOrEqual(10)
    expect(Math.min(...moments.slice(1).map((moment, index) => moment - moments[index]!))).toBeGreaterThanOrEqual(100)
    expect(heard.at(-1)).toContain('today')
    expect(clock.pending()).toBe(0)
  })

  it('says what is left when flushed, once', async () => {
    const { clock, events, heard } = listen()
    events.changed('queue')
    events.flush()
    events.flush()
    await clock.advance(1_000)
    expect(heard).toEqual([['queue', 'today']])
  })

  it('goes on when a listener throws, and is silent to one that left', async () => {
    const { clock, events, heard, off } = listen()
    events.on(() => {
      throw new Error('window gone')
    })
    const later: string[] = []
    events.on((name) => void later.push(name))
    events.changed('queue')
    await clock.advance(1)
    expect(later).toEqual(['changed'])
    off()
    events.changed('queue')
    await clock.advance(200)
    expect(heard).toHaveLength(1)
  })
})
