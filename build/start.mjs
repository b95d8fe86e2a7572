import { fileURLToPath } from 'node:url'
import { ensureInstalled, runScript } from './install.mjs'

ensureInstalled()
process.exit(await runScript(fileURLToPath(new URL('./start.ts', import.meta.url)), process.argv.slice(2)))
