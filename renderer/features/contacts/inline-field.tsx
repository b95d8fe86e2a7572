import { useState } from 'react'
import { Textarea, TextInput } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { Contact } from '../../../shared/contract/contacts.ts'
import { useAction } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'

type Field = 'firstName' | 'lastName' | 'number' | 'email' | 'region' | 'postalCode' | 'notes'

type InlineFieldProps = { readonly person: Contact; readonly label: string; readonly type?: 'tel' | 'email'; readonly multiline?: boolean } & (
  | { readonly field: Field; readonly customKey?: never }
  | { readonly field?: never; readonly customKey: string }
)

/** A field that saves itself when it is left or at Enter, and says what is wrong under itself. Escape puts it back. */
export const InlineField = ({ person, label, type, multiline = false, field, customKey }: InlineFieldProps) => {
  const t = useWords('contacts')
  const format = useFormat()
  const stored = field === undefined ? (person.custom[customKey] ?? '') : field === 'number' ? format.phone(person.number) : person[field]
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState<string>()
  const [saved, setSaved] = useState(false)
  const save = useAction('contacts.save', {
    // What was typed while the last was being kept stays in the field.
    onDone: (_, input) => { setTyped((now) => (now === (field === undefined ? input.custom?.[customKey] : input[field]) ? null : now)); setSaved(true) },
    onProblem: ({ message, fix }) => { setProblem([message, fix].filter(Boolean).join(' ')); return true },
  })
  const commit = () => {
    // While the last is being kept, `stored` is still the one before it.
    if (typed === null || (typed === stored && !save.isPending)) { setTyped(null); return }
    save.mutate({ id: person.id, ...(field === undefined ? { custom: { ...person.custom, [customKey]: typed } } : { [field]: typed }) })
  }
  const common = {
    label,
    value: typed ?? stored,
    error: problem,
    rightSection: saved && typed === null ? <IconCheck size={14} color="var(--good)" aria-label={t('person.saved')} /> : null,
    onChange: (event: { currentTarget: { value: string } }) => { setSaved(false); setProblem(undefined); setTyped(event.currentTarget.value) },
    onBlur: commit,
    autoComplete: 'off',
    // Escape first puts the field back; only then does it close the drawer, which listens on the window.
    'data-mantine-stop-propagation': typed !== null,
  }
  const revert = () => { setTyped(null); setProblem(undefined) }
  return multiline ? (
    <Textarea {...common} autosize minRows={2} maxRows={8} onKeyDown={(event) => { if (event.key === 'Escape') revert() }} />
  ) : (
    <TextInput
      {...common}
      type={type ?? 'text'}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape') revert()
      }}
    />
  )
}
