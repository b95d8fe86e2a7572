import { useEffect, useRef } from 'react'
import { Button, Group, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconCopy } from '@tabler/icons-react'
import { call, useCall } from '../../../api.ts'
import { useWords } from '../../../i18n/i18n.ts'
import { notifyDone, notifyProblem } from '../../../ui/notify.tsx'
import { ProblemAlert } from '../../../ui/problem-alert.tsx'
import { SaveFileButton } from '../../../ui/save-file-button.tsx'
import { InvitationFields, WhenReady, type Ready } from './invitation-fields.tsx'
import { useInvitation } from './use-invitation.ts'

/** The very HTML that is copied, in a tree of its own so that neither its style nor ours reaches the other. Its link leads nowhere here. */
const Preview = ({ html, label }: { readonly html: string; readonly label: string }) => {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const host = place.current
    if (host === null) return
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
    root.innerHTML = html
    const stay = (event: Event) => { if (event.target instanceof Element && event.target.closest('a') !== null) event.preventDefault() }
    root.addEventListener('click', stay)
    return () => { root.removeEventListener('click', stay) }
  }, [html])
  return <div ref={place} role="group" aria-label={label} data-testid="website-preview" />
}

const Maker = ({ words, numbers, settings, kept }: Ready) => {
  const t = useWords('collect')
  const invitation = useInvitation(words, numbers, settings, kept.website)
  const [shown] = useDebouncedValue(invitation.fields, 150)
  const { data: view, error } = useCall('collect.website', shown, { keepPrevious: true })
  const copy = async () => {
    const made = await call('collect.saveWebsite', invitation.fields)
    if (!made.ok) { notifyProblem(made.error); return }
    await navigator.clipboard.writeText(made.value.html)
    notifyDone(t('website.copied'))
  }
  const save = async () => {
    const made = await call('collect.saveWebsite', invitation.fields)
    return made.ok ? ({ ok: true, value: made.value.file } as const) : made
  }
  const refused = view === undefined || view.refused !== null
  return (
    <div className="collect-split">
      <InvitationFields invitation={invitation} words={words} numbers={numbers} settings={settings} />
      <div className="collect-preview">
        <div className="website-stage">{view === undefined ? null : <Preview html={view.html} label={t('website.preview')} />}</div>
        <div role="status">{error !== null ? <ProblemAlert problem={error} /> : view?.refused ? <ProblemAlert problem={view.refused} /> : null}</div>
        <Group>
          <Button className="next-button" variant="filled" leftSection={<IconCopy size={16} aria-hidden />} disabled={refused} onClick={() => void copy()}>{t('website.copy')}</Button>
          <SaveFileButton label={t('website.save')} disabled={refused} write={save} />
        </Group>
        <Stack gap={4}>
          <Text size="sm" fw={600} id="website-code">{t('website.code')}</Text>
          <pre className="website-code" aria-labelledby="website-code" role="region" tabIndex={0}>{view?.html ?? ''}</pre>
        </Stack>
      </div>
    </div>
  )
}

/** HTML for the shop's own page. */
export const WebsiteWay = () => {
  const t = useWords('collect')
  return (
    <>
      <p className="collect-lead">{t('website.lead')}</p>
      <WhenReady>{(ready) => <Maker {...ready} />}</WhenReady>
    </>
  )
}
