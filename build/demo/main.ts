/** The main job in a terminal, over the same core as the window: import, consent, preflight, send, follow to the end. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createCore, type Core } from '../../electron/core/core.ts'
import { memoryVault, scaledClock, seededRandom, silentLog } from '../../electron/core/environment.ts'
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts'
import type { Campaign, LeftOutReason, MessageCounts } from '../../shared/contract/campaigns.ts'
import type { ImportRun } from '../../shared/contract/imports.ts'
import { formatMoney } from '../../shared/money.ts'
import { unwrap, type Result } from '../../shared/result.ts'
import { readArguments, usage, type DemoArguments } from './arguments.ts'
import { createTerminal, type Terminal } from './terminal.ts'

export type DemoReport = {
  readonly rows: number
  readonly imported: number
  readonly rejected: number
  readonly duplicates: number
  readonly recipients: number
  readonly left_out: Partial<Record<LeftOutReason | 'opted-out-meanwhile', number>>
  readonly segments: number
  /** As billed, in `currency`. */
  readonly cost: number
  readonly currency: string
  readonly sent: number
  readonly delivered: number
  readonly undelivered: number
  readonly failed: number
  /** Of this computer's time. */
  readonly seconds: number
}

const BUSINESS = 'Lemon & Thyme'
const DAY_MS = 86_400_000

type Call = <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N>>
/** Core's calls, typed by the contract; a refusal is an Error. */
export const caller = (core: Core): Call => async (name, input) => unwrap((await core.call(name, input)) as Result<never>)

/** Resolves with the first answer of `look` that is not null, asking whenever core says something changed. */
const watch = async <T>(core: Core, look: () => Promise<T | null>): Promise<T> => {
  for (;;) {
    const changed = new Promise<void>((wake) => {
      const stop = core.on(() => {
        stop()
        wake()
      })
    })
    const found = await look()
    if (found !== null) return found
    await changed
  }
}

/** Imports a file (null: the sample) with guessed columns and invented consent, to its end. */
export const importList = async (core: Core, call: Call, terminal: Terminal, list: string | null): Promise<ImportRun> => {
  const ticket = list === null ? await call('imports.sample', {}) : core.files.grant(resolve(list))
  const { reading, columns, fileName } = await call('imports.inspect', { fileId: ticket.fileId })
  const mapping = columns.map((column) => column.guess)
  const { suggested } = await call('consent.disclosures', {})
  const started = await call('imports.start', {
    fileId: ticket.fileId, reading, mapping, list: { name: listName(fileName) }, tags: [], onConflict: 'fill',
    consent: {
      purposes: ['marketing'], method: 'paper', occurredAt: Date.now() - DAY_MS, disclosure: suggested.marketing,
      source: 'npm run demo: invented, for practice only', onlyWhereOptedIn: mapping.includes('opt-in'),
    },
  })
  const run = await watch(core, async () => {
    const now = await call('imports.get', { id: started.id })
    terminal.bar('Importing', Math.round(now.progress * 100), 100)
    return now.state === 'running' ? null : now
  })
  terminal.endBar()
  if (run.state !== 'done') throw new Error(run.problem ?? 'The import did not finish.')
  return run
}

const listName = (fileName: string): string => `${fileName.replace(/\.\w+$/, '')} ${new Date().toISOString().slice(0, 19).replace('T', ' ')}`.slice(0, 80)

const settledOf = ({ delivered, undelivered, failed, skipped, canceled }: MessageCounts): number => delivered + undelivered + failed + skipped + canceled

