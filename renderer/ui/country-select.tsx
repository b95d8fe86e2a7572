import { useMemo } from 'react'
import { Select } from '@mantine/core'
import { getCountries } from 'libphonenumber-js/min'
import { useFormat } from '../i18n/format.ts'
import { useWords } from '../i18n/i18n.ts'

/** Every country that has telephone numbers, by its name in the language of the moment. */
export const CountrySelect = ({ value, onChange, description, error }: {
  readonly value: string
  readonly onChange: (country: string) => void
  readonly description?: string
  readonly error?: string
}) => {
  const t = useWords('ui')
  const format = useFormat()
  const countries = useMemo(
    () => getCountries().map((code) => ({ value: code as string, label: format.country(code) })).sort((a, b) => a.label.localeCompare(b.label, format.locale)),
    [format],
  )
  return (
    <Select
      label={t('country')}
      description={description}
      error={error}
      data={countries}
      value={value === '' ? null : value}
      onChange={(country) => { if (country !== null) onChange(country) }}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('noMatch')}
      maxDropdownHeight={260}
    />
  )
}
