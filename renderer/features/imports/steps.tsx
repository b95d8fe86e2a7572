import { IconCheck } from '@tabler/icons-react'
import { useWords } from '../../i18n/i18n.ts'
import './imports.css'

const all = ['file', 'columns', 'permission', 'check', 'result'] as const
export type ImportStep = (typeof all)[number]

/** Where one is in the import. */
export const Steps = ({ current }: { readonly current: ImportStep }) => {
  const t = useWords('imports')
  const at = all.indexOf(current)
  return (
    <ol className="import-steps" aria-label={t('steps.label')}>
      {all.map((step, index) => (
        <li key={step} aria-current={index === at ? 'step' : undefined} data-done={index < at || undefined}>
          <span className="import-step-mark" aria-hidden>{index < at ? <IconCheck size={14} stroke={2.5} /> : index + 1}</span>
          {t(`steps.${step}`)}
          {index < at ? <span className="visually-hidden"> ({t('steps.done')})</span> : null}
        </li>
      ))}
    </ol>
  )
}
