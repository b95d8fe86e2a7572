import { useState } from 'react'
import { Button } from '@mantine/core'
import { go } from '../../app/routes.ts'
import { useAction } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { notifyDone } from '../../ui/notify.tsx'

/** The same words to the same person once more; asks first, since it is a message of its own and costs as much. */
export const ResendButton = ({ id, name }: { readonly id: number; readonly name: string }) => {
  const t = useWords('log')
  const [asking, setAsking] = useState(false)
  const resend = useAction('messages.resend', {
    onDone: ({ id: made }) => {
      setAsking(false)
      notifyDone(t('resend.done'))
      go({ screen: 'log', messageId: made }, { replace: true })
    },
  })
  return (
    <>
      <Button onClick={() => { setAsking(true) }}>{t('resend.button')}</Button>
      <ConfirmDialog danger={false} opened={asking} title={t('resend.title', { name })} confirm={t('resend.confirm')} busy={resend.isPending} onConfirm={() => { resend.mutate({ id }) }} onClose={() => { setAsking(false) }}>
        {t('resend.explain')}
      </ConfirmDialog>
    </>
  )
}
