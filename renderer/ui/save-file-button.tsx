import { useState } from 'react'
import { Button, type ButtonProps } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { FileTicket } from '../../shared/contract/common.ts'
import type { Result } from '../../shared/result.ts'
import { bridge } from '../api.ts'
import { useWords } from '../i18n/i18n.ts'
import { notifyDone, notifyProblem } from './notify.tsx'

/** Has core write a file and asks where to save it. `write` is usually `() => call('messages.export', …)`. */
export const SaveFileButton = ({ label, write, ...props }: ButtonProps & { readonly label: string; readonly write: () => Promise<Result<FileTicket>> }) => {
  const t = useWords('ui')
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    const ticket = await write()
    if (!ticket.ok) notifyProblem(ticket.error)
    else if ((await bridge.saveFile(ticket.value)).saved) notifyDone(t('fileSaved', { name: ticket.value.name }))
    setBusy(false)
  }
  return <Button leftSection={<IconDownload size={16} aria-hidden />} loading={busy} onClick={() => void save()} {...props}>{label}</Button>
}
