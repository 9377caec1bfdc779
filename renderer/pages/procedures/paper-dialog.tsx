// Entering what was signed on paper: every signature with its name and date in the order of the form, and the results of the list.
// Whatever has no name yet is still out for signing.
import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { styled } from '@mui/material/styles';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteInput } from '../../../shared/contract/contract.ts';
import { outcomesOf, type StepOutcome } from '../../../shared/procedures/run-state.ts';
import type { ProcedureStep } from '../../../shared/procedures/template.ts';
import { templateOf } from '../../../shared/procedures/templates.ts';
import { readDate } from '../../../shared/values/date.ts';
import { registerOf } from '../../api/definitions.ts';
import { useCommand, useReread } from '../../api/queries.ts';
import { useSession } from '../../app/session.tsx';
import { useToast } from '../../app/toasts.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField, SelectInput, TextInput } from '../../components/form-field.tsx';
import { PersonPicker } from '../../components/record-picker.tsx';
import { today, useLanguage } from '../../i18n/format.ts';
import { type ProcedureAnswer, stepLabel } from './procedure-words.ts';
import { plainResults, ResultsEditor, readResults } from './results-editor.tsx';

type Taken = RouteInput<'procedure.take'>['steps'][number];

const Signatures = styled('div')({
  display: 'grid',
  gridTemplateColumns: 'minmax(120px, 1fr) max-content minmax(160px, 1.4fr) 128px',
  gap: '6px 8px',
  alignItems: 'center',
  '& .head': { fontSize: 12, lineHeight: '16px', color: 'var(--text-2)' },
});

interface Line {
  step: ProcedureStep;
  outcome: StepOutcome;
  name: string;
  personId: string | null;
  doneOn: string;
  opinion: string;
}

/** On paper a step is passed, returned or refused; comments and delegations are not signed. */
function paperOutcomes(step: ProcedureStep): StepOutcome[] {
  return outcomesOf(step.act).filter((outcome) => !['commented', 'delegated', 'withdrawn'].includes(outcome));
}

interface PaperDialogProps {
  answer: ProcedureAnswer;
  onClose: () => void;
}

