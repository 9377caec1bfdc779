// A new password: typed twice, judged by the core while it is typed, with the rules it must keep and its strength.
import { styled } from '@mui/material/styles';
import { useDeferredValue, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries.ts';
import { describedBy, FormField, TextInput } from './form-field.tsx';

const Strength = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  fontSize: 12,
  lineHeight: '16px',
  color: 'var(--text-2)',
  marginTop: 4,
  '& .bars': { display: 'flex', gap: 2 },
  '& .bar': { width: 24, height: 4, border: '1px solid var(--control)' },
  '& .bar[data-filled="true"]': { backgroundColor: 'var(--ink)', borderColor: 'var(--ink)' },
});

export interface NewPassword {
  password: string;
  repeated: string;
}

interface PasswordFieldProps {
  value: NewPassword;
  login: string;
  organisation: string;
  /** Whose password it is, where that is not the user's own. */
  label?: string;
  onChange: (value: NewPassword) => void;
}

/** Whether a new password may be used; false until the core has judged it. */
export function usePasswordVerdict(value: NewPassword, login: string, organisation: string) {
  const password = useDeferredValue(value.password);
  const verdict = useRead(
    'password.judge',
    { password, login, organisation },
    { enabled: password !== '', keep: true, staleTimeMs: 0 },
  );
  const isJudged = verdict.data !== undefined && !verdict.isPlaceholderData && password === value.password;
  return {
    verdict: password === '' ? undefined : verdict.data,
    isAcceptable: isJudged && verdict.data?.acceptable === true && value.password === value.repeated,
  };
}

/** Both inputs, the rules, the problems and the strength. */
export function PasswordField({ value, login, organisation, label, onChange }: PasswordFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const { verdict } = usePasswordVerdict(value, login, organisation);
  // Before a vault is open the core's own rules hold.
  const policy = useRead('session.get', {}).data?.policy;
  const rules = { length: policy?.minimumLength ?? 12, kinds: policy?.kinds ?? 3 };
  const problems = verdict?.problems.map((problem) => t(`password.problem.${problem}`, rules)) ?? [];
  const error = value.password !== '' && problems.length > 0 ? problems.join(t('list.sentenceSeparator')) : undefined;
  const mismatch = value.repeated !== '' && value.repeated !== value.password ? t('password.mismatch') : undefined;
  return (
    <>
      <FormField
        id={`${id}-first`}
        label={label ?? t('password.new')}
        required
        help={t('password.rules', rules)}
        error={error}
      >
        <TextInput
          id={`${id}-first`}
          type="password"
          autoComplete="new-password"
          maxLength={1024}
          value={value.password}
          aria-invalid={error !== undefined}
          aria-describedby={describedBy(`${id}-first`, 'help', error)}
          onChange={(event) => onChange({ ...value, password: event.target.value })}
        />
        <Strength role="status" aria-label={t('password.strength')}>
          <span className="bars" aria-hidden="true">
            {[1, 2, 3, 4].map((step) => (
              <span key={step} className="bar" data-filled={(verdict?.strength ?? 0) >= step} />
            ))}
          </span>
          {verdict ? t(`password.strengths.${verdict.strength}`) : t('password.notTyped')}
        </Strength>
      </FormField>
      <FormField id={`${id}-second`} label={t('password.repeat')} required error={mismatch}>
        <TextInput
          id={`${id}-second`}
          type="password"
          autoComplete="new-password"
          maxLength={1024}
          value={value.repeated}
          aria-invalid={mismatch !== undefined}
          aria-describedby={describedBy(`${id}-second`, undefined, mismatch)}
          onChange={(event) => onChange({ ...value, repeated: event.target.value })}
        />
      </FormField>
    </>
  );
}
