/** Files from the person: chosen, dropped or pasted; several are sorted by their columns. */
import type { FileTicket } from '../../../shared/contract/common.ts'
import type { Inspection, Mapping } from '../../../shared/contract/imports.ts'
import type { Problem } from '../../../shared/result.ts'
import { bridge, callQuery, queryClient } from '../../api.ts'
import { i18n } from '../../i18n/i18n.ts'
import { beginImport, type BadFile, type TwinFile } from './use-import-store.ts'

/** What a dialog offers. Files that are only explained are among them: a name greyed out explains nothing. */
const ACCEPTED = '.xlsx,.xlsm,.csv,.tsv,.txt,.vcf,.vcard,.xls,.ods,.numbers'

/** Lets the person choose one file or several; none when they did not. */
export const chooseFiles = (): Promise<readonly File[]> =>
  new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.accept = ACCEPTED
    input.addEventListener('change', () => { resolve([...(input.files ?? [])]) })
    input.addEventListener('cancel', () => { resolve([]) })
    input.click()
  })

/**
 * Looks into several files: the first that can be read begins, those with the same columns go with it, the others wait,
 * and what cannot be read is told. Nothing is lost for one that is bad.
 */
export const beginWith = async (tickets: readonly FileTicket[], alreadyBad: readonly BadFile[] = []): Promise<void> => {
  const [first] = tickets
  if (first !== undefined && tickets.length === 1) return beginImport(first, { bad: alreadyBad })
  beginImport(null, { sorting: tickets.length, bad: alreadyBad })
  const good: TwinFile[] = []
  const bad: BadFile[] = [...alreadyBad]
  for (const ticket of tickets) {
    try {
      good.push({ ticket, inspection: await queryClient.fetchQuery(callQuery('imports.inspect', { fileId: ticket.fileId })) })
    } catch (problem) {
      bad.push({ name: ticket.name, message: (problem as Problem).message })
    }
  }
  const [lead] = good
  const same = good.filter(({ inspection }, index) => index > 0 && inspection.fingerprint === lead?.inspection.fingerprint)
  beginImport(lead?.ticket ?? null, { twins: same, waiting: good.filter((one) => one !== lead && !same.includes(one)).map(({ ticket }) => ticket), bad })
}

/** Files as the browser gives them, as tickets; folders and what vanished are told as bad. */
export const bringFiles = async (files: readonly File[]): Promise<void> => {
  const tickets: FileTicket[] = []
  const bad: BadFile[] = []
  for (const file of files) {
    try {
      tickets.push(await bridge.fileFromDrop(file))
    } catch {
      bad.push({ name: file.name, message: i18n.t('imports:choose.dropFailed') })
    }
  }
  await beginWith(tickets, bad)
}

const keysOf = (inspection: Inspection): readonly string[] => {
  const times = new Map<string, number>()
  return inspection.columns.map(({ header, index }) => {
    const key = inspection.reading.hasHeader ? header.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim() : String(index)
    const time = (times.get(key) ?? 0) + 1
    times.set(key, time)
    return `${key} #${String(time)}`
  })
}

/** What the columns of a file mean, when another file with the same headings has these meanings; the order may differ. */
export const mappingLike = (twin: Inspection, lead: Inspection, mapping: Mapping): Mapping => {
  const meaningOf = new Map(keysOf(lead).map((key, index) => [key, mapping[index] ?? 'skip'] as const))
  return keysOf(twin).map((key) => meaningOf.get(key) ?? 'skip')
}
