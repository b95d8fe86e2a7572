/** npm run test:electron: the real application. Fails with one sentence where Electron or a screen cannot be had. */
import { electronBinary, hasScreen } from './electron-binary.ts'
import { ensureBuilt } from './output.ts'
import { close, playwright, type Count } from './test-steps.ts'

const refused = (sentence: string): Count => {
  console.error(sentence)
  return { passed: 0, failed: 1, skipped: [] }
}

const run = async (): Promise<Count> => {
  if (!hasScreen()) return refused('The application needs a screen to be tested: on a server, run "xvfb-run -a npm run test:electron".')
  const electron = electronBinary()
  if (electron.path === null) return refused(`The application cannot be tested without Electron (${electron.why}): set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds it.`)
  ensureBuilt()
  return playwright('electron', { DESKBELL_TEST_ELECTRON: electron.path })
}

close(await run().catch((cause: unknown) => refused(cause instanceof Error ? cause.message : String(cause))))
