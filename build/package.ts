/** npm run package: the folder build of this system in release/, from the Electron that is here. No download, no upload. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { electronBinary, electronFolder } from './electron-binary.ts'
import { ensureBuilt, root } from './output.ts'

const make = (): number => {
  const electron = electronBinary()
  const folder = electronFolder()
  if (electron.path === null || folder === null) {
    console.error(`There is no Electron to package (${electron.path === null ? electron.why : 'its folder is empty'}): set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds it.`)
    return 1
  }
  ensureBuilt()
  const version = existsSync(join(folder, 'version')) ? readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '') : null
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js')
  const args = [builder, '--dir', '--publish', 'never', '--config', 'electron-builder.yml', `-c.electronDist=${folder}`, ...(version === null ? [] : [`-c.electronVersion=${version}`])]
  return spawnSync(process.execPath, [...args, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }).status ?? 1
}

try {
  process.exitCode = make()
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause)
  process.exitCode = 1
}
