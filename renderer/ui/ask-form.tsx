import { useState } from 'react'
import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import type { ContactChoice } from '../../shared/contract/contacts.ts'
import { textInUse } from '../../shared/rules/programme-words.ts'
import { useAction, useCall } from '../api.ts'
import { useFormat } from '../i18n/format.ts'
import { useWords } from '../i18n/i18n.ts'
import { NextButton } from './next-button.tsx'
import { notifyDone } from './notify.tsx'

/** Asks people to confirm that they would like offers: how many, why the others not, what they get, and where they signed up. */
export const AskForm = ({ who, onClose }: { readonly who: ContactChoice; readonly onClose: () => void }) => {
  const t = useWords('asking')
  const u = useWords('ui')
  const format = useFormat()
  const [source, setSource] = useState('')
  const { data: preview } = useCall('asking.preview', { who })
  const { data: settings } = useCall('settings.get', {})
  const { data: asking } = useCall('asking.settings', {})
  const ask = useAction('asking.ask', { onDone: (done) => { notifyDone(t('ask.done', { count: done.ask })); onClose() } })
  const nobody = preview?.ask === 0
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (!nobody && source.trim() !== '') ask.mutate({ who, source: source.trim() }) }}>
      <Stack gap="md">
        <div role="status">
          <Text fw={600}>{preview === undefined ? t('ask.counting') : nobody ? t('ask.nobody') : t('ask.will', { count: preview.ask })}</Text>
          {preview === undefined || preview.skipped.length === 0 ? null : <Text size="sm" c="dimmed">{format.list(preview.skipped.map(({ why, people }) => t(`ask.why.${why}`, { count: people })))}.</Text>}
        </div>
        {nobody ? null : (
          <>
            <TextInput data-autofocus label={t('ask.source')} description={t('ask.sourceHelp')} placeholder={t('ask.sourceExample')} value={source} maxLength={300} onChange={(event) => { setSource(event.currentTarget.value) }} />
            {settings === undefined || asking === undefined ? null : (
              <div>
                <Text size="sm" fw={600} mb={4}>{t('ask.text')}</Text>
                <blockquote className="quoted">{textInUse(asking, settings.businessName, 'asking', settings.language)}</blockquote>
                <Text size="xs" c="dimmed" mt={4}>{t('ask.once')}</Text>
              </div>
            )}
            <Text size="xs" c="dimmed">{t('ask.careful')}</Text>
          </>
        )}
        <Group justify="flex-end">
          <Button onClick={onClose}>{u(nobody ? 'close' : 'cancel')}</Button>
          {nobody ? null : <NextButton type="submit" disabled={preview === undefined || source.trim() === ''} loading={ask.isPending}>{t('ask.submit')}</NextButton>}
        </Group>
      </Stack>
    </form>
  )
}
