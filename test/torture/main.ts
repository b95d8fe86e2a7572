/** `npm run torture -- [--kills 200] [--messages 20000] [--seed N]`: ends with one JSON object, fails unless nothing was lost or doubled. */
import { parseArgs } from 'node:util'
import { torture } from './torture.ts'

const { values } = parseArgs({ options: { kills: { type: 'string' }, messages: { type: 'string' }, seed: { type: 'string' } } })
const kills = Number(values.kills ?? 200)
const result = await torture({
  kills,
  messages: Number(values.messages ?? Math.max(20_000, kills * 100)),
  seed: Number(values.seed ?? Date.now() % 1_000_000),
  say: (text) => console.error(text),
})
console.log(JSON.stringify(result))
process.exit(result.lost === 0 && result.duplicated === 0 && result.unknown_left === 0 ? 0 : 1)
