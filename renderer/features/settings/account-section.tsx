import { useState } from 'react'
import { Button, Group, Stack } from '@mantine/core'
import { IconBroadcast, IconTestPipe } from '@tabler/icons-react'
import type { Account } from '../../../shared/contract/account.ts'
import { queryClient, useAction } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ConnectTwilio } from '../../ui/connect-twilio.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { Note, ProblemAlert } from '../../ui/problem-alert.tsx'
import { MoneyText } from '../../ui/texts.tsx'
import { Section } from './section.tsx'

/** Each mode has a book of its own: nothing the window holds is true any more. */
const askEverything = () => { void queryClient.invalidateQueries() }

const Facts = ({ account }: { readonly account: Account }) => {
  const t = useWords('settings')
  const { connected, balance, network } = account
  return (
    <dl className="facts">
      {connected === null ? null : <><dt>Twilio</dt><dd>{t('account.connectedTo', { name: connected.name, end: connected.sidEnd })}</dd></>}
      {account.mode === 'practice' ? null : <><dt>{t('account.network')}</dt><dd>{t(`account.networks.${network}`)}</dd></>}
      {balance === null || account.mode === 'practice' ? null : <><dt>{t('account.balance')}</dt><dd><MoneyText money={balance} /></dd></>}
    </dl>
  )
}

/** Practice or live, and the Twilio account behind it. */
export const AccountSection = ({ account }: { readonly account: Account }) => {
  const t = useWords('settings')
  const u = useWords('ui')
  const [connecting, setConnecting] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const practice = account.mode === 'practice'
  const turn = useAction('account.switchMode', { onDone: askEverything })
  const disconnect = useAction('account.disconnect', { onDone: () => { setLeaving(false); askEverything() } })
  const connected = ({ connected: now }: Account) => {
    setConnecting(false)
    notifyDone(t('account.connected', { name: now?.name ?? 'Twilio' }))
    askEverything()
  }
  const secretMissing = account.connected !== null && !account.secretKnown
  return (
    <Section id="account" title={t('account.title')}>
      <Stack gap="lg">
        <div className="mode-line">
          {practice ? <IconTestPipe size={20} aria-hidden /> : <IconBroadcast size={20} aria-hidden />}
          <div>
            <strong>{t(practice ? 'account.practice' : 'account.live')}</strong>
            <p>{t(practice ? 'account.practiceText' : 'account.liveText')}</p>
          </div>
        </div>
        {practice && account.connected === null ? null : <Facts account={account} />}
        {account.connected?.trial === true ? <Note>{t('account.trial')}</Note> : null}
        {secretMissing ? <ProblemAlert problem={{ message: t('account.secretMissing.message'), fix: t('account.secretMissing.fix') }} /> : null}
        {connecting || secretMissing ? (
          <ConnectTwilio onDone={connected} aside={secretMissing ? undefined : <Button onClick={() => { setConnecting(false) }}>{u('cancel')}</Button>} />
        ) : (
          <Group>
            {account.connected === null ? null : (
              <Button loading={turn.isPending} onClick={() => { turn.mutate({ mode: practice ? 'live' : 'practice' }) }}>{t(practice ? 'account.goLive' : 'account.goPractice')}</Button>
            )}
            <Button onClick={() => { setConnecting(true) }}>{t(account.connected === null ? 'account.connect' : 'account.another')}</Button>
          </Group>
        )}
        {account.connected === null ? null : <Group><Button variant="subtle" color="red" onClick={() => { setLeaving(true) }}>{t('account.disconnect')}</Button></Group>}
      </Stack>
      <ConfirmDialog opened={leaving} title={t('account.disconnectTitle')} confirm={t('account.disconnect')} busy={disconnect.isPending} onConfirm={() => { disconnect.mutate({}) }} onClose={() => { setLeaving(false) }}>
        {t('account.disconnectText')}
      </ConfirmDialog>
    </Section>
  )
}
