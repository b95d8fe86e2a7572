import { Anchor, Checkbox, Group, Menu, Radio, Select, Text, Textarea, TextInput } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import dayjs from 'dayjs'
import type { Purpose } from '../../../shared/contract/common.ts'
import type { ConsentMethod, Disclosure, OfferedWording } from '../../../shared/contract/consent.ts'
import { isImplied } from '../../../shared/rules/implied-consent.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { Note } from '../../ui/problem-alert.tsx'
import { changeConsent, type ConsentForm as Form, type ConsentProblem } from './use-import-store.ts'

const methods = ['web-form', 'paper', 'keyword', 'spoken', 'purchase', 'inquiry', 'import', 'other'] as const satisfies readonly ConsentMethod[]
const purposes = ['marketing', 'service'] as const satisfies readonly Purpose[]

type Props = {
  readonly form: Form
  /** The words as they stand: the owner's, or the suggested ones. */
  readonly disclosure: string
  readonly disclosures: { readonly kept: readonly OfferedWording[]; readonly used: readonly Disclosure[]; readonly suggested: Readonly<Record<Purpose, string>> }
  readonly optInColumn: string | null
  readonly noMeans: 'refused' | 'not-asked'
  readonly problems: readonly ConsentProblem[]
}

const EarlierWords = ({ disclosures }: Pick<Props, 'disclosures'>) => {
  const t = useWords('imports')
  const format = useFormat()
  return (
    <Menu position="bottom-end" width={420} shadow="md">
      <Menu.Target><Anchor component="button" type="button" size="sm">{t('consent.earlier')}</Anchor></Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {disclosures.kept.map((one) => (
          <Menu.Item key={`kept-${String(one.id)}`} onClick={() => { changeConsent({ disclosure: one.text }) }}>
            <Text size="sm" lineClamp={3}>{one.text}</Text>
            <Text size="xs" c="dimmed">{one.name}</Text>
          </Menu.Item>
        ))}
        {disclosures.used.filter(({ text }) => !disclosures.kept.some((one) => one.text === text)).map((one) => (
          <Menu.Item key={one.id} onClick={() => { changeConsent({ disclosure: one.text }) }}>
            <Text size="sm" lineClamp={3}>{one.text}</Text>
            <Text size="xs" c="dimmed">{format.date(one.createdAt)}</Text>
          </Menu.Item>
        ))}
        {purposes.map((purpose) => (
          <Menu.Item key={purpose} onClick={() => { changeConsent({ disclosure: disclosures.suggested[purpose] }) }}>
            <Text size="sm" lineClamp={3}>{disclosures.suggested[purpose]}</Text>
            <Text size="xs" c="dimmed">{t(purpose === 'marketing' ? 'consent.suggested' : 'consent.suggestedService')}</Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

const Details = ({ form, disclosure, disclosures, optInColumn, problems }: Props) => {
  const t = useWords('imports')
  const ui = useWords('ui')
  const problem = (...ones: readonly ConsentProblem[]) => {
    const found = ones.find((one) => problems.includes(one))
    return found === undefined ? null : t(`consent.${found}`)
  }
  const today = dayjs().format('YYYY-MM-DD')
  return (
    <div className="import-indent">
      <Checkbox.Group
        label={t('consent.purposes')}
        error={problem('pickPurpose')}
        value={[...form.purposes]}
        onChange={(chosen) => { changeConsent({ purposes: purposes.filter((purpose) => chosen.includes(purpose)) }) }}
      >
        <div className="import-choice" style={{ paddingTop: 8 }}>
          <Checkbox value="marketing" label={t('consent.marketing')} description={t('consent.marketingText')} />
          <Checkbox value="service" label={t('consent.service')} description={t('consent.serviceText')} />
        </div>
      </Checkbox.Group>
      <div className="import-two">
        <Select
          label={t('consent.method')}
          placeholder={t('consent.methodPlaceholder')}
          data={methods.map((value) => ({ value, label: ui(`method.${value}`) }))}
          value={form.method}
          error={problem('needMethod')}
          allowDeselect={false}
          onChange={(value) => { changeConsent({ method: value as ConsentMethod | null }) }}
        />
        <DatePickerInput
          label={t('consent.date')}
          placeholder={t('consent.nothingChosen')}
          description={t('consent.dateHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          valueFormat="D MMMM YYYY"
          maxDate={today}
          value={form.day}
          error={problem('needDate', 'futureDate')}
          onChange={(day) => { changeConsent({ day }) }}
        />
      </div>
      {form.method === 'spoken' && form.purposes.includes('marketing') ? <Note>{t('consent.spokenOffers')}</Note> : null}
      {form.method !== null && isImplied(form.method) && form.purposes.includes('marketing') ? <Note>{ui(`implied.${form.method}`)}</Note> : null}
      <div>
        <Textarea
          label={t('consent.disclosure')}
          description={form.method !== null && isImplied(form.method) ? ui('implied.words') : t('consent.disclosureHint')}
          autosize
          minRows={3}
          maxLength={2000}
          value={disclosure}
          error={problem('needDisclosure')}
          onChange={(event) => { changeConsent({ disclosure: event.currentTarget.value }) }}
        />
        <Group justify="flex-end" mt={4}><EarlierWords disclosures={disclosures} /></Group>
      </div>
      <TextInput label={t('consent.source')} placeholder={t('consent.sourcePlaceholder')} value={form.source} maxLength={500} autoComplete="off" onChange={(event) => { changeConsent({ source: event.currentTarget.value }) }} />
      {optInColumn === null ? null : (
        <Checkbox checked={form.onlyYes} label={t('consent.onlyYes', { column: optInColumn })} description={t('consent.onlyYesText')} onChange={(event) => { changeConsent({ onlyYes: event.currentTarget.checked }) }} />
      )}
    </div>
  )
}

/** What the file's own "no" stands for. It is asked whatever the owner knows of the others: a refusal is written down. */
const NoMeans = ({ optInColumn, noMeans }: { readonly optInColumn: string; readonly noMeans: 'refused' | 'not-asked' }) => {
  const t = useWords('imports')
  return (
    <Radio.Group label={t('consent.noMeans', { column: optInColumn })} value={noMeans} onChange={(value) => { changeConsent({ noMeans: value === 'not-asked' ? 'not-asked' : 'refused' }) }}>
      <div className="import-choice" style={{ paddingTop: 8 }}>
        <Radio value="refused" label={t('consent.noRefused')} description={t('consent.noRefusedText')} />
        <Radio value="not-asked" label={t('consent.noNotAsked')} description={t('consent.noNotAskedText')} />
      </div>
    </Radio.Group>
  )
}

/** What these people agreed to, or that nobody knows. */
export const ConsentForm = (props: Props) => {
  const t = useWords('imports')
  const { form, problems, optInColumn, noMeans } = props
  return (
    <>
      <Radio.Group
        aria-label={t('consent.heading')}
        value={form.known === null ? '' : form.known ? 'known' : 'unknown'}
        error={form.known === null && problems.includes('pickPurpose') ? t('consent.pickPurpose') : null}
        onChange={(value) => { changeConsent({ known: value === 'known' }) }}
      >
        <div className="import-choice">
          <Radio value="known" label={t('consent.known')} description={t('consent.knownText')} />
          {form.known === true ? <Details {...props} /> : null}
          <Radio value="unknown" label={t('consent.unknown')} description={t('consent.unknownText')} />
        </div>
      </Radio.Group>
      {optInColumn === null ? null : <NoMeans optInColumn={optInColumn} noMeans={noMeans} />}
    </>
  )
}
