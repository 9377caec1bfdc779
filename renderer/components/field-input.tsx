// The input of one field, by the kind its definition names. Values are as typed (field-parse.ts reads them).
import { FormControlLabel, Radio, RadioGroup } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition } from '../../shared/registers/definition.ts';
import { registerOf } from '../api/definitions.ts';
import { useSession } from '../app/session.tsx';
import { useLanguage } from '../i18n/format.ts';
import { type FormValue, parseField } from './field-parse.ts';
import { editText } from './field-text.ts';
import { describedBy, FormField, SelectInput, TextArea, TextInput } from './form-field.tsx';
import { GradeMark } from './grade-mark.tsx';
import { PersonPicker, RecordPicker } from './record-picker.tsx';
import { SealedInput } from './sealed-input.tsx';

export interface FieldInputProps {
  field: FieldDefinition;
  value: FormValue;
  /** The roster match of a person field. */
  personId?: string | null;
  /** What a reference is called. */
  referenceName?: string | undefined;
  error?: string | undefined;
  isRequired: boolean;
  /** Whether the record already has sealed content in this field. */
  hasSealed?: boolean;
  autoFocus?: boolean;
  onChange: (value: FormValue, companion?: { personId?: string | null; referenceName?: string }) => void;
  onBlur: () => void;
}

const Grades = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  '& label': { marginRight: 12, height: 32 },
  '& .grade': { display: 'inline-flex', alignItems: 'center', gap: 6 },
});

const fieldPlaceholders: Partial<Record<FieldDefinition['kind'], string>> = {
  date: 'form.datePlaceholder',
  term: 'form.termPlaceholder',
  money: 'form.moneyPlaceholder',
};

/** Label, input, help and error of one field. */
export function FieldInput(props: FieldInputProps) {
  const { field } = props;
  const { label } = useLanguage();
  const id = useId();
  const help = field.help ? label(field.help) : undefined;
  const isGroup = field.kind === 'level' || field.kind === 'yesNo';
  return (
    <FormField
      id={id}
      label={label(field.label)}
      required={props.isRequired}
      help={help}
      error={props.error}
      group={isGroup}
      {...(field.kind === 'longText' || field.kind === 'sealedText' || field.kind === 'level'
        ? { sx: { gridColumn: '1 / -1' } }
        : {})}
    >
      <Control {...props} id={id} describedBy={describedBy(id, help, props.error)} />
    </FormField>
  );
}

function Control(props: FieldInputProps & { id: string; describedBy: string | undefined }) {
  const { t } = useTranslation();
  const { label, language } = useLanguage();
  const { scheme } = useSession();
  const { field, id, value, onChange, onBlur } = props;
  const text = typeof value === 'string' ? value : '';
  const shared = {
    id,
    'aria-invalid': props.error !== undefined,
    'aria-describedby': props.describedBy,
    autoFocus: props.autoFocus ?? false,
  };

  /** Leaving a field writes a readable value the way it will be kept: 2026.1.5 becomes 2026-01-05. */
  function tidy(): void {
    const parsed = parseField(field, value);
    if (parsed.ok && parsed.value !== null && field.kind !== 'person') {
      const tidied = editText(field, parsed.value, { language, scheme, t });
      if (tidied !== value) onChange(tidied);
    }
    onBlur();
  }

  switch (field.kind) {
    case 'choice':
      return (
        <SelectInput {...shared} value={text} onChange={(event) => onChange(event.target.value)} onBlur={onBlur}>
          <option value="">{t('form.notFilled')}</option>
          {field.choices.map((choice) => (
            <option key={choice.code} value={choice.code}>
              {label(choice.label)}
            </option>
          ))}
        </SelectInput>
      );
    case 'level':
      return (
        <RadioGroup
          row
          aria-labelledby={`${id}-label`}
          value={text}
          onChange={(_event, next) => onChange(next)}
          onBlur={onBlur}
        >
          <Grades>
            {[
              { code: '', rank: 0, word: t('grade.none') },
              ...(scheme?.grades ?? []).map((grade) => ({
                code: grade.code,
                rank: grade.rank,
                word: label(grade.label),
              })),
            ].map((grade) => (
              <FormControlLabel
                key={grade.code}
                value={grade.code}
                control={<Radio />}
                label={
                  <span className="grade">
                    <GradeMark rank={grade.rank} />
                    {grade.word}
                  </span>
                }
              />
            ))}
          </Grades>
        </RadioGroup>
      );
    case 'yesNo':
      return (
        <RadioGroup
          row
          aria-labelledby={`${id}-label`}
          value={value === null || value === '' ? '' : String(value)}
          onChange={(_event, next) => onChange(next === '' ? null : next === 'true')}
          onBlur={onBlur}
        >
          <FormControlLabel value="true" control={<Radio />} label={t('value.yes')} />
          <FormControlLabel value="false" control={<Radio />} label={t('value.no')} />
          <FormControlLabel value="" control={<Radio />} label={t('form.notFilled')} />
        </RadioGroup>
      );
    case 'reference':
      return (
        <RecordPicker
          id={id}
          register={registerOf(field.target)}
          isInvalid={props.error !== undefined}
          describedBy={props.describedBy}
          value={text === '' ? null : { id: text, name: props.referenceName ?? '', detail: '' }}
          onChange={(next) => onChange(next?.id ?? '', { referenceName: next?.name ?? '' })}
        />
      );
    case 'person':
      return (
        <PersonPicker
          id={id}
          register={registerOf('person')}
          isInvalid={props.error !== undefined}
          describedBy={props.describedBy}
          name={text}
          personId={props.personId ?? null}
          onChange={(name, personId) => onChange(name, { personId })}
        />
      );
    case 'longText':
      return (
        <TextArea {...shared} rows={3} value={text} onChange={(event) => onChange(event.target.value)} onBlur={tidy} />
      );
    case 'sealedText':
      return (
        <SealedInput
          {...shared}
          hasSealed={props.hasSealed ?? false}
          value={text}
          onChange={onChange}
          onBlur={onBlur}
        />
      );
    default:
      return (
        <TextInput
          {...shared}
          value={text}
          inputMode={field.kind === 'integer' || field.kind === 'money' ? 'decimal' : undefined}
          placeholder={fieldPlaceholders[field.kind] ? t(fieldPlaceholders[field.kind] ?? '') : undefined}
          onChange={(event) => onChange(event.target.value)}
          onBlur={tidy}
        />
      );
  }
}
