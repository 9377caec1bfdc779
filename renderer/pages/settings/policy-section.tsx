// House rules for passwords, lock-out and the idle lock, as numbers within their bounds.
import { Button } from '@mui/material';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecurityPolicy } from '../../../shared/contract/routes/vault.ts';
import { useCommand } from '../../api/queries.ts';
import { useRights, useSession } from '../../app/session.tsx';
import { useToast } from '../../app/toasts.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField, TextInput } from '../../components/form-field.tsx';
import { Section } from '../../components/section.tsx';

const bounds: Readonly<Record<keyof SecurityPolicy, readonly [number, number]>> = {
  minimumLength: [8, 64],
  kinds: [1, 5],
  changeAfterDays: [0, 3650],
  history: [0, 24],
  lockAfter: [3, 20],
  lockMinutes: [1, 1440],
  idleMinutes: [5, 60],
};
const keys = Object.keys(bounds) as (keyof SecurityPolicy)[];

/** The section of the settings. */
export function PolicySection() {
  const { t } = useTranslation();
  const id = useId();
  const { policy } = useSession();
  const rights = useRights();
  const toast = useToast();
  const save = useCommand('vault.settings');
  const [texts, setTexts] = useState<Partial<Record<keyof SecurityPolicy, string>>>({});
  const textOf = (key: keyof SecurityPolicy) => texts[key] ?? String(policy[key]);
  const isGood = (key: keyof SecurityPolicy) => {
    const [from, to] = bounds[key];
    const value = Number(textOf(key));
    return /^\d{1,4}$/.test(textOf(key)) && value >= from && value <= to;
  };
  const isChanged = keys.some((key) => textOf(key) !== String(policy[key]));

  function apply(): void {
    const next = Object.fromEntries(keys.map((key) => [key, Number(textOf(key))])) as SecurityPolicy;
    save.mutate(
      { policy: next },
      {
        onSuccess: () => {
          setTexts({});
          toast(t('settings.saved'));
        },
      },
    );
  }

  return (
    <Section id="policy" title={t('policy.title')} note={t('policy.note')}>
      <div
        style={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fill, minmax(200px, 1fr))',
          gap: '12px 24px',
          padding: '4px 0 12px',
        }}
      >
        {keys.map((key) => {
          const [from, to] = bounds[key];
          const range = t('policy.range', { from, to });
          return (
            <FormField
              key={key}
              id={`${id}-${key}`}
              label={t(`policy.${key}`)}
              help={isGood(key) ? range : undefined}
              error={isGood(key) ? undefined : range}
            >
              <TextInput
                id={`${id}-${key}`}
                inputMode="numeric"
                style={{ width: 96 }}
                disabled={!rights.settings}
                aria-invalid={!isGood(key)}
                value={textOf(key)}
                maxLength={4}
                onChange={(event) => setTexts({ ...texts, [key]: event.target.value.trim() })}
              />
            </FormField>
          );
        })}
      </div>
      {save.isError ? <ErrorPanel error={save.error} /> : null}
      {rights.settings ? (
        <Button disabled={!isChanged || !keys.every(isGood) || save.isPending} onClick={apply} sx={{ mb: 1 }}>
          {t('settings.save')}
        </Button>
      ) : null}
    </Section>
  );
}
