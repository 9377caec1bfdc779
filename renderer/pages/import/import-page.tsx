// The import wizard: file, sheet and header, what is asked once, check and preview, result. Nothing is written before
// the last button, and then all good rows or none.
import { Checkbox, FormControlLabel } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type { PathToken } from '../../../shared/contract/bridge.ts';
import type { ImportSummary } from '../../../shared/contract/routes/import.ts';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { asCallError, bridge, call } from '../../api/client.ts';
import { findRegister } from '../../api/definitions.ts';
import { dismissJob, type ResultOf, useJobs } from '../../api/jobs.ts';
import { areaOfRegister } from '../../app/areas.ts';
import { usePlace } from '../../app/crumbs.tsx';
import { PageNotFound } from '../../app/page-not-found.tsx';
import { useRights, useSession } from '../../app/session.tsx';
import { useToast } from '../../app/toasts.tsx';
import { UnsavedGuard } from '../../app/unsaved.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { Wizard, type WizardStep } from '../../components/wizard.tsx';
import { errorWords } from '../../i18n/error-words.ts';
import { countText, useLanguage } from '../../i18n/format.ts';
import { FileStep } from './file-step.tsx';
import {
  type Answers,
  asksGrading,
  barSentences,
  hasQuestions,
  isAnswered,
  lacksTitle,
  noAnswers,
  openRows,
  optionsOf,
  rowsToWrite,
  targetLabel,
} from './import-words.ts';
import { PreviewStep } from './preview/preview-step.tsx';
import { QuestionsStep } from './questions-step.tsx';
import { ResultStep } from './result-step.tsx';
import { SheetStep } from './sheet-step.tsx';
import { useImport } from './use-import.ts';

const stepKeys = ['file', 'sheet', 'questions', 'preview', 'result'] as const;
type StepKey = (typeof stepKeys)[number];

const Will = styled('div')({
  color: 'var(--text)',
  '& strong': { fontSize: 14, lineHeight: '20px', fontWeight: 600, display: 'block' },
  '& .rest': {
    fontSize: 12,
    lineHeight: '16px',
    color: 'var(--text-2)',
    display: 'flex',
    gap: 8,
    alignItems: 'center',
  },
  '& .rest button': { fontSize: 12, lineHeight: '16px' },
});

export function ImportPage() {
  const register = findRegister(useParams().register ?? '');
  const rights = useRights();
  const { t } = useTranslation();
  const [runs, setRuns] = useState(0);
  if (register?.kind !== 'register') return <PageNotFound />;
  if (!rights.write) return <EmptyState sentence={t('import.noRight')} />;
  return <ImportWizard key={`${register.key} ${runs}`} register={register} onAgain={() => setRuns(runs + 1)} />;
}

/** The list of what one import wrote. */
export function batchAddress(register: RegisterDefinition, batch: string): string {
  const filters = JSON.stringify([{ field: 'batch', operator: 'is', values: [batch] }]);
  return `/r/${register.key}?${new URLSearchParams({ f: filters })}`;
}

