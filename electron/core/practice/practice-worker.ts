import { parentPort, workerData } from 'node:worker_threads'
import { scaledClock, seededRandom, type Log } from '../environment.ts'
import { createPracticeCarrier } from './carrier.ts'
import type { PracticeWorkerData, ToParent, ToWorker } from './spawn.ts'

// The practice carrier on a thread of its own; spawn.ts holds the other end.
const port = parentPort
if (port === null) throw new Error('practice/practice-worker.ts runs in a worker thread only')
const tell = (message: ToParent): void => port.postMessage(message)

const data = workerData as PracticeWorkerData
const speak = (level: keyof Log) => (event: string, fields?: Record<string, unknown>) => tell({ kind: 'log', level, event, fields })
const log: Log = { debug: speak('debug'), info: speak('info'), warn: speak('warn'), error: speak('error') }

const start = async (): Promise<void> => {
  const { seed, speed, ...options } = data
  const carrier = createPracticeCarrier({
    ...options,
    clock: scaledClock(speed),
    random: seed === undefined ? Math.random : seededRandom(seed),
    log,
  })
  port.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'faults':
        carrier.setFaults(message.faults)
        return tell({ kind: 'answer', accepted: [] })
      case 'accepted':
        return tell({ kind: 'answer', accepted: carrier.accepted() })
      case 'stop':
        void carrier.stop().then(() => {
          tell({ kind: 'stopped' })
          port.close()
        })
        return
    }
  })
  await carrier.start()
  tell({ kind: 'ready', url: carrier.url, accountSid: carrier.accountSid, authToken: carrier.authToken })
}

start().catch((problem: unknown) => {
  tell({ kind: 'failed', cause: problem instanceof Error ? problem.message : 'unknown' })
  port.close()
})
