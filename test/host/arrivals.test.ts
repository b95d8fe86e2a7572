import { expect, test } from 'vitest'
import { tellArrivals, type Desktop } from '../../electron/host/arrivals.ts'

const core = () => {
  let unread = 0
  let listener: (event: string, data: unknown) => void = () => undefined
  return {
    call: () => Promise.resolve({ ok: true as const, value: { unread } }),
    on: (told: typeof listener) => {
      listener = told
      return () => { listener = () => undefined }
    },
    tell: (event: string, data: unknown) => { listener(event, data) },
    set: (count: number) => { unread = count },
  }
}
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
const arrived = { title: 'Sam', text: 'Hello', number: '+12025550143' }

test('who wrote is told when nobody looks, and a click opens the conversation; the badge counts', async () => {
  const said: string[] = []
  let front = false
  let click: () => void = () => undefined
  const desktop: Desktop = {
    notify: ({ title, text }, clicked) => { said.push(`${title}: ${text}`); click = clicked },
    badge: (unread) => { said.push(`badge ${String(unread)}`) },
    inFront: () => front,
    open: (number) => { said.push(`open ${String(number)}`) },
  }
  const told = core()
  const end = tellArrivals(told, desktop)
  await settle()
  told.set(1)
  told.tell('inbox.arrived', arrived)
  told.tell('changed', { topics: ['inbox', 'today'] })
  await settle()
  click()
  expect(said).toEqual(['badge 0', 'Sam: Hello', 'badge 1', 'open +12025550143'])
  front = true
  told.tell('inbox.arrived', arrived)
  told.tell('changed', { topics: ['contacts'] })
  told.tell('changed', { topics: ['inbox'] })
  await settle()
  expect(said).toHaveLength(4)
  end()
  front = false
  told.tell('inbox.arrived', arrived)
  expect(said).toHaveLength(4)
})

test('a system without notifications or badges is left in peace', async () => {
  const told = core()
  tellArrivals(told, { notify: null, badge: null, inFront: () => false, open: () => undefined })
  told.tell('inbox.arrived', arrived)
  told.tell('changed', { topics: ['inbox'] })
  await settle()
})
