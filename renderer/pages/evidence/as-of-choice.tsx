// The date a bundle shows: now, or a past date in one of two readings that are never mixed up.
import { FormControlLabel, Radio, RadioGroup } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { FormField, SelectInput, TextInput } from '../../components/form-field.tsx';
import type { PastChoice } from './choice.ts';
import { pastProblem } from './choice.ts';

const Line = styled('div')({
  display: 'grid',
  gridTemplateColumns: '176px minmax(0, 1fr)',
  gap: 16,
  paddingLeft: 28,
  '& .what': { gridColumn: '1 / -1', fontSize: 12, lineHeight: '16px', color: 'var(--text-2)' },
});

/** `day` is today: a past date lies before it. */
export function AsOfChoice(props: {
  past: PastChoice | null;
  day: string;
  onChange: (past: PastChoice | null) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const { past, day, onChange } = props;
  const problem = past === null || past.text.trim() === '' ? undefined : pastProblem(past, day, t);
  return (
    <>
      <h2 id={`${id}-title`}>{t('evidence.asOf.title')}</h2>
      <RadioGroup
        aria-labelledby={`${id}-title`}
        value={past === null ? 'now' : 'past'}
        onChange={(event) => onChange(event.target.value === 'now' ? null : { text: '', reading: 'fact' })}
      >
        <FormControlLabel value="now" control={<Radio />} label={t('evidence.asOf.now')} />
        <FormControlLabel value="past" control={<Radio />} label={t('evidence.asOf.past')} />
      </RadioGroup>
      {past === null ? null : (
        <Line>
          <FormField id={`${id}-date`} label={t('asOf.word')} required error={problem}>
            <TextInput
              id={`${id}-date`}
              value={past.text}
              placeholder={t('form.datePlaceholder')}
              aria-invalid={problem !== undefined}
              onChange={(event) => onChange({ ...past, text: event.target.value })}
            />
          </FormField>
          <FormField id={`${id}-reading`} label={t('evidence.asOf.reading')}>
            <SelectInput
              id={`${id}-reading`}
              value={past.reading}
              onChange={(event) => onChange({ ...past, reading: event.target.value as PastChoice['reading'] })}
            >
              <option value="fact">{t('asOf.fact')}</option>
              <option value="recorded">{t('asOf.recorded')}</option>
            </SelectInput>
          </FormField>
          <p className="what">{t(`evidence.asOf.what.${past.reading}`)}</p>
        </Line>
      )}
    </>
  );
}
