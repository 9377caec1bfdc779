// The number pattern of a register with a live example of the number it makes.
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegisterDefinition } from '../../shared/registers/definition.ts';
import { formatNumber, isNumberPattern } from '../../shared/values/number-pattern.ts';
import { useLanguage } from '../i18n/format.ts';
import { FormField, TextInput } from './form-field.tsx';

interface NumberPatternFieldProps {
  register: RegisterDefinition;
  value: string;
  isDisabled?: boolean;
  onChange: (pattern: string) => void;
}

/** The pattern of one register. */
export function NumberPatternField({ register, value, isDisabled = false, onChange }: NumberPatternFieldProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const id = useId();
  const isGood = isNumberPattern(value);
  const example = isGood ? formatNumber(value, { year: new Date().getFullYear(), seq: 1 }) : '';
  return (
    <FormField
      id={id}
      label={label(register.label)}
      help={isGood ? t('pattern.example', { example }) : undefined}
      error={isGood ? undefined : t('pattern.invalid')}
    >
      <TextInput
        id={id}
        maxLength={60}
        value={value}
        disabled={isDisabled}
        aria-invalid={!isGood}
        onChange={(event) => onChange(event.target.value)}
      />
    </FormField>
  );
}
