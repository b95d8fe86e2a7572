import { expect, test } from 'vitest'
import { keepAwake } from '../../electron/host/awake.ts'

test('the computer is kept awake while messages go out, once, and let go when they are out or the program ends', () => {
  let busy = 0
  let tell = () => {}
  const calls: string[] = []
  const blocker = { start: () => (calls.push('start'), 7), stop: (id: number) => calls.push(`stop ${id}`) }
  const end = keepAwake({ busy: () => busy, on: (listener) => ((tell = () => listener('changed', {})), () => (tell = () => {})) }, blocker)
  tell()
  expect(calls).toEqual([])
  busy = 5
  tell()
  tell()
  expect(calls).toEqual(['start'])
  busy = 0
  tell()
  expect(calls).toEqual(['start', 'stop 7'])
  busy = 1
  tell()
  end()
  expect(calls).toEqual(['start', 'stop 7', 'start', 'stop 7'])
  tell()
  expect(calls).toHaveLength(4)
})
