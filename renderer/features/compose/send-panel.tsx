import { useState } from 'react'
import { Button, Group, Modal, SegmentedControl, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Estimate, MessagePlan } from '../../../shared/contract/campaigns.ts'
import type { Problem, Result } from '../../../shared/result.ts'
import { go } from '../../app/routes.ts'
import { call, callKey, callQuery, queryClient, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { MomentPicker, momentOf, writtenMoment } from '../../ui/moment-picker.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { roughly } from './roughly.ts'

type Props = {
  readonly campaignId: number
  readonly estimate: Estimate | undefined
  readonly plan: MessagePlan | null
  readonly stale: boolean
  /** Why it cannot be sent yet; null when it can. */
  readonly missing: 'audience' | 'body' | 'problem' | null
  readonly validUntil: number | null
  readonly onValidUntil: (at: number | null) => void
  readonly saveNow: () => Promise<Result<unknown>>
  /** Counts again: the people have changed. */
  readonly again: () => void
}

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll('_', ' ')

/** How many would be outside their hours when it starts; 0 while that is counted, and where no hours are kept. */
const useOutsideHours = (plan: MessagePlan | null, sendAt: number | null, asked: boolean): number => {
  const { data: rules } = useCall('queue.rules', {})
  const { data } = useQuery({
    // Counted anew each time the question is put: an hour later the answer is another.
    ...callQuery('campaigns.estimate', { ...plan, startsAt: sendAt } as MessagePlan & { startsAt: number | null }),
    queryKey: ['contacts', 'outside-hours', plan, sendAt],
    enabled: asked && plan !== null && rules?.quietHours === true,
    gcTime: 0,
    staleTime: 0,
  })
  return data?.outsideHours ?? 0
}

type ConfirmProps = Props & { readonly estimate: Estimate; readonly sendAt: number | null; readonly opened: boolean; readonly onClose: () => void }

const ConfirmSend = ({ campaignId, estimate, plan, sendAt, opened, onClose, saveNow, again }: ConfirmProps) => {
  const t = useWords('compose')
  const ui = useWords('ui')
  const format = useFormat()
  const { data: account } = useCall('account.get', {})
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const count = estimate.recipients
  const outside = useOutsideHours(plan, sendAt, opened)
  const title = estimate.cost === null ? t('send.confirmTitleNoCost', { count }) : t('send.confirmTitle', { count, cost: t('estimate.about', { amount: format.money(roughly(estimate.cost)) }) })
  const fail = (found: Problem) => {
    setBusy(false)
    setProblem(found)
    again()
  }
  const approve = async () => {
    setBusy(true)
    setProblem(null)
    const saved = await saveNow()
    if (!saved.ok) {
      fail(saved.error)
      return
    }
    const approved = await call('campaigns.approve', { id: campaignId, sendAt, expected: count })
    if (!approved.ok) {
      fail(approved.error)
      return
    }
    // Its own page must not see the draft it was.
    queryClient.setQueryData(callKey('campaigns.get', { id: campaignId }), approved.value)
    go({ screen: 'campaign', campaignId })
  }
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="md" closeButtonProps={{ 'aria-label': ui('close') }}>
      <form onSubmit={(event) => { event.preventDefault(); void approve() }}>
        <Stack gap="sm">
          <Text>{sendAt === null ? t('send.confirmNow', { duration: format.duration(estimate.seconds) }) : t('send.confirmLater', { when: format.dateTime(sendAt) })}</Text>
          {outside === 0 ? null : <Text role="status">{outside === count ? t('send.confirmHoursAll') : t('send.confirmHours', { count: outside })}</Text>}
          {account?.network === 'offline' ? <Text>{t('send.confirmOffline')}</Text> : null}
          {account === undefined ? null : <Text size="sm" c="dimmed">{t(account.mode === 'practice' ? 'send.practice' : 'send.live')}</Text>}
          {problem === null ? null : <ProblemAlert problem={problem} />}
          <Group justify="flex-end" mt="xs">
            <Button onClick={onClose}>{t('send.cancel')}</Button>
            <NextButton type="submit" loading={busy} data-autofocus>{t(sendAt === null ? 'send.confirm' : 'send.confirmSchedule')}</NextButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** Now or at a moment, and the one brass button. */
export const SendPanel = (props: Props) => {
  const { estimate, stale, missing, validUntil, onValidUntil } = props
  const t = useWords('compose')
  const format = useFormat()
  const [later, setLater] = useState(false)
  const [value, setValue] = useState<string | null>(null)
  const [asked, setAsked] = useState(false)
  // The question's clock stands still while it is open; it is looked at anew each time something is pressed.
  const [openedAt, setOpenedAt] = useState(0)
  const moment = later ? momentOf(value) : null
  const count = estimate?.recipients ?? 0
  const whenProblem = !later || !asked ? null : moment === null ? t('send.pickWhen') : moment <= openedAt ? t('send.past') : null
  const starts = moment ?? openedAt
  const validProblem = validUntil === null || !asked || validUntil > starts + 10_000 ? null : t('send.notAfterTooSoon')
  const why = missing !== null ? t(`send.why.${missing}`) : estimate === undefined ? t('send.why.counting') : count === 0 ? t('send.why.nobody') : stale ? t('send.why.counting') : null
  const [open, setOpen] = useState(false)
  const press = () => {
    const now = Date.now()
    setAsked(true)
    setOpenedAt(now)
    if (later && (moment === null || moment <= now)) return
    if (validUntil !== null && validUntil <= (moment ?? now) + 10_000) return
    setOpen(true)
  }
  const label = count === 0 ? t('send.buttonNobody') : later ? t('send.scheduleButton', { count }) : t('send.button', { count })
  return (
    <div className="compose-foot">
      <div className="compose-foot-summary" role="status">
        {why !== null ? <Text size="sm" c="dimmed">{why}</Text> : estimate === undefined ? null : (
          <>
            <strong>{t('to.people', { count })}</strong>
            {estimate.cost === null ? null : <span>{t('estimate.about', { amount: format.money(roughly(estimate.cost)) })}</span>}
            <span>{t('estimate.about', { amount: format.duration(estimate.seconds) })}</span>
          </>
        )}
      </div>
      <div className="compose-foot-when">
        <SegmentedControl
          aria-label={t('send.when')}
          value={later ? 'later' : 'now'}
          onChange={(chosen) => { setLater(chosen === 'later') }}
          data={[{ value: 'now', label: t('send.now') }, { value: 'later', label: t('send.later') }]}
        />
        {later ? (
          <MomentPicker
            label={t('send.when')}
            placeholder={t('send.pickWhen')}
            description={t('send.atYourTime', { zone: ownZone() })}
            value={value}
            onChange={(chosen) => { setValue(chosen); setAsked(false) }}
            error={whenProblem}
            width={220}
          />
        ) : null}
        {later || validUntil !== null ? (
          <MomentPicker
            label={t('send.notAfter')}
            placeholder={t('send.notAfterNone')}
            description={t('send.notAfterHelp')}
            value={validUntil === null ? null : writtenMoment(validUntil)}
            onChange={(chosen) => { onValidUntil(momentOf(chosen)); setAsked(false) }}
            error={validProblem}
            width={250}
            clearLabel={t('send.notAfterClear')}
          />
        ) : null}
        <NextButton disabled={why !== null} onClick={press} data-testid="send">{label}</NextButton>
      </div>
      {estimate === undefined ? null : <ConfirmSend {...props} estimate={estimate} sendAt={moment} opened={open} onClose={() => { setOpen(false) }} />}
    </div>
  )
}
