import { Button, Group, Text } from '@mantine/core'
import { IconHourglass } from '@tabler/icons-react'
import type { Contact } from '../../../shared/contract/contacts.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'

/** Whether somebody was asked to confirm that they would like offers; where they may be, a button that asks. */
export const AskedLine = ({ person, onAsk }: { readonly person: Contact; readonly onAsk: () => void }) => {
  const t = useWords('asking')
  const format = useFormat()
  const { data } = useCall('asking.ofNumber', { number: person.number })
  const last = data?.find(({ purpose, state }) => purpose === 'marketing' && state !== 'canceled')
  const said = last === undefined || last.state === 'agreed' || last.state === 'canceled' ? null : t(`person.${last.state}`, { date: format.date(last.askedAt), until: format.date(last.expiresAt) })
  const mayAsk = data !== undefined && person.marketing === 'none' && last?.state !== 'waiting' && last?.state !== 'refused'
  return (
    <>
      {mayAsk ? <Button mt="md" ml={8} onClick={onAsk}>{t('person.ask')}</Button> : null}
      {said === null ? null : (
        <Group gap={8} wrap="nowrap" align="flex-start" mt="md">
          <IconHourglass size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
          <Text size="sm">{said} {last?.state === 'waiting' && last.leftAt === null ? t('person.held') : ''}</Text>
        </Group>
      )}
    </>
  )
}
