import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/**
 * Puts files that the program reads with `new URL('./name', import.meta.url)` beside the bundle, under the same
 * names, so that the very same line finds them when Node runs the source and when Electron runs the bundle.
 * `folder` is relative to the repository; every file in it ending in `ending` is taken.
 */
export const filesBesideBundle = (environment: string, folder: string, ending: string): Plugin => ({
  name: `deskbell:beside:${folder}:${ending}`,
  applyToEnvironment: ({ name }) => name === environment,
  buildStart() {
    const from = new URL(`../${folder}/`, import.meta.url)
    for (const name of readdirSync(from).filter((file) => file.endsWith(ending))) {
      this.addWatchFile(fileURLToPath(new URL(name, from)))
      this.emitFile({ type: 'asset', fileName: name, source: readFileSync(new URL(name, from)) })
    }
  },
})
