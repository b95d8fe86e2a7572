// The architecture, as rules. docs/architecture.md says why; test/lint/architecture.test.ts breaks each one.
const capability = '(contacts|consent|segments|imports|sending|campaigns|inbox|reminders|reports|care|permission|settings)'
const except = (...allowed) => ({ pathNot: allowed })

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: ['^virtual:', '\\.css$'] } },
    {
      name: 'shared-is-pure',
      comment: 'shared/ is pure TypeScript: no Node, no DOM, no other folder of ours; only libraries that are pure themselves.',
      severity: 'error',
      from: { path: '^shared/' },
      to: except('^shared/', '^node_modules/(zod|liquidjs|libphonenumber-js)/'),
    },
    {
      name: 'core-knows-no-electron',
      comment: 'core runs unchanged under Electron, in tests and in the preview host.',
      severity: 'error',
      from: { path: '^electron/core/' },
      to: { path: ['^electron/(host|main\\.ts|preload\\.ts)', '^renderer/', '^build/', '^test/', '^node_modules/electron/'] },
    },
    {
      name: 'only-host-imports-electron',
      severity: 'error',
      from: { path: '^(electron|renderer|shared|build)/', pathNot: ['^electron/host/', '^electron/preload\\.ts$', '^electron/main\\.ts$'] },
      to: { path: '^(node_modules/)?electron(/|$)', pathNot: '^electron/(core|host|main|preload)' },
    },
    {
      name: 'host-enters-core-by-its-door',
      severity: 'error',
      from: { path: '^electron/(host/|main\\.ts)' },
      to: { path: '^electron/core/', pathNot: '^electron/core/(core|environment|logging/log)\\.ts$' },
    },
    {
      name: 'preload-knows-only-the-contract',
      severity: 'error',
      from: { path: '^electron/preload\\.ts$' },
      to: { path: '^(electron/(core|host)|renderer)/' },
    },
    {
      name: 'renderer-knows-only-shared',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: ['^electron/', '^build/', '^test/'] },
    },
    { name: 'renderer-has-no-node', severity: 'error', from: { path: '^renderer/' }, to: { dependencyTypes: ['core'] } },
    {
      name: 'features-do-not-know-each-other',
      comment: 'What several features use lives in renderer/ui.',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    {
      name: 'ui-is-below-features',
      severity: 'error',
      from: { path: '^renderer/(ui|i18n)/' },
      to: { path: '^renderer/(features|app)/' },
    },
    {
      name: 'only-the-provider-imports-twilio',
      severity: 'error',
      from: { pathNot: ['^electron/core/provider/', '^test/(bench|core/(provider|practice))/'] },
      to: { path: '^node_modules/twilio/' },
    },
    {
      name: 'ground-floor',
      comment: 'database, provider, practice, logging and threads stand on the ground and know no capability.',
      severity: 'error',
      from: { path: '^electron/core/(database|provider|practice|logging|threads)/' },
      to: { path: `^electron/core/${capability}/` },
    },
    {
      name: 'people-floor',
      comment: 'contacts, consent, segments and settings stand on the ground floor.',
      severity: 'error',
      from: { path: '^electron/core/(contacts|consent|segments|settings)/' },
      to: { path: '^electron/core/(imports|sending|campaigns|inbox|reminders|reports|care|permission)/' },
    },
    {
      name: 'work-floor',
      comment: 'imports and sending stand on people; campaigns, inbox, reminders, reports, care and permission stand on them.',
      severity: 'error',
      from: { path: '^electron/core/(imports|sending)/' },
      to: { path: '^electron/core/(campaigns|inbox|reminders|reports|care|permission)/' },
    },
    {
      name: 'account-is-on-the-roof',
      comment: 'Connecting an account opens another book: only core puts it together.',
      severity: 'error',
      from: { path: `^electron/core/(${capability}|database|provider|practice|logging|threads)/` },
      to: { path: '^electron/core/(account/|book\\.ts)' },
    },
    {
      name: 'the-roof-is-core',
      severity: 'error',
      from: { path: `^electron/core/${capability}/` },
      to: { path: '^electron/core/core\\.ts$' },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { path: '^(electron|renderer|shared|build)/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'] },
    exclude: { path: '^(out|release)/' },
  },
}
