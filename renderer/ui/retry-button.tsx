import { useState } from 'react'
import { Button } from '@mantine/core'
import type { MessageChoice } from '../../shared/contract/messages.ts'
import { useAction } from '../api.ts'
import { useWords } from '../i18n/i18n.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { NextButton } from './next-button.tsx'
import { notifyDone } from './notify.tsx'

type Props = {
  readonly who: MessageChoice
  /** How many, when it is known. */
  readonly count?: number
  readonly disabled?: boolean
  /** The one thing to do here: the brass button. */
  readonly next?: boolean
  /** Beside a sentence. */
  readonly small?: boolean
  readonly onDone?: () => void
}

/** Sends what failed for a passing reason once more. Asks first, since it costs, unless it is one message. */
export const RetryButton = ({ who, count, disabled = false, next = false, small = false, onDone }: Props) => {
  const t = useWords('ui')
  const [asking, setAsking] = useState(false)
  const retry = useAction('messages.retry', {
    onDone: ({ retried }) => {
      setAsking(false)
      notifyDone(t('tryAgain.done', { count: retried }))
      onDone?.()
    },
  })
  const go = () => { retry.mutate({ who }) }
  const button = { ...(small ? { size: 'compact-sm' } : {}), disabled, loading: retry.isPending && !asking, onClick: () => { if (count === 1) go(); else setAsking(true) } }
  return (
    <>
      {next ? <NextButton {...button}>{t('tryAgain.button')}</NextButton> : <Button {...button}>{t('tryAgain.button')}</Button>}
      <ConfirmDialog danger={false} opened={asking} title={count === undefined ? t('tryAgain.titleSelected') : t('tryAgain.title', { count })} confirm={t('tryAgain.confirm')} busy={retry.isPending} onConfirm={go} onClose={() => { setAsking(false) }}>
        {t('tryAgain.explain')}
      </ConfirmDialog>
    </>
  )
}
