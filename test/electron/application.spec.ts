import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from 'playwright/test'
import { call, finishFirstRun, launch, program, test } from './launch.ts'

const list = 'Mobile,First name\n(212) 555-0143,Ada\n212-555-0144,Béla\nnot a number,Cy\n'

/** Imports the granted file as a person would who changes nothing, and answers how the run ended. */
const importAll = async (page: Page, fileId: string) => {
  const found = await call(page, 'imports.inspect', { fileId })
  const run = await call(page, 'imports.start', {
    fileId,
    reading: found.reading,
    mapping: found.columns.map(({ guess }) => guess),
    list: { name: 'Regulars' },
    tags: [],
    consent: { purposes: [], method: 'paper', occurredAt: 0, disclosure: '', source: '', onlyWhereOptedIn: false },
    onConflict: 'fill',
  })
  await expect.poll(async () => (await call(page, 'imports.get', { id: run.id })).state).toBe('done')
  return call(page, 'imports.get', { id: run.id })
}

test('first run: the window asks, and after its answers the desk is there, also after a reload and a restart', async ({ folder }) => {
  const first = await launch(folder)
  await expect(first.page).toHaveTitle(/Deskbell/)
  expect(await call(first.page, 'settings.start', {})).toEqual({ state: 'ready' })
  expect((await call(first.page, 'settings.get', {})).firstRunDone).toBe(false)
  await expect(first.page.getByRole('heading', { level: 1 })).toBeVisible()
  await finishFirstRun(first.page)
  await first.page.reload()
  await expect(first.page.getByRole('navigation').first()).toBeVisible()
  await first.app.close()

  const second = await launch(folder)
  await expect(second.page.getByRole('navigation').first()).toBeVisible()
  expect(await call(second.page, 'settings.get', {})).toMatchObject({ businessName: 'Marlow Bakery', mode: 'practice', firstRunDone: true })
  await second.app.close()
})

test('evidence is made by the program as it is built, with its letters inside, and its records are verified on their thread', async ({ desk: { page } }) => {
  await finishFirstRun(page)
  await call(page, 'consent.record', { number: '+12025550143', purpose: 'marketing', state: 'opted-in', method: 'paper', occurredAt: 1, disclosure: 'Yes.', source: 'binder' })
  expect((await call(page, 'consent.evidence', { number: '+12025550143', format: 'pdf' })).bytes).toBeGreaterThan(5_000)
  expect(await call(page, 'consent.verify', {})).toMatchObject({ events: 1, total: 0 })
})

test('a list chosen in the system\'s dialog is imported, and its rejected rows are saved where the person says', async ({ desk: { app, page, folder } }) => {
  await finishFirstRun(page)
  const file = join(folder, 'regulars.csv')
  const saved = join(folder, 'rejected.csv')
  writeFileSync(file, list)
  await app.evaluate(({ dialog }, [open, save]) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [open] })
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: save })
  }, [file, saved] as const)

  const ticket = await page.evaluate(() => globalThis.deskbell.openFile('.csv,.tsv,.txt'))
  expect(ticket).toMatchObject({ name: 'regulars.csv', bytes: Buffer.byteLength(list) })
  expect(JSON.stringify(ticket)).not.toContain(folder)
  expect(await importAll(page, ticket!.fileId)).toMatchObject({ rows: 3, created: 2, rejected: 1 })

  const rejected = await call(page, 'imports.exportRejected', { id: 1 })
  expect(await page.evaluate((given) => globalThis.deskbell.saveFile(given), rejected)).toEqual({ saved: true })
  expect(readFileSync(saved, 'utf8')).toContain('not a number')
})

test('a dialog that was closed without an answer is no file and no error', async ({ desk: { app, page } }) => {
  await app.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] })
  })
  expect(await page.evaluate(() => globalThis.deskbell.openFile('.csv'))).toBeNull()
})

test('a dropped file is granted by the path that only the preload can read', async ({ desk: { page, folder } }) => {
  await finishFirstRun(page)
  const file = join(folder, 'dropped.csv')
  writeFileSync(file, list)
  await page.evaluate(() => {
    document.body.replaceChildren(Object.assign(document.createElement('input'), { type: 'file', id: 'drop' }))
  })
  await page.setInputFiles('#drop', file)
  const ticket = await page.evaluate(() => globalThis.deskbell.fileFromDrop(document.querySelector<HTMLInputElement>('#drop')!.files![0]))
  expect(await importAll(page, ticket.fileId)).toMatchObject({ created: 2 })
  // A file that the page made up has no place on this computer.
  await expect(page.evaluate(() => globalThis.deskbell.fileFromDrop(new File(['+12125550143'], 'made-up.csv')))).rejects.toThrow(/not a file/)
})