const send = async (core: Core, call: Call, terminal: Terminal, listId: number, body: string): Promise<{ campaign: Campaign; leftOut: DemoReport['left_out'] }> => {
  const plan = { audience: { kind: 'list' as const, listId }, purpose: 'marketing' as const, body, senderId: null }
  await watch(core, async () => ((await call('senders.all', {})).length > 0 ? true : null))
  const draft = await call('campaigns.saveDraft', { name: 'Demo', plan })
  const estimate = await call('campaigns.estimate', plan)
  const left = estimate.leftOut.map(({ reason, people }) => `${people} ${reason}`).join(', ')
  terminal.say(`${estimate.recipients} people will get this${left === '' ? '' : `; left out: ${left}`}.`)
  terminal.say(`${estimate.segments} segments${estimate.cost === null ? '' : `, about ${formatMoney(estimate.cost, 'en')}`}, about ${Math.ceil(estimate.seconds / 60)} min on this sender.`)
  if (estimate.recipients === 0) throw new Error('Nobody on this list may be texted, so there is nothing to send.')
  await call('campaigns.approve', { id: draft.id, sendAt: null, expected: estimate.recipients })
  const campaign = await watch(core, async () => {
    const now = await call('campaigns.get', { id: draft.id })
    terminal.bar('Sending  ', settledOf(now.counts), now.counts.total)
    return settledOf(now.counts) === now.counts.total ? now : null
  })
  terminal.endBar()
  return { campaign, leftOut: Object.fromEntries(estimate.leftOut.map(({ reason, people }) => [reason, people])) }
}

const reportOf = (run: ImportRun, { campaign, leftOut }: Awaited<ReturnType<typeof send>>, seconds: number): DemoReport => {
  const { counts, billedCost } = campaign
  return {
    rows: run.rows,
    imported: run.created + run.updated + run.unchanged,
    rejected: run.rejected,
    duplicates: run.duplicates,
    // Who said stop between approval and their turn is left out, not a recipient.
    recipients: counts.total - counts.skipped,
    left_out: counts.skipped === 0 ? leftOut : { ...leftOut, 'opted-out-meanwhile': counts.skipped },
    segments: campaign.segments,
    cost: (billedCost?.micros ?? 0) / 1_000_000,
    currency: billedCost?.currency ?? 'USD',
    sent: counts.delivered + counts.undelivered,
    delivered: counts.delivered,
    undelivered: counts.undelivered,
    failed: counts.failed,
    seconds: Math.round(seconds * 10) / 10,
  }
}

/** What must hold whatever the list: nobody lost on the way. */
const sumsHold = (report: DemoReport): boolean =>
  report.rows === report.imported + report.rejected + report.duplicates && report.recipients === report.delivered + report.undelivered + report.failed

/** Runs the demo. @returns the report; throws an Error with a sentence for people. */
export const runDemo = async ({ list, message, speed, seed, data, json }: DemoArguments): Promise<DemoReport> => {
  const terminal = createTerminal(json)
  const folder = data === null ? mkdtempSync(join(tmpdir(), 'deskbell-demo-')) : resolve(data)
  const begun = performance.now()
  const core = createCore({
    folder, vault: memoryVault(), clock: scaledClock(speed), random: seededRandom(seed), log: silentLog, version: 'demo', systemLanguage: 'en', systemCountry: 'US',
    practice: { speed, seed },
  })
  try {
    const state = await core.start()
    if (state.state === 'problem') throw new Error(`${state.message} ${state.fix}`)
    const call = caller(core)
    await call('settings.finishFirstRun', { language: 'en', businessName: BUSINESS, country: 'US', sample: false })
    terminal.say(`Practice mode, ${speed} × real time: nothing leaves this computer.`)
    const run = await importList(core, call, terminal, list)
    const sent = await send(core, call, terminal, run.listId!, message)
    const report = reportOf(run, sent, (performance.now() - begun) / 1000)
    terminal.table([
      ['rows in the list', String(report.rows)],
      ['imported', `${report.imported} (${report.duplicates} duplicates merged, ${report.rejected} rejected)`],
      ['recipients', String(report.recipients)],
      ...Object.entries(report.left_out).map(([reason, people]): [string, string] => [`left out: ${reason}`, String(people)]),
      ['segments', String(report.segments)],
      ['billed (practice)', formatMoney({ micros: Math.round(report.cost * 1_000_000), currency: report.currency }, 'en')],
      ['delivered', String(report.delivered)],
      ['not delivered', String(report.undelivered)],
      ['failed', String(report.failed)],
      ['took', `${report.seconds} s`],
    ])
    if (data !== null) terminal.say(`Everything is kept in ${folder}`)
    return report
  } finally {
    await core.stop()
    if (data === null) rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  try {
    const given = readArguments(process.argv.slice(2))
    if (given === 'help') console.log(usage)
    else {
      const report = await runDemo(given)
      if (given.json) console.log(JSON.stringify(report))
      if (!sumsHold(report)) throw new Error('The figures do not add up: this is a mistake of ours.')
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