/** The dialog. */
export function PaperDialog({ answer, onClose }: PaperDialogProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const { user } = useSession();
  const toast = useToast();
  const take = useCommand('procedure.take');
  const reread = useReread();
  const titleId = useId();
  const codeId = useId();
  const template = templateOf(String(answer.procedure.values.template));
  const at = answer.steps.indexOf(answer.current ?? '');
  const later = template.steps.filter(
    ({ name, act }) => answer.steps.indexOf(name) >= at && act !== 'execute' && answer.steps.includes(name),
  );
  // A department enters what its own people signed; the office enters the rest.
  const foreign = user.roles.includes('officer') ? -1 : later.findIndex(({ roles }) => !roles.includes('liaison'));
  const ahead = foreign < 0 ? later : later.slice(0, foreign);
  const [lines, setLines] = useState<readonly Line[]>(() =>
    ahead.map((step) => ({
      step,
      outcome: paperOutcomes(step)[0] ?? 'agreed',
      // What the office files itself needs no other name.
      name: step.act === 'file' ? user.name : '',
      personId: null,
      doneOn: today(),
      opinion: '',
    })),
  );
  const [typed, setTyped] = useState(plainResults);
  const [formCode, setFormCode] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const isReview = template.key === 'yearlyReview';
  const pending = answer.items.filter(({ item }) => item.status === 'pending').length;
  const change = (index: number, part: Partial<Line>) =>
    setLines(lines.map((line, other) => (other === index ? { ...line, ...part } : line)));
  const firstEmpty = lines.findIndex(({ name }) => name.trim() === '');
  const signed = firstEmpty < 0 ? lines : lines.slice(0, firstEmpty);
  const ending = signed.findIndex(({ outcome }) => outcome === 'returned' || outcome === 'refused');
  const sent = ending < 0 ? signed : signed.slice(0, ending + 1);
  const decides = sent.some(({ outcome }) => outcome === 'decided') && pending > 0;

  function read(): Taken[] | null {
    const results = decides ? readResults(typed, isReview) : null;
    if (decides && results === null) {
      setProblem(t('procedure.results.unreadable'));
      return null;
    }
    const steps: Taken[] = [];
    for (const line of sent) {
      const day = readDate(line.doneOn);
      if (!day.ok || day.value.length < 10) {
        setProblem(t('procedure.paper.dayUnreadable', { step: label(stepLabel(template, line.step.name)) }));
        return null;
      }
      steps.push({
        step: line.step.name,
        outcome: line.outcome,
        mode: 'paper',
        doneBy: { name: line.name.trim(), personId: line.personId },
        doneOn: day.value,
        opinion: line.opinion,
        results: line.outcome === 'decided' ? results : null,
      });
    }
    setProblem(null);
    return steps;
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const steps = read();
    if (!steps) return;
    const { started } = await take.mutateAsync({ id: answer.procedure.id, steps, formCode: formCode.trim() || null });
    toast(started.length > 0 ? t('procedure.startedFrom', { number: started[0]?.number ?? '' }) : t('procedure.taken'));
    await reread('procedure.get');
    onClose();
  }

  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="md" fullWidth>
      <form noValidate onSubmit={(event) => void submit(event).catch(() => undefined)}>
        <DialogTitle id={titleId}>{t('procedure.paper.title', { number: answer.procedure.number ?? '' })}</DialogTitle>
        <DialogContent>
          <p style={{ color: 'var(--text-2)', fontSize: 12 }}>{t('procedure.paper.note')}</p>
          <FormField
            id={codeId}
            label={t('procedure.paper.code')}
            help={t('procedure.paper.codeHelp', { code: answer.formCode })}
            sx={{ maxWidth: 280, my: 1.5 }}
          >
            <TextInput
              id={codeId}
              data-size="small"
              value={formCode}
              maxLength={20}
              onChange={(event) => setFormCode(event.target.value)}
            />
          </FormField>
          <Signatures role="group" aria-label={t('procedure.paper.signatures')}>
            <span className="head">{t('procedure.step')}</span>
            <span className="head">{t('procedure.outcome')}</span>
            <span className="head">{t('procedure.paper.name')}</span>
            <span className="head">{t('procedure.paper.day')}</span>
            {lines.map((line, index) => (
              <SignatureLine
                key={line.step.name}
                line={line}
                word={label(stepLabel(template, line.step.name))}
                onChange={(part) => change(index, part)}
              />
            ))}
          </Signatures>
          {decides ? (
            <div style={{ marginTop: 12 }}>
              <ResultsEditor typed={typed} isReview={isReview} rows={pending} onChange={setTyped} />
            </div>
          ) : null}
          {problem === null ? null : (
            <p style={{ color: 'var(--red)', fontSize: 12 }} role="alert">
              {problem}
            </p>
          )}
          {take.isError ? <ErrorPanel error={take.error} /> : null}
        </DialogContent>
        <DialogActions>
          <Button size="medium" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button size="medium" type="submit" variant="contained" disabled={take.isPending || sent.length === 0}>
            {t('procedure.paper.enter', { count: sent.length })}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function SignatureLine({
  line,
  word,
  onChange,
}: {
  line: Line;
  word: string;
  onChange: (part: Partial<Line>) => void;
}) {
  const { t } = useTranslation();
  const nameId = useId();
  const needsReason = line.outcome === 'returned' || line.outcome === 'refused';
  return (
    <>
      <span>{word}</span>
      <SelectInput
        data-size="small"
        aria-label={`${word} ${t('procedure.outcome')}`}
        value={line.outcome}
        onChange={(event) => onChange({ outcome: event.target.value as StepOutcome })}
      >
        {paperOutcomes(line.step).map((outcome) => (
          <option key={outcome} value={outcome}>
            {t(`procedure.outcomes.${outcome}`)}
          </option>
        ))}
      </SelectInput>
      <PersonPicker
        id={nameId}
        register={registerOf('person')}
        label={`${word} ${t('procedure.paper.name')}`}
        name={line.name}
        personId={line.personId}
        onChange={(name, personId) => onChange({ name, personId })}
      />
      <TextInput
        data-size="small"
        aria-label={`${word} ${t('procedure.paper.day')}`}
        value={line.doneOn}
        onChange={(event) => onChange({ doneOn: event.target.value })}
      />
      {needsReason ? (
        <TextInput
          data-size="small"
          style={{ gridColumn: '2 / -1' }}
          aria-label={`${word} ${t('procedure.opinion')}`}
          placeholder={t('procedure.opinion')}
          value={line.opinion}
          onChange={(event) => onChange({ opinion: event.target.value })}
        />
      ) : null}
    </>
  );
}
