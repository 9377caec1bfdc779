// The vault's grading scheme and number patterns. Changing them changes no record that is there.
import { Button, FormControlLabel, Radio, RadioGroup } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteInput } from '../../../shared/contract/contract.ts';
import { gradingSchemes } from '../../../shared/levels.ts';
import { isNumberPattern } from '../../../shared/values/number-pattern.ts';
import { numberedRegisters } from '../../api/definitions.ts';
import { useCommand } from '../../api/queries.ts';
import { useRights, useSession } from '../../app/session.tsx';
import { useToast } from '../../app/toasts.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField } from '../../components/form-field.tsx';
import { NumberPatternField } from '../../components/number-pattern-field.tsx';
import { Section } from '../../components/section.tsx';
import { useLanguage } from '../../i18n/format.ts';
import { SchemeGrades } from '../start/create-steps.tsx';

type Scheme = NonNullable<RouteInput<'vault.settings'>['scheme']>;

/** Grades and number patterns of the open vault. */
export function VaultSettings() {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const { scheme, numberPatterns } = useSession();
  const rights = useRights();
  const toast = useToast();
  const save = useCommand('vault.settings');
  const [chosen, setChosen] = useState<string>(scheme?.key ?? '');
  const [patterns, setPatterns] = useState<Record<string, string>>(numberPatterns);
  const patternOf = (key: string, usual: string) => patterns[key] ?? usual;
  const changed = Object.fromEntries(
    Object.entries(patterns).filter(([key, pattern]) => pattern !== numberPatterns[key]),
  );
  const isChanged = chosen !== scheme?.key || Object.keys(changed).length > 0;
  const isGood = Object.values(patterns).every(isNumberPattern);

  function apply(): void {
    save.mutate(
      {
        ...(chosen === scheme?.key ? {} : { scheme: chosen as Scheme }),
        ...(Object.keys(changed).length === 0 ? {} : { numberPatterns: changed }),
      },
      { onSuccess: () => toast(t('settings.saved')) },
    );
  }

  return (
    <Section id="grading" title={t('settings.grading.title')} note={t('settings.grading.note')}>
      <FormField id="settings-scheme" label={t('create.step.scheme')} group sx={{ py: 0.5 }}>
        <RadioGroup
          aria-labelledby="settings-scheme-label"
          value={chosen}
          onChange={(_event, value) => setChosen(value)}
        >
          {gradingSchemes.map((candidate) => (
            <FormControlLabel
              key={candidate.key}
              value={candidate.key}
              disabled={!rights.settings}
              control={<Radio />}
              label={
                <span style={{ display: 'inline-flex', gap: 24, flexWrap: 'wrap' }}>
                  {label(candidate.label)}
                  <SchemeGrades scheme={candidate} />
                </span>
              }
            />
          ))}
        </RadioGroup>
      </FormField>
      <p style={{ fontSize: 12, color: 'var(--text-2)', margin: '8px 0' }}>{t('pattern.explain')}</p>
      <div
        style={{
          display: 'grid',
          gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
          gap: '12px 24px',
          paddingBottom: 8,
        }}
      >
        {numberedRegisters.map((register) => (
          <NumberPatternField
            key={register.key}
            register={register}
            isDisabled={!rights.settings}
            value={patternOf(register.key, register.numberPattern)}
            onChange={(pattern) => setPatterns((known) => ({ ...known, [register.key]: pattern }))}
          />
        ))}
      </div>
      {save.isError ? <ErrorPanel error={save.error} /> : null}
      {rights.settings ? (
        <Button disabled={!isChanged || !isGood || save.isPending} onClick={apply} sx={{ mb: 1 }}>
          {t('settings.save')}
        </Button>
      ) : null}
    </Section>
  );
}