test('core\'s events reach the window', async ({ desk: { page } }) => {
  const heard = page.evaluate(() => new Promise<readonly string[]>((resolve) => {
    globalThis.deskbell.on('changed', ((data: { readonly topics: readonly string[] }) => { resolve(data.topics) }) as (data: never) => void)
  }))
  await call(page, 'settings.save', { businessName: 'Marlow Bakery' })
  expect(await heard).toContain('settings')
})

test('a second instance shows the first one\'s window and ends', async ({ desk: { app, args, env } }) => {
  const told = app.evaluate(({ app: inside, BrowserWindow }) => new Promise<number>((resolve) => {
    BrowserWindow.getAllWindows()[0]!.minimize()
    inside.once('second-instance', () => { resolve(BrowserWindow.getAllWindows().length) })
  }))
  const second = spawn(program, [...args], { env, stdio: 'ignore' })
  const code = await new Promise<number | null>((resolve) => { second.once('exit', resolve) })
  expect(await told).toBe(1)
  expect(code).toBe(0)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isMinimized())).toBe(false)
})

test('the window\'s size is remembered, and never smaller than what fits', async ({ folder }) => {
  const first = await launch(folder)
  await first.app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]!.setBounds({ x: 40, y: 30, width: 1000, height: 640 }) })
  expect(await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getMinimumSize())).toEqual([900, 600])
  await first.app.close()
  const second = await launch(folder)
  expect(await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getNormalBounds())).toMatchObject({ width: 1000, height: 640 })
  await second.app.close()
})

test('the menu speaks the owner\'s language', async ({ desk: { app, page } }) => {
  const labels = () => app.evaluate(({ Menu }) => Menu.getApplicationMenu()!.items.map(({ label }) => label))
  await expect.poll(labels).toContain('Edit')
  await call(page, 'settings.save', { language: 'fr' })
  await expect.poll(labels).toContain('Édition')
})

test('a campaign leaves and arrives; the computer stays awake and quitting asks meanwhile', async ({ desk: { app, page } }) => {
  await finishFirstRun(page)
  for (const n of [1, 2, 3]) {
    const { number } = await call(page, 'contacts.add', { number: `202555014${n}`, firstName: `P${n}` })
    await call(page, 'consent.record', { number, purpose: 'marketing', state: 'opted-in', method: 'paper', occurredAt: Date.now() - 1000, disclosure: 'You agreed.', source: 'test' })
  }
  const plan = { audience: { kind: 'everybody' as const }, purpose: 'marketing' as const, body: 'Hello {{ first_name }}', senderId: null }
  await expect.poll(async () => (await call(page, 'senders.all', {})).length).toBeGreaterThan(0)
  const [sender] = await call(page, 'senders.all', {})
  // Slow enough to look at it while it goes out.
  await call(page, 'senders.save', { id: sender!.id, segmentsPerSecond: 0.2 })
  expect((await call(page, 'campaigns.estimate', plan)).recipients).toBe(3)
  const { id } = await call(page, 'campaigns.saveDraft', { name: 'Test', plan })
  await call(page, 'campaigns.approve', { id, sendAt: null, expected: 3 })

  await expect.poll(async () => (await call(page, 'campaigns.get', { id })).state, { timeout: 30_000 }).toBe('sending')
  await expect.poll(() => app.evaluate(({ powerSaveBlocker }) => [0, 1, 2, 3].some((held) => powerSaveBlocker.isStarted(held)))).toBe(true)
  await app.evaluate(({ app: electron, dialog }) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = ((...given: unknown[]) => {
      asked.push(JSON.stringify(given.at(-1)))
      return Promise.resolve({ response: (given.at(-1) as { cancelId?: number }).cancelId ?? 1, checkboxChecked: false })
    }) as typeof dialog.showMessageBox
    electron.quit()
  })
  await expect.poll(() => app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked.length)).toBe(1)

  await call(page, 'senders.save', { id: sender!.id, segmentsPerSecond: 100 })
  await expect.poll(async () => (await call(page, 'campaigns.get', { id })).counts.delivered, { timeout: 40_000 }).toBe(3)
  await expect.poll(() => app.evaluate(({ powerSaveBlocker }) => [0, 1, 2, 3].some((held) => powerSaveBlocker.isStarted(held)))).toBe(false)
})