function ImportWizard({ register, onAgain }: { register: RegisterDefinition; onAgain: () => void }) {
  const { t } = useTranslation();
  const { label, language } = useLanguage();
  const { vault } = useSession();
  const navigate = useNavigate();
  const toast = useToast();
  const model = useImport();
  const { summary } = model;
  const [step, setStep] = useState(0);
  const [file, setFile] = useState<PathToken | null>(null);
  const [answers, setAnswers] = useState<Answers>(noAnswers);
  const [isImporting, setImporting] = useState(false);
  const [result, setResult] = useState<ResultOf<'import.commit'> | null>(null);
  const [undone, setUndone] = useState<ResultOf<'import.undo'> | null>(null);
  const isDone = useRef(false);
  useResultInstead(result !== null);
  const key: StepKey = stepKeys[step] ?? 'file';
  const area = areaOfRegister(register);
  usePlace([
    { text: t(`area.${area.key}`), to: area.to },
    { text: label(register.label), to: `/r/${register.key}` },
    { text: t('import.title') },
  ]);

  async function openFile(chosen: PathToken): Promise<void> {
    setFile(chosen);
    const opened = await model.open(register.key, chosen);
    if (!opened) return;
    // What a department handed in is proposed; it can still be said otherwise.
    setAnswers({ ...noAnswers, grading: opened.options.grading });
    setStep(1);
  }

  async function goOn(): Promise<void> {
    if (!summary) return;
    if (key === 'sheet') setStep(hasQuestions(register, summary) ? 2 : 3);
    else if (key === 'questions') {
      if (await model.configure({ options: optionsOf(register, summary, answers) })) setStep(3);
    } else if (key === 'preview') await commit();
    else if (key === 'result') await navigate(target());
    else setStep(step + 1);
  }

  function goBack(): void {
    if (step === 0) void navigate(`/r/${register.key}`);
    else setStep(key === 'preview' && summary && !hasQuestions(register, summary) ? 1 : step - 1);
  }

  async function commit(): Promise<void> {
    setImporting(true);
    const done = await model.commit(answers.stateSecret === 'none');
    setImporting(false);
    if (!done) return;
    isDone.current = true;
    setResult(done);
    setStep(4);
  }

  async function saveRest(): Promise<void> {
    if (!summary) return;
    const target = await bridge().chooseSave({
      suggestedName: `${t('import.result.restName', { name: summary.fileName.replace(/\.[^.]+$/, '') })}.xlsx`,
      filters: [{ name: t('file.workbook'), extensions: ['xlsx'] }],
    });
    if (!target) return;
    try {
      const { rows } = await call('import.exportRejected', { importId: summary.importId, target: target.token });
      toast(t('import.bar.saved', { count: countText(rows) }));
    } catch (error) {
      toast(errorWords(t, asCallError(error)).happened);
    }
  }

  const target = () => (result && undone === null ? batchAddress(register, result.batch) : `/r/${register.key}`);
  const isEverythingAnswered = summary !== null && isAnswered(register, summary, answers, vault.sealedContentAllowed);
  const ready: Record<StepKey, boolean> = {
    file: summary !== null && model.failure === null,
    sheet: summary !== null && model.failure === null,
    questions: isEverythingAnswered,
    preview: summary !== null && isEverythingAnswered && mayImport(register, summary),
    result: true,
  };
  const steps = stepKeys.map((stepKey) => stepOf(stepKey));

  function stepOf(stepKey: StepKey): WizardStep {
    const title = t(`import.step.${stepKey}`);
    if (!summary) return { key: stepKey, title };
    switch (stepKey) {
      case 'file':
        return { key: stepKey, title, note: summary.fileName };
      case 'sheet':
        return { key: stepKey, title, note: t('import.sheet.note', { sheet: summary.sheet, row: summary.headerRow }) };
      case 'questions':
        return { key: stepKey, title, note: questionsNote(summary) };
      case 'preview': {
        const open = openRows(summary.counts);
        const words = open > 0 ? t('import.preview.toDo', { count: countText(open) }) : t('import.preview.toDoNone');
        return { key: stepKey, title, note: words, now: words };
      }
      case 'result':
        return { key: stepKey, title };
    }
  }

  function questionsNote(of: ImportSummary): string {
    const parts = [
      ...(of.hasSealedColumns && answers.stateSecret === 'none' ? [t('import.ask.sealedShort')] : []),
      ...(asksGrading(register, of) && answers.grading !== null ? [t(`import.ask.${answers.grading}Short`)] : []),
    ];
    return parts.length > 0
      ? parts.join(t('list.separator'))
      : hasQuestions(register, of)
        ? ''
        : t('import.ask.noneShort');
  }

  return (
    <>
      <UnsavedGuard isDirty={model.isTouched && result === null} isSaved={isDone} />
      <Wizard
        title={t('import.title')}
        steps={steps}
        current={step}
        canGoOn={ready[key]}
        isBusy={model.isBusy || isImporting}
        act={undone === null ? t('import.result.look') : t('import.result.toList', { register: label(register.label) })}
        next={
          key !== 'preview' || !summary
            ? undefined
            : isImporting
              ? t('import.bar.importing')
              : t('import.bar.act', { count: countText(rowsToWrite(summary.counts)) })
        }
        will={key === 'preview' && summary ? bottomWords(summary) : null}
        controls={
          key === 'preview' && summary ? (
            <FormControlLabel
              sx={{ mr: 1, whiteSpace: 'nowrap' }}
              control={
                <Checkbox
                  checked={summary.options.onlyGoodRows}
                  disabled={model.isBusy || isImporting}
                  onChange={(event) => void model.configure({ options: { onlyGoodRows: event.target.checked } })}
                />
              }
              label={t('import.bar.goodRows')}
            />
          ) : null
        }
        footnote={t('import.footnote')}
        hasNarrowSteps
        isWide={key === 'preview'}
        hasBack={key !== 'result'}
        onBack={goBack}
        onNext={() => void goOn()}
      >
        {key === 'file' ? (
          <FileStep
            register={register}
            fileName={file?.name ?? null}
            isReading={model.isBusy}
            failure={model.failure}
            onFile={(chosen) => void openFile(chosen)}
          />
        ) : null}
        {key === 'sheet' && summary ? (
          <SheetStep
            register={register}
            summary={summary}
            version={model.version}
            isBusy={model.isBusy}
            failure={model.failure}
            onConfigure={(configuration) => void model.configure(configuration)}
          />
        ) : null}
        {key === 'questions' && summary ? (
          <QuestionsStep
            register={register}
            summary={summary}
            answers={answers}
            isBusy={model.isBusy}
            failure={model.failure}
            onAnswer={(part) => setAnswers((known) => ({ ...known, ...part }))}
            onConfigure={(configuration) => void model.configure(configuration)}
          />
        ) : null}
        {key === 'preview' && summary ? (
          <PreviewStep
            key={`${summary.importId} ${summary.sheet} ${summary.headerRow}`}
            register={register}
            summary={summary}
            model={model}
            isImporting={isImporting}
          />
        ) : null}
        {key === 'result' && summary && result ? (
          <ResultStep
            register={register}
            summary={summary}
            result={result}
            undone={undone}
            onUndone={setUndone}
            onSaveRest={() => void saveRest()}
            onAgain={onAgain}
          />
        ) : null}
      </Wizard>
    </>
  );

  function bottomWords(of: ImportSummary) {
    const { will, rest } = barSentences(t, of);
    return (
      <Will>
        <strong>{will}</strong>
        <span className="rest">
          {isEverythingAnswered ? (
            <>
              {lacksTitle(register, of)
                ? t('import.bar.noTitle', { field: targetLabel(register, register.title, language, '') })
                : rest}
              {openRows(of.counts) > 0 ? (
                <LinkButton onClick={() => void saveRest()}>{t('import.bar.save')}</LinkButton>
              ) : null}
            </>
          ) : (
            <>
              {t('import.ask.open')}
              <LinkButton onClick={() => setStep(2)}>{t('import.ask.goBack')}</LinkButton>
            </>
          )}
        </span>
      </Will>
    );
  }
}

/** Where the page itself says how an import ended, the tray need not keep it. */
function useResultInstead(isShown: boolean): void {
  const jobs = useJobs();
  useEffect(() => {
    if (!isShown) return;
    for (const job of jobs)
      if ((job.kind === 'import' || job.kind === 'undoImport') && job.state === 'done') dismissJob(job.id);
  }, [isShown, jobs]);
}

function mayImport(register: RegisterDefinition, summary: ImportSummary): boolean {
  const isClean = summary.options.onlyGoodRows || openRows(summary.counts) === 0;
  return rowsToWrite(summary.counts) > 0 && isClean && !lacksTitle(register, summary);
}
