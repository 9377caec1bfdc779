// The steps of the create wizard, one decision each.
import { Button, FormControlLabel, Radio, RadioGroup } from '@mui/material';
import { styled } from '@mui/material/styles';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type GradingScheme, gradingSchemes } from '../../../shared/levels.ts';
import { bridge } from '../../api/client.ts';
import { numberedRegisters } from '../../api/definitions.ts';
import { FormField, TextArea, TextInput } from '../../components/form-field.tsx';
import { GradeText } from '../../components/grade-mark.tsx';
import { Notice } from '../../components/notice.tsx';
import { NumberPatternField } from '../../components/number-pattern-field.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { Facts, labelWidth } from '../../components/section.tsx';
import { useLanguage } from '../../i18n/format.ts';
import type { NewVault } from './new-vault.ts';

interface StepProps {
  vault: NewVault;
  onChange: (part: Partial<NewVault>) => void;
}

const Grades = styled('span')({ display: 'inline-flex', gap: 16, flexWrap: 'wrap' });

/** Name and place. */
export function OrganisationStep({ vault, path, onChange }: StepProps & { path: string }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <>
      <h2>{t('create.step.organisation')}</h2>
      <FormField id={id} label={t('create.organisation')} required help={t('create.organisationHelp')}>
        <TextInput
          id={id}
          autoFocus
          maxLength={200}
          value={vault.organisation}
          onChange={(event) => onChange({ organisation: event.target.value })}
        />
      </FormField>
      <div>
        <p style={{ fontSize: 12, color: 'var(--text-2)' }}>{t('create.place')}</p>
        <p style={{ overflowWrap: 'anywhere', margin: '4px 0 8px' }}>{path}</p>
        <Button
          onClick={() =>
            void bridge()
              .chooseFolder()
              .then((folder) => {
                if (folder) onChange({ folder });
              })
          }
        >
          {t('create.chooseFolder')}
        </Button>
      </div>
      <Notice>{t('create.placeHelp')}</Notice>
    </>
  );
}

/** Name, login and password of the first officer. */
export function OfficerStep({ vault, onChange }: StepProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <>
      <h2>{t('create.step.officer')}</h2>
      <p>{t('create.officerExplain')}</p>
      <FormField id={`${id}-name`} label={t('create.officerName')} required>
        <TextInput
          id={`${id}-name`}
          autoFocus
          maxLength={60}
          value={vault.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </FormField>
      <FormField id={`${id}-login`} label={t('create.officerLogin')} required help={t('create.officerLoginHelp')}>
        <TextInput
          id={`${id}-login`}
          maxLength={60}
          autoComplete="username"
          value={vault.login}
          onChange={(event) => onChange({ login: event.target.value })}
        />
      </FormField>
      <PasswordField
        value={vault.password}
        login={vault.login}
        organisation={vault.organisation}
        onChange={(password) => onChange({ password })}
      />
      <Notice tone="amber">{t('create.passwordLost')}</Notice>
    </>
  );
}

/** The grades of a scheme with their marks. */
export function SchemeGrades({ scheme }: { scheme: GradingScheme }) {
  return (
    <Grades>
      {scheme.grades.map((grade) => (
        <GradeText key={grade.code} code={grade.code} scheme={scheme} />
      ))}
    </Grades>
  );
}

/** One of the preset schemes; none is chosen beforehand. */
export function SchemeStep({ vault, onChange }: StepProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  return (
    <>
      <h2>{t('create.step.scheme')}</h2>
      <p>{t('create.schemeExplain')}</p>
      <RadioGroup
        aria-label={t('create.step.scheme')}
        value={vault.scheme ?? ''}
        onChange={(_event, value) => onChange({ scheme: value as NewVault['scheme'] })}
        sx={{ gap: 1 }}
      >
        {gradingSchemes.map((scheme) => (
          <FormControlLabel
            key={scheme.key}
            value={scheme.key}
            control={<Radio />}
            label={
              <>
                <span style={{ display: 'block' }}>{label(scheme.label)}</span>
                <SchemeGrades scheme={scheme} />
              </>
            }
            sx={{ alignItems: 'flex-start' }}
          />
        ))}
      </RadioGroup>
    </>
  );
}

