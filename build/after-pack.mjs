import { rmSync } from 'node:fs'
import { join } from 'node:path'

/** Electron's own start page, and whatever update address came with a borrowed Electron, are not ours to ship. */
export default ({ appOutDir, electronPlatformName, packager }) => {
  const resources = electronPlatformName === 'darwin' ? join(appOutDir, `${packager.appInfo.productFilename}.app`, 'Contents', 'Resources') : join(appOutDir, 'resources')
  for (const name of ['default_app.asar', 'app-update.yml']) rmSync(join(resources, name), { force: true })
}
