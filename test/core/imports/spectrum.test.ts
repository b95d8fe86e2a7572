import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { readRows } from '../../../electron/core/imports/reading/file.ts'

// The package csv-spectrum: the ways in which CSV files differ, each with what it means.
const folder = dirname(createRequire(import.meta.url).resolve('csv-spectrum'))
const names = readdirSync(join(folder, 'csvs')).map((name) => name.replace(/\.csv$/, ''))

it('has all its files', () => expect(names.length).toBeGreaterThanOrEqual(12))

it.each(names)('%s means what csv-spectrum says', (name) => {
  const rows = [...readRows(join(folder, 'csvs', `${name}.csv`), { encoding: 'utf-8', delimiter: ',' })].flatMap((piece) => piece.rows)
  const [header, ...data] = rows
  const said = JSON.parse(readFileSync(join(folder, 'json', `${name}.json`), 'utf8')) as Record<string, string> | Record<string, string>[]
  // One file's answer is a single row, and holds another telephone number than the file itself does.
  const meant = Array.isArray(said) ? said : [{ ...said, 'Contact Phone Number': '2095257564' }]
  expect(rows.some(({ malformed }) => malformed)).toBe(false)
  expect(data.map(({ cells }) => Object.fromEntries((header?.cells ?? []).map((key, i) => [key, cells[i] ?? ''])))).toEqual(meant)
})
