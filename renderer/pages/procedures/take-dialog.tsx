// Taking the present step on screen: agree, decide item by item, return, refuse, hand on, or only add a word; or taking the whole run back.
import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { outcomesOf, type StepOutcome } from '../../../shared/procedures/run-state.ts';
import { actingRoles } from '../../../shared/procedures/template.ts';
import { templateOf } from '../../../shared/procedures/templates.ts';
import { useCommand, useRead, useReread } from '../../api/queries.ts';
import { useToast } from '../../app/toasts.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField, SelectInput, TextArea } from '../../components/form-field.tsx';
import { useLanguage } from '../../i18n/format.ts';
import { type ProcedureAnswer, stepLabel, stepOf } from './procedure-words.ts';
import { plainResults, ResultsEditor, readResults } from './results-editor.tsx';

/** Outcomes that must say why. */
const reasoned: readonly StepOutcome[] = ['returned', 'refused', 'withdrawn', 'commented'];

interface TakeDialogProps {
  answer: ProcedureAnswer;
  /** voice: only a word, or handing the step on, for those whose turn it is not. withdrawal: only taking the run back. */
  only?: 'voice' | 'withdrawal' | null;
  onClose: () => void;
}

/** The dialog of the present step. */
export function TakeDialog({ answer, only = null, onClose }: TakeDialogProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const toast = useToast();
  const take = useCommand('procedure.take');
  const reread = useReread();
  const titleId = useId();
  const ids = { outcome: useId(), opinion: useId(), delegate: useId() };
  const step = stepOf(answer, answer.current);
  const voices: readonly StepOutcome[] = ['commented', 'delegated'];
  const isWithdrawal = only === 'withdrawal';
  const offered: readonly StepOutcome[] = isWithdrawal ? ['withdrawn'] : step ? outcomesOf(step.act) : [];
  const outcomes = offered.filter(
    (one) => (only !== 'voice' || voices.includes(one)) && (one !== 'delegated' || answer.mayHandOn),
  );
  const [outcome, setOutcome] = useState<StepOutcome>(outcomes[0] ?? 'commented');
  const [opinion, setOpinion] = useState('');
  const [delegate, setDelegate] = useState('');
  const [typed, setTyped] = useState(plainResults);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const users = useRead('user.list', {}, { enabled: outcome === 'delegated' });
  if (!step) return null;
  const isReview = answer.procedure.values.template === 'yearlyReview';
  const pending = answer.items.filter(({ item }) => item.status === 'pending').length;
  const decides = outcome === 'decided' && pending > 0;
  const missing = (reasoned.includes(outcome) && opinion.trim() === '') || (outcome === 'delegated' && delegate === '');

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const results = decides ? readResults(typed, isReview) : null;
    if (decides && results === null) {
      setProblem(t('procedure.results.unreadable'));
      return;
    }
    setProblem(undefined);
    const { started } = await take.mutateAsync({
      id: answer.procedure.id,
      steps: [{ step: step?.name ?? '', outcome, mode: 'screen', opinion, delegate: delegate || null, results }],
    });
    if (isWithdrawal) toast(t('procedure.withdraw.done'));
    else if (started.length > 0) toast(t('procedure.startedFrom', { number: started[0]?.number ?? '' }));
    else toast(t('procedure.taken'));
    await reread('procedure.get');
    onClose();
  }

  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth={decides ? 'md' : 'sm'} fullWidth>
      <form noValidate onSubmit={(event) => void submit(event).catch(() => undefined)}>
        <DialogTitle id={titleId}>
          {isWithdrawal
            ? t('procedure.withdraw.title', { number: answer.procedure.number ?? '' })
            : label(stepLabel(templateOf(String(answer.procedure.values.template)), step.name))}
        </DialogTitle>
        <DialogContent>
          {isWithdrawal ? (
            <p style={{ color: 'var(--text-2)', fontSize: 12 }}>{t('procedure.withdraw.note')}</p>
          ) : (
            <FormField id={ids.outcome} label={t('procedure.outcome')} required>
              <SelectInput
                id={ids.outcome}
                autoFocus
                value={outcome}
                onChange={(event) => setOutcome(event.target.value as StepOutcome)}
              >
                {outcomes.map((one) => (
                  <option key={one} value={one}>
                    {t(`procedure.outcomes.${one}`)}
                  </option>
                ))}
              </SelectInput>
            </FormField>
          )}
          {outcome === 'delegated' ? (
            <FormField id={ids.delegate} label={t('procedure.delegate')} required sx={{ mt: 1.5 }}>
              <SelectInput id={ids.delegate} value={delegate} onChange={(event) => setDelegate(event.target.value)}>
                <option value="">{t('form.notFilled')}</option>
                {(users.data?.users ?? [])
                  .filter(
                    ({ status, roles }) => status === 'active' && actingRoles.some((role) => roles.includes(role)),
                  )
                  .map((user) => (
                    <option key={user.login} value={user.login}>
                      {user.name}（{user.login}）
                    </option>
                  ))}
              </SelectInput>
            </FormField>
          ) : null}
          {decides ? (
            <div style={{ marginTop: 12 }}>
              <ResultsEditor typed={typed} isReview={isReview} rows={pending} onChange={setTyped} />
              {problem === undefined ? null : (
                <p style={{ color: 'var(--red)', fontSize: 12 }} role="alert">
                  {problem}
                </p>
              )}
            </div>
          ) : null}
          <FormField
            id={ids.opinion}
            label={t(isWithdrawal ? 'procedure.withdraw.reason' : 'procedure.opinion')}
            required={reasoned.includes(outcome)}
            sx={{ mt: 1.5 }}
          >
            <TextArea
              id={ids.opinion}
              rows={3}
              maxLength={20_000}
              value={opinion}
              onChange={(event) => setOpinion(event.target.value)}
            />
          </FormField>
          {take.isError ? <ErrorPanel error={take.error} /> : null}
        </DialogContent>
        <DialogActions>
          <Button size="medium" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button size="medium" type="submit" variant="contained" disabled={take.isPending || missing}>
            {t(isWithdrawal ? 'procedure.withdraw.command' : 'procedure.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
