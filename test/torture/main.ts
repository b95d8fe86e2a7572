/**
 * `npm run torture -- [--kills 200] [--messages 20000] [--seed N]`: ends with one JSON object, fails unless nothing was lost or doubled.
 * `npm run torture -- --inbound [--kills 20] [--messages 1000]`: the same for messages that come in.
 */
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { expectedOf, tortureInbound } from './inbound.ts'
import { torture } from './torture.ts'

const { values } = parseArgs({ options: { kills: { type: 'string' }, messages: { type: 'string' }, seed: { type: 'string' }, inbound: { type: 'boolean', default: false } } })
const seed = Number(values.seed ?? Date.now() % 1_000_000)

if (values.inbound) {
  const kills = Number(values.kills ?? 20)
  const messages = Number(values.messages ?? 1_000)
  const result = await tortureInbound({ kills, messages, seed })
  console.log(JSON.stringify({ bench: 'torture-inbound', seed, ...result }))
  process.exit(isDeepStrictEqual(result, { kills, ...expectedOf(messages) }) ? 0 : 1)
}

const kills = Number(values.kills ?? 200)
const result = await torture({
  kills,
  messages: Number(values.messages ?? Math.max(20_000, kills * 100)),
  seed,
  say: (text) => console.error(text),
})
console.log(JSON.stringify(result))
process.exit(result.lost === 0 && result.duplicated === 0 && result.unknown_left === 0 ? 0 : 1)
