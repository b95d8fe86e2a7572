/** npm test: types, lint, the vitest tests, and the screens in a real browser. Ends with "N passed, N failed". */
import { ensureBuilt } from './output.ts'
import { close, ensureBrowser, lint, playwright, sum, types, unit, type Count } from './test-steps.ts'

const screens = async (): Promise<Count> => {
  try {
    ensureBuilt()
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : cause)
    return { passed: 0, failed: 1, skipped: [] }
  }
  return ensureBrowser() ? playwright('e2e') : { passed: 0, failed: 1, skipped: [] }
}

// Types and lint share the two cores of a small machine; whoever times or clicks has them alone.
const style = await Promise.all([types(), lint()])
close(sum([...style, await unit(), await screens()]))
