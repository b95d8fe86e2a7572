/** node build/run.mjs SCRIPT.ts …args: installs what is missing, then runs the script under Node 24. */
import { ensureInstalled, runScript } from './install.mjs'

const [script, ...args] = process.argv.slice(2)
if (script === undefined) {
  console.error('Which script? node build/run.mjs SCRIPT.ts …args')
  process.exit(1)
}
ensureInstalled()
process.exit(await runScript(script, args))
