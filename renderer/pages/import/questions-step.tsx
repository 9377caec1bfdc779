// Step 3: what is asked once for the whole file. Nothing that a person must answer for is answered beforehand.
import { Button, FormControlLabel, Radio, RadioGroup } from '@mui/material';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportSummary } from '../../../shared/contract/routes/import.ts';
import { canBeSealed, type RegisterDefinition } from '../../../shared/registers/definition.ts';
import { useSession } from '../../app/session.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField, SelectInput, TextInput } from '../../components/form-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/section.tsx';
import { countText, useLanguage } from '../../i18n/format.ts';
import { DepartmentTable } from './department-table.tsx';
import { HelpLine } from './help-line.tsx';
import { type Answers, asksGrading, gradedOnOf, hasQuestions, matchChoices, targetLabel } from './import-words.ts';
import type { Configuration } from './use-import.ts';

interface QuestionsStepProps {
  register: RegisterDefinition;
  summary: ImportSummary;
  answers: Answers;
  isBusy: boolean;
  failure: unknown;
  onAnswer: (part: Partial<Answers>) => void;
  onConfigure: (configuration: Configuration) => void;
}

export function QuestionsStep(props: QuestionsStepProps) {
  const { register, summary } = props;
  const { t } = useTranslation();
  return (
    <>
      <h2>{t('import.ask.title')}</h2>
      {props.failure === null ? null : <ErrorPanel error={props.failure} />}
      {hasQuestions(register, summary) ? null : <p>{t('import.ask.none')}</p>}
      {summary.hasSealedColumns ? <SealedQuestion {...props} /> : null}
      {asksGrading(register, summary) ? <GradingQuestion {...props} /> : null}
      <StateSecretWords summary={summary} />
      {summary.unknownDepartments.length > 0 ? (
        <Section title={t('import.ask.departments')}>
          <DepartmentTable {...props} />
        </Section>
      ) : null}
      <MatchQuestion {...props} />
    </>
  );
}

function GradingQuestion({ answers, onAnswer }: QuestionsStepProps) {
  const { t } = useTranslation();
  const id = useId();
  const isDateWrong = gradedOnOf(answers.gradedOn) === undefined;
  return (
    <Section title={t('import.ask.grading')}>
      <RadioGroup
        aria-label={t('import.ask.grading')}
        value={answers.grading ?? ''}
        onChange={(_event, value) => onAnswer({ grading: value === 'graded' ? 'graded' : 'proposed' })}
      >
        <FormControlLabel value="graded" control={<Radio />} label={t('import.ask.graded')} />
        {answers.grading === 'graded' ? (
          <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 16, padding: '4px 0 8px 28px' }}>
            <FormField
              id={`${id}-on`}
              label={t('import.ask.gradedOn')}
              help={t('import.ask.gradedOnHelp')}
              error={isDateWrong ? t('import.ask.invalidDate') : undefined}
            >
              <TextInput
                id={`${id}-on`}
                value={answers.gradedOn}
                placeholder={t('form.datePlaceholder')}
                aria-invalid={isDateWrong}
                aria-describedby={`${id}-on-help`}
                onChange={(event) => onAnswer({ gradedOn: event.target.value })}
              />
            </FormField>
            <FormField id={`${id}-basis`} label={t('import.ask.basis')} required help={t('import.ask.basisHelp')}>
              <TextInput
                id={`${id}-basis`}
                value={answers.basis}
                maxLength={200}
                aria-describedby={`${id}-basis-help`}
                onChange={(event) => onAnswer({ basis: event.target.value })}
              />
            </FormField>
          </div>
        ) : null}
        <FormControlLabel value="proposed" control={<Radio />} label={t('import.ask.proposed')} />
      </RadioGroup>
      <HelpLine>{t('import.ask.gradingHelp')}</HelpLine>
    </Section>
  );
}

function SealedQuestion({ register, summary, answers, isBusy, onAnswer, onConfigure }: QuestionsStepProps) {
  const { t } = useTranslation();
  const { vault } = useSession();
  const sealed = summary.columns.filter((column) =>
    register.fields.some((field) => field.key === column.field && canBeSealed(field)),
  );
  const leaveOut = (
    <Button
      sx={{ mt: 1 }}
      disabled={isBusy}
      onClick={() => onConfigure({ mapping: Object.fromEntries(sealed.map((column) => [String(column.index), null])) })}
    >
      {t('import.ask.leaveOut')}
    </Button>
  );
  const columns = sealed.map((column) => column.header).join(t('list.separator'));
  return (
    <Section title={t('import.ask.sealed')}>
      <p style={{ marginBottom: 8 }}>{t('import.ask.sealedColumns', { columns })}</p>
      {vault.sealedContentAllowed ? (
        <>
          <Notice tone="red">
            <p>{t('stateSecret.warning')}</p>
            <p>{t('stateSecret.law')}</p>
          </Notice>
          <p style={{ marginTop: 8 }}>{t('import.ask.sealedQuestion')}</p>
          <RadioGroup
            aria-label={t('import.ask.sealedQuestion')}
            value={answers.stateSecret ?? ''}
            onChange={(_event, value) => onAnswer({ stateSecret: value === 'none' ? 'none' : 'some' })}
          >
            <FormControlLabel value="none" control={<Radio />} label={t('import.ask.sealedNone')} />
            <FormControlLabel value="some" control={<Radio />} label={t('import.ask.sealedSome')} />
          </RadioGroup>
          {answers.stateSecret === 'some' ? (
            <Notice tone="amber">
              <p>{t('import.ask.sealedStop')}</p>
              {leaveOut}
            </Notice>
          ) : null}
        </>
      ) : (
        <Notice tone="amber">
          <p>{t('sealed.notAllowed')}</p>
          {leaveOut}
        </Notice>
      )}
    </Section>
  );
}

function StateSecretWords({ summary }: { summary: ImportSummary }) {
  const { t } = useTranslation();
  if (summary.stateSecretWords.length === 0) return null;
  const rows = summary.heldWords
    .filter(({ word }) => summary.stateSecretWords.includes(word))
    .reduce((sum, held) => sum + held.rows, 0);
  const words = summary.stateSecretWords.map((word) => `“${word}”`).join(t('list.separator'));
  return <Notice tone="amber">{t('import.ask.words', { words, rows: countText(rows) })}</Notice>;
}

function MatchQuestion({ register, summary, isBusy, onConfigure }: QuestionsStepProps) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const id = useId();
  const choices = matchChoices(register, summary);
  if (choices.length < 2) return null;
  return (
    <FormField id={id} label={t('import.ask.match')} help={t('import.ask.matchHelp')} sx={{ width: 240 }}>
      <SelectInput
        id={id}
        disabled={isBusy}
        value={summary.options.matchBy}
        aria-describedby={`${id}-help`}
        onChange={(event) => onConfigure({ options: { matchBy: event.target.value } })}
      >
        {choices.map((key) => (
          <option key={key} value={key}>
            {targetLabel(register, key, language, '')}
          </option>
        ))}
      </SelectInput>
    </FormField>
  );
}
