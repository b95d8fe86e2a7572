/** npm run bench -- NAME [--rows N]: runs test/bench/NAME.ts; the last line is its figures as one JSON object. */
import { parseArgs } from 'node:util'

const benches = ['import', 'numbers', 'excel', 'segments', 'contacts', 'send', 'start', 'queue', 'log', 'poll', 'consent', 'undo', 'bulk'] as const
type Bench = { run(options: { readonly rows?: number }): Promise<object> | object }

const { values, positionals } = parseArgs({ options: { rows: { type: 'string' } }, allowPositionals: true })
const name = benches.find((known) => known === positionals[0])
const rows = values.rows === undefined ? undefined : Number(values.rows)
if (name === undefined || positionals.length > 1 || (rows !== undefined && !(Number.isSafeInteger(rows) && rows > 0))) {
  console.error(`npm run bench -- ${benches.join('|')} [--rows N]`)
  process.exit(1)
}
const bench = (await import(`./${name}.ts`)) as Bench
console.log(JSON.stringify({ bench: name, ...(await bench.run(rows === undefined ? {} : { rows })) }))
