/**
 * Where a worker's file is: beside its source when Node runs the source, beside the bundle when built.
 * `path` is relative to electron/core, without its ending: 'imports/import-worker'. Vite builds each
 * into the same folder as the bundle under its last name.
 */
export const workerUrl = (path: WorkerPath): URL =>
  import.meta.url.endsWith('.ts')
    ? new URL(`../${path}.ts`, import.meta.url)
    : new URL(`./${path.slice(path.lastIndexOf('/') + 1)}.js`, import.meta.url)

/** Every worker of the program; vite.config.ts builds exactly these. */
export const workerPaths = ['imports/import-worker', 'imports/check-worker', 'segments/people-worker', 'campaigns/audience-worker', 'reports/export-worker', 'reports/log-worker', 'care/care-worker', 'consent/ledger-worker', 'practice/practice-worker', 'database/backup-worker'] as const
export type WorkerPath = (typeof workerPaths)[number]
