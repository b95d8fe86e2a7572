import type { ReactNode } from 'react'
import { DateTimePicker } from '@mantine/dates'
import dayjs from 'dayjs'
import { useWords } from '../i18n/i18n.ts'

/** Local time as the date picker writes it, in ms; null when it is none. */
export const momentOf = (value: string | null): number | null => (value === null ? null : new Date(value.replace(' ', 'T')).getTime())

/** A moment as the date picker writes it. */
export const writtenMoment = (at: number): string => dayjs(at).format('YYYY-MM-DD HH:mm:ss')

/** A day and an hour from today on, in the computer's own time. */
export const MomentPicker = ({ label, named, placeholder, description, value, onChange, error, width, clearLabel, onDropdown }: {
  readonly label: string
  /** Whether the label is seen, too. */
  readonly named?: boolean
  readonly placeholder: string
  readonly description?: ReactNode
  readonly value: string | null
  readonly onChange: (value: string | null) => void
  readonly error?: string | null
  readonly width?: number
  /** With it the moment can be taken away again. */
  readonly clearLabel?: string
  /** Opened or closed: Escape is the calendar's then, not the dialog's around it. */
  readonly onDropdown?: (opened: boolean) => void
}) => {
  const t = useWords('ui')
  return (
    <DateTimePicker
      {...(named ? { label } : { 'aria-label': label })}
      placeholder={placeholder}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value}
      onChange={onChange}
      minDate={dayjs().format('YYYY-MM-DD')}
      valueFormat="D MMM YYYY, HH:mm"
      defaultTimeValue="10:00"
      error={error}
      hideOutsideDates
      highlightToday
      // Red is for what needs a person; a Saturday does not.
      weekendDays={[]}
      // The field names it; a dialog without a name of its own would not be read.
      popoverProps={{ position: 'top-end', withRoles: false, onOpen: () => onDropdown?.(true) }}
      onDropdownClose={() => onDropdown?.(false)}
      previousLabel={t('picker.previous')}
      nextLabel={t('picker.next')}
      submitButtonProps={{ 'aria-label': t('picker.done') }}
      timePickerProps={{ hoursInputLabel: t('picker.hours'), minutesInputLabel: t('picker.minutes') }}
      w={width}
      {...(clearLabel === undefined ? {} : { clearable: true, clearButtonProps: { 'aria-label': clearLabel } })}
    />
  )
}
