/** A process of its own for kill.test.ts: imports or undoes in the book of the folder it is given, until it is killed. */
import { createFiles } from '../../../electron/core/files/files.ts'
import { startImport } from '../../../electron/core/imports/run.ts'
import { startUndo } from '../../../electron/core/imports/undo-thread.ts'
import { unwrap } from '../../../shared/result.ts'
import { listPlan } from '../../bench/import-list.ts'
import { testContext } from '../../support/context.ts'

const [folder = '', file = '', undo = ''] = process.argv.slice(2)
const ctx = testContext({}, folder)
const files = createFiles(folder)
const context = { ...ctx, files }
if (undo !== '') await unwrap(startUndo(context, Number(undo))).ended
else {
  const run = await unwrap(startImport(context, listPlan(files.grant(file).fileId))).ended
  console.log(run.id)
}
