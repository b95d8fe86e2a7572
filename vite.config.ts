import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import postcssMantine from 'postcss-preset-mantine'
import { defineConfig } from 'vite'
import { filesBesideBundle } from './build/vite-beside.ts'
import { workerPaths } from './electron/core/threads/worker-url.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

// better-sqlite3 finds its binary beside itself, and electron is there already; everything else is bundled.
const outside = ['electron', 'better-sqlite3', /^node:/, ...builtinModules]

/** The window, the main process with its threads, and the preload: three environments, one `vite build --app`. */
export default defineConfig({
  root: here('renderer'),
  publicDir: here('renderer/public'),
  cacheDir: here('node_modules/.cache/vite'),
  plugins: [
    react(),
    filesBesideBundle('main', 'electron/core/database/migrations', '.sql'),
    // The letters of PDF documents (electron/core/files/pdf.ts).
    filesBesideBundle('main', 'node_modules/@expo-google-fonts/inter/400Regular', '.ttf'),
    filesBesideBundle('main', 'node_modules/@expo-google-fonts/inter/700Bold', '.ttf'),
    filesBesideBundle('main', 'node_modules/dejavu-fonts-ttf/ttf', 'DejaVuSans.ttf'),
    filesBesideBundle('main', 'node_modules/dejavu-fonts-ttf/ttf', 'DejaVuSans-Bold.ttf'),
  ],
  css: { postcss: { plugins: [postcssMantine()] } },
  environments: {
    client: {
      build: {
        outDir: here('out/renderer'),
        emptyOutDir: true,
        // Electron 33 (tests) has Chromium 130; the one that is shipped is newer.
        target: 'chrome130',
        sourcemap: false,
        chunkSizeWarningLimit: 2000,
        rolldownOptions: { input: here('renderer/index.html') },
      },
    },
    main: {
      consumer: 'server',
      keepProcessEnv: true,
      resolve: { conditions: ['node', 'import', 'module', 'default'], noExternal: true, external: ['electron', 'better-sqlite3'] },
      build: {
        ssr: true,
        outDir: here('out/main'),
        // The migrations (vite-beside.ts); a server environment emits no files unless told.
        emitAssets: true,
        emptyOutDir: true,
        target: 'node20',
        minify: false,
        sourcemap: true,
        rolldownOptions: {
          input: {
            main: here('electron/main.ts'),
            ...Object.fromEntries(workerPaths.map((path) => [path.slice(path.lastIndexOf('/') + 1), here(`electron/core/${path}.ts`)])),
          },
          external: outside,
          platform: 'node',
          output: {
            format: 'esm',
            // Flat, so that workerUrl and the migrations find their files beside whichever chunk asks.
            entryFileNames: '[name].js',
            chunkFileNames: '[name]-[hash].js',
            assetFileNames: '[name][extname]',
          },
        },
      },
    },
    preload: {
      consumer: 'server',
      keepProcessEnv: true,
      resolve: { noExternal: true, external: ['electron'] },
      build: {
        ssr: true,
        outDir: here('out/preload'),
        emptyOutDir: true,
        target: 'node20',
        minify: false,
        rolldownOptions: {
          input: here('electron/preload.ts'),
          external: outside,
          platform: 'node',
          // A sandboxed preload is one CommonJS file.
          output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
        },
      },
    },
  },
})
