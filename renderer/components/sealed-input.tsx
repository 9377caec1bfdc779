// Typing sealed content. The state-secret question stands before it; without an answer nothing can be typed.
import { Checkbox, FormControlLabel } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../app/session.tsx';
import { TextArea } from './form-field.tsx';
import { Notice } from './notice.tsx';

interface SealedInputProps {
  id: string;
  value: string;
  hasSealed: boolean;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
  onChange: (value: string) => void;
  onBlur: () => void;
}

/** The question and, once answered, the input. */
export function SealedInput({ hasSealed, value, onChange, onBlur, ...shared }: SealedInputProps) {
  const { t } = useTranslation();
  const { vault } = useSession();
  const [isTicked, setTicked] = useState(false);
  // What is there was typed after the answer, in this form or in the draft it goes on from.
  const isDeclared = isTicked || value !== '';
  if (!vault.sealedContentAllowed) return <Notice tone="amber">{t('sealed.notAllowed')}</Notice>;
  return (
    <>
      <FormControlLabel
        control={
          <Checkbox
            checked={isDeclared}
            onChange={(event) => setTicked(event.target.checked)}
            disabled={value !== ''}
          />
        }
        label={t('sealed.declaration')}
      />
      <TextArea
        {...shared}
        rows={5}
        disabled={!isDeclared}
        placeholder={hasSealed ? t('sealed.leaveEmpty') : ''}
        value={value}
        onChange={(event) => {
          setTicked(true);
          onChange(event.target.value);
        }}
        onBlur={onBlur}
        autoComplete="off"
        spellCheck={false}
      />
    </>
  );
}
