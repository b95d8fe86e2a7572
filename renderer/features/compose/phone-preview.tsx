import type { KeyboardEvent } from 'react'
import { ActionIcon, Group, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { Recipient } from '../../../shared/contract/campaigns.ts'
import { useWords } from '../../i18n/i18n.ts'
import { NumberText } from '../../ui/texts.tsx'
import styles from './phone-preview.module.css'

type Props = {
  readonly recipient: Recipient | null | undefined
  readonly text: string
  /** What the message comes from, as the phone shows it. */
  readonly sender: string
  readonly index: number
  readonly total: number
  readonly onIndex: (index: number) => void
}

/** A phone with the message as one real person gets it; arrows leaf through all of them. */
export const PhonePreview = ({ recipient, text, sender, index, total, onIndex }: Props) => {
  const t = useWords('compose')
  const to = (next: number) => { if (next >= 0 && next < total) onIndex(next) }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const steps: Partial<Record<string, number>> = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: total - 1 }
    const next = steps[event.key]
    if (next === undefined) return
    event.preventDefault()
    to(next)
  }
  const name = recipient == null ? '' : recipient.name === '' ? recipient.number : recipient.name
  return (
    <section className={styles['preview']} aria-label={t('phone.label')}>
      <div className={styles['phone']} role="group" tabIndex={0} aria-label={t('phone.leaf')} onKeyDown={onKeyDown}>
        <div className={styles['screen']}>
          <div className={styles['island']} aria-hidden />
          <div className={styles['top']}>
            <div className={styles['face']} aria-hidden>{sender.slice(0, 1).toLocaleUpperCase()}</div>
            <div className={styles['sender']}>{sender}</div>
          </div>
          <div className={styles['thread']}>
            {recipient != null && text.trim() !== '' ? (
              <>
                <div className={styles['time']} aria-hidden>{t('phone.now')}</div>
                <div className={styles['bubble']} data-testid="bubble" role="article" aria-label={t('phone.bubble', { name })}>{text}</div>
              </>
            ) : (
              <p className={styles['nothing']}>{recipient != null ? t('phone.emptyMessage', { name }) : total === 0 && recipient === null ? t('phone.nobody') : t('phone.empty')}</p>
            )}
          </div>
          <div className={styles['home']} aria-hidden />
        </div>
      </div>
      <Group justify="center" gap="xs" wrap="nowrap" mih={44}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('phone.previous')} disabled={recipient == null || index === 0} onClick={() => { to(index - 1) }}><IconChevronLeft size={18} aria-hidden /></ActionIcon>
        <div className={styles['who']} aria-live="polite">
          {recipient == null ? null : (
            <>
              <div className={styles['name']}>{recipient.name === '' ? <NumberText number={recipient.number} /> : recipient.name}</div>
              <Text size="xs" c="dimmed" data-testid="phone-position">{t('phone.position', { position: index + 1, total })}</Text>
            </>
          )}
        </div>
        <ActionIcon variant="subtle" color="gray" aria-label={t('phone.next')} disabled={recipient == null || index >= total - 1} onClick={() => { to(index + 1) }}><IconChevronRight size={18} aria-hidden /></ActionIcon>
      </Group>
    </section>
  )
}
