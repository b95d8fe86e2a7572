import type { Mapping } from '../../../shared/contract/imports.ts'
import { fieldKey } from '../../../shared/sms/merge-parts.ts'
import { tidy } from './tidy.ts'

/** The custom fields of a mapping: column, key, and the label its header gives. Two headers of one key share it: the first that has a value. */
export const customColumns = ({ headers, mapping }: { readonly headers: readonly string[]; readonly mapping: Mapping }): readonly { readonly column: number; readonly key: string; readonly label: string }[] =>
  mapping.flatMap((meaning, column) =>
    meaning === 'custom' ? [{ column, key: fieldKey(headers[column] ?? ''), label: tidy(headers[column] ?? '', 80) || `#${column + 1}` }] : [],
  )