/** A number pattern per register. */
export function PatternsStep({ vault, onChange }: StepProps) {
  const { t } = useTranslation();
  return (
    <>
      <h2>{t('create.step.patterns')}</h2>
      <p>{t('pattern.explain')}</p>
      {numberedRegisters.map((register) => (
        <NumberPatternField
          key={register.key}
          register={register}
          value={vault.patterns[register.key] ?? ''}
          onChange={(pattern) => onChange({ patterns: { ...vault.patterns, [register.key]: pattern } })}
        />
      ))}
    </>
  );
}

/** The warning and the question; no answer is set beforehand. */
export function StateSecretStep({ vault, onChange }: StepProps) {
  const { t } = useTranslation();
  return (
    <>
      <h2>{t('create.step.stateSecret')}</h2>
      <Notice tone="red">
        <p>{t('stateSecret.warning')}</p>
        <p>{t('stateSecret.law')}</p>
      </Notice>
      <p>{t('stateSecret.question')}</p>
      <RadioGroup
        aria-label={t('stateSecret.question')}
        value={vault.stateSecret ?? ''}
        onChange={(_event, value) => onChange({ stateSecret: value as NewVault['stateSecret'] })}
      >
        <FormControlLabel value="none" control={<Radio />} label={t('stateSecret.none')} />
        <FormControlLabel value="some" control={<Radio />} label={t('stateSecret.some')} />
      </RadioGroup>
      {vault.stateSecret === 'some' ? <Notice tone="amber">{t('stateSecret.stop')}</Notice> : null}
    </>
  );
}

/** Waiting for a second officer, or a waiver with its reason. */
export function SingleOfficerStep({ vault, onChange }: StepProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <>
      <h2>{t('create.step.singleOfficer')}</h2>
      <p>{t('create.singleExplain')}</p>
      <RadioGroup
        aria-label={t('create.step.singleOfficer')}
        value={vault.singleOfficer ?? ''}
        onChange={(_event, value) => onChange({ singleOfficer: value as NewVault['singleOfficer'] })}
      >
        <FormControlLabel value="wait" control={<Radio />} label={t('create.singleWait')} />
        <FormControlLabel value="waive" control={<Radio />} label={t('create.singleWaive')} />
      </RadioGroup>
      {vault.singleOfficer === 'waive' ? (
        <FormField id={id} label={t('create.singleReason')} required help={t('create.singleReasonHelp')}>
          <TextArea
            id={id}
            rows={2}
            maxLength={500}
            value={vault.reason}
            onChange={(event) => onChange({ reason: event.target.value })}
          />
        </FormField>
      ) : null}
    </>
  );
}

/** All decisions before the act. */
export function SummaryStep({ vault, path }: { vault: NewVault; path: string }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const scheme = gradingSchemes.find((candidate) => candidate.key === vault.scheme);
  const rows: { word: string; value: ReactNode }[] = [
    { word: t('create.organisation'), value: vault.organisation },
    { word: t('create.place'), value: path },
    { word: t('create.step.officer'), value: `${vault.name}（${vault.login}）` },
    { word: t('create.step.scheme'), value: scheme ? <SchemeGrades scheme={scheme} /> : '—' },
    ...numberedRegisters.map((register) => ({
      word: label(register.label),
      value: vault.patterns[register.key] ?? '',
    })),
    { word: t('create.step.stateSecret'), value: t('stateSecret.none') },
    {
      word: t('create.step.singleOfficer'),
      value:
        vault.singleOfficer === 'waive' ? t('create.singleWaived', { reason: vault.reason }) : t('create.singleWait'),
    },
  ];
  return (
    <>
      <h2>{t('create.step.summary')}</h2>
      <Facts style={{ gridTemplateColumns: 'minmax(0, 1fr)', ...labelWidth(rows.map((row) => row.word)) }}>
        {rows.map((row) => (
          <div key={row.word}>
            <dt>{row.word}</dt>
            <dd>{row.value}</dd>
          </div>
        ))}
      </Facts>
    </>
  );
}
