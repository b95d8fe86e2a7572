import { useState, type ReactNode } from 'react'
import { Anchor, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import type { Account } from '../../shared/contract/account.ts'
import type { Problem } from '../../shared/result.ts'
import { bridge, useAction } from '../api.ts'
import { useWords } from '../i18n/i18n.ts'
import { NextButton } from './next-button.tsx'
import { ProblemAlert } from './problem-alert.tsx'

/** Account SID and token, checked with Twilio; what is wrong is said at the field. `before` runs first and may refuse by answering false. */
export const ConnectTwilio = ({ onDone, before, aside }: {
  readonly onDone: (account: Account) => void
  readonly before?: () => Promise<boolean>
  readonly aside?: ReactNode
}) => {
  const t = useWords('ui')
  const [sid, setSid] = useState('')
  const [token, setToken] = useState('')
  const [checked, setChecked] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const connect = useAction('account.connect', { onDone, onProblem: (found) => { setProblem(found); return true } })
  const sidFits = /^AC[0-9a-fA-F]{32}$/.test(sid.trim())
  const submit = async () => {
    setChecked(true)
    setProblem(null)
    if (!sidFits || token.trim() === '' || (before !== undefined && !(await before()))) return
    connect.mutate({ accountSid: sid.trim(), authToken: token.trim() })
  }
  const problemAt = (field: string) => (problem?.field === field ? problem.message : undefined)
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); void submit() }}>
      <Stack gap="md">
        <Text size="sm">{t('twilio.where')}{' '}
          <Anchor component="button" type="button" size="sm" underline="always" onClick={() => void bridge.openExternal('https://console.twilio.com/')}>
            {t('twilio.open')} <IconExternalLink size={13} aria-hidden style={{ verticalAlign: '-1px' }} />
          </Anchor>
        </Text>
        <TextInput
          label={t('twilio.sid')}
          description={t('twilio.sidHelp')}
          error={problemAt('accountSid') ?? (checked && !sidFits ? t('twilio.sidWrong') : undefined)}
          value={sid}
          onChange={(event) => { setSid(event.currentTarget.value) }}
          autoComplete="off"
          spellCheck={false}
        />
        <PasswordInput
          label={t('twilio.token')}
          description={t('twilio.tokenHelp')}
          error={problemAt('authToken') ?? (checked && token.trim() === '' ? t('twilio.tokenWrong') : undefined)}
          value={token}
          onChange={(event) => { setToken(event.currentTarget.value) }}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t('twilio.token') }}
        />
        {problem !== null && problem.field === undefined ? <ProblemAlert problem={problem} /> : null}
        <Group justify="flex-end">
          {aside}
          {connect.isPending ? <Button loading>{t('twilio.connecting')}</Button> : <NextButton type="submit">{t('twilio.connect')}</NextButton>}
        </Group>
      </Stack>
    </form>
  )
}
