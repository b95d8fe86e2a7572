/** The file the thread of a dry run starts from. Plain Node only. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { checkAll } from './check-all.ts'
import type { CheckJob, CheckMessage } from './check-job.ts'

const port = parentPort as MessagePort
checkAll(workerData as CheckJob, (message: CheckMessage) => { port.postMessage(message) })
