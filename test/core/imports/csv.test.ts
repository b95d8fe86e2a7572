import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { defuse, delimiterOf, writeCsv } from '../../../electron/core/files/csv.ts'

it.each([
  ['=1+1', "'=1+1"], ['+1+cmd', "'+1+cmd"], ['-2+3', "'-2+3"], ['@SUM(A1)', "'@SUM(A1)"], ['\t=1', "'\t=1"], ['\r=1', "'\r=1"], ['  =1', "'  =1"], ['＝1', "'＝1"],
  ['+12025550143', '+12025550143'], ['-12,50', '-12,50'], ['Ann', 'Ann'], ['a=b', 'a=b'], ['', ''],
])('defuses %j', (cell, safe) => expect(defuse(cell)).toBe(safe))

it('writes what a spreadsheet reads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-csv-'))
  const path = join(folder, 'a.csv')
  writeCsv(path, [['é', 'a,b'], ['"', 'x\ny']])
  expect(readFileSync(path, 'utf8')).toBe('\ufeffé,"a,b"\r\n"""","x\ny"\r\n')
  writeCsv(path, [['a;b', 'c,d']], { bom: false, delimiter: delimiterOf('fr') })
  expect(readFileSync(path, 'utf8')).toBe('"a;b";"c,d"\r\n')
  writeCsv(path, [['a']], { bom: false })
  expect(readFileSync(path, 'utf8')).toBe('a\r\n')
  rmSync(folder, { recursive: true })
})
