import { afterEach, beforeEach, expect, it } from 'vitest'
import { endImplied, endingNumbers } from '../../../electron/core/consent/ending.ts'
import { firstTamperedEvent } from '../../../electron/core/consent/events.ts'
import { mayText, rebuildConsent } from '../../../electron/core/consent/state.ts'
import { runningOf } from '../../../electron/core/imports/running.ts'
import type { ImportPlan } from '../../../shared/contract/imports.ts'
import { createRig, value, type Rig } from './rig.ts'

let rig: Rig
beforeEach(() => { rig = createRig() })
afterEach(() => rig.close())

const BOUGHT = Date.UTC(2025, 0, 10, 12)
const ENDS = Date.UTC(2027, 0, 10, 12)
const consent = (more: Partial<ImportPlan['consent']> = {}): ImportPlan['consent'] => ({
  purposes: ['marketing', 'service'], method: 'purchase', occurredAt: BOUGHT, disclosure: '', source: 'till', onlyWhereOptedIn: false, ...more,
})
const numbers = { toronto: '+14165550123', boston: '+16175550123', snowbird: '+16175550124' }
const FILE = `Phone,Postal code\n${numbers.toronto},\n${numbers.boston},\n${numbers.snowbird},H2X 1Y4\n`
const may = (at: number) => Object.values(numbers).map((number) => mayText(rig.ctx.db, number, 'marketing', at))
const standings = () => rig.ctx.db.prepare('SELECT * FROM consent ORDER BY 1, 2').all()

it('purchases of Canadians and Americans in one file: each ends where it ends, and undoing takes all of it back', async () => {
  const run = await rig.importAll(FILE, { consent: consent() })
  expect(run).toMatchObject({ state: 'done', created: 3, mayText: { marketing: 3, service: 3 } })
  const kept = standings()
  rebuildConsent(rig.ctx.db)
  expect(standings()).toEqual(kept)
  expect(may(ENDS - 1)).toEqual(['yes', 'yes', 'yes'])
  expect(may(ENDS)).toEqual(['no-consent', 'yes', 'no-consent'])
  for (const over of endingNumbers(rig.ctx.db, -Infinity, ENDS)) endImplied(rig.ctx.db, over, 'UTC', ENDS)
  expect(may(ENDS)).toEqual(['no-consent', 'yes', 'no-consent'])

  // What ended by itself is nothing somebody did with these people: they go with the import.
  await rig.call('imports.undo', { id: run.id })
  await runningOf(rig.ctx).get(run.id)?.ended
  expect(value(await rig.call('imports.get', { id: run.id }))).toMatchObject({ state: 'undone', undo: { removed: 3, kept: 0 } })
  expect(standings()).toEqual([])
  expect(firstTamperedEvent(rig.ctx.db)).toBeNull()
})

it('no words are asked for where none were shown; for a yes they are', async () => {
  await rig.importAll(FILE, { consent: consent({ method: 'inquiry' }) })
  expect(rig.ctx.db.prepare('SELECT DISTINCT method, disclosure_id FROM consent_events').all()).toEqual([{ method: 'inquiry', disclosure_id: null }])
  await expect(rig.importAll(FILE, { consent: consent({ method: 'paper' }) })).rejects.toThrow('imports-no-disclosure')
})
