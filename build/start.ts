/** npm start: Deskbell in Electron; else in an installed browser; else, with no screen, the demo in the terminal. */
import { spawn } from 'node:child_process'
import { findBrowser, sandboxArguments } from './browsers.ts'
import { electronBinary, hasScreen } from './electron-binary.ts'
import { ensureBuilt, root } from './output.ts'

/** Resolves with the exit code; whoever ends us ends the program too, in order. */
const run = (program: string, args: readonly string[]): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit' })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => { child.kill(signal) })
    child.on('error', () => { resolve(1) })
    child.on('exit', (code) => { resolve(code ?? 1) })
  })

const start = async (): Promise<number> => {
  if (!hasScreen()) {
    console.log('There is no screen here, so this is the demo instead of the window.')
    return run(process.execPath, ['build/demo/main.ts', ...process.argv.slice(2)])
  }
  ensureBuilt()
  const electron = electronBinary()
  if (electron.path !== null) return run(electron.path, [...sandboxArguments(), '.', ...process.argv.slice(2)])
  if (findBrowser() === null) {
    console.error(`Electron could not be had (${electron.why}), and no Chrome, Edge or Chromium is installed: install one of them, then run npm start again.`)
    return 1
  }
  console.log(`Electron could not be had (${electron.why}), so Deskbell opens in your browser instead: the same program, in a window of its own.`)
  return run(process.execPath, ['build/preview-host/main.ts', ...process.argv.slice(2)])
}

try {
  process.exitCode = await start()
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause)
  process.exitCode = 1
}
