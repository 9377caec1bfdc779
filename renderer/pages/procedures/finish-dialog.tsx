// Closing tasks with more than a tick: what somebody else did on paper, with name and day, or why nothing is to be done.
import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteInput } from '../../../shared/contract/contract.ts';
import { readDate } from '../../../shared/values/date.ts';
import { registerOf } from '../../api/definitions.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField, TextArea, TextInput } from '../../components/form-field.tsx';
import { PersonPicker } from '../../components/record-picker.tsx';
import { today } from '../../i18n/format.ts';

/** How tasks are closed, without which. */
export type Finishing = Omit<RouteInput<'procedure.finishTasks'>, 'ids'>;

interface FinishDialogProps {
  /** done: entered from paper. notNeeded: with its reason. */
  outcome: 'done' | 'notNeeded';
  count: number;
  isPending: boolean;
  error: unknown;
  onFinish: (finishing: Finishing) => void;
  onClose: () => void;
}

/** The dialog. */
export function FinishDialog({ outcome, count, isPending, error, onFinish, onClose }: FinishDialogProps) {
  const { t } = useTranslation();
  const [titleId, nameId, dayId, noteId] = [useId(), useId(), useId(), useId()];
  const [signer, setSigner] = useState<{ name: string; personId: string | null }>({ name: '', personId: null });
  const [typedDay, setTypedDay] = useState(today());
  const [note, setNote] = useState('');
  const isPaper = outcome === 'done';
  const day = readDate(typedDay);
  const dayProblem =
    !day.ok || day.value.length < 10
      ? t('procedure.tasks.dayUnreadable')
      : day.value > today()
        ? t('reasons.date_future')
        : undefined;
  const missing = isPaper ? signer.name.trim() === '' || dayProblem !== undefined : note.trim() === '';

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (missing || isPending) return;
    onFinish({
      outcome,
      note: note.trim() || null,
      doneBy: isPaper ? { name: signer.name.trim(), personId: signer.personId } : null,
      doneOn: isPaper && day.ok ? day.value : null,
    });
  }

  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="sm" fullWidth>
      <form noValidate onSubmit={submit}>
        <DialogTitle id={titleId}>
          {t(isPaper ? 'procedure.tasks.paperTitle' : 'procedure.tasks.notNeededTitle', { count })}
        </DialogTitle>
        <DialogContent>
          <p style={{ color: 'var(--text-2)', fontSize: 12 }}>
            {t(isPaper ? 'procedure.tasks.paperNote' : 'procedure.tasks.notNeededNote')}
          </p>
          {isPaper ? (
            <>
              <FormField id={nameId} label={t('procedure.tasks.doneBy')} required sx={{ mt: 1.5 }}>
                <PersonPicker
                  id={nameId}
                  register={registerOf('person')}
                  name={signer.name}
                  personId={signer.personId}
                  onChange={(name, personId) => setSigner({ name, personId })}
                />
              </FormField>
              <FormField
                id={dayId}
                label={t('procedure.tasks.doneOn')}
                required
                error={dayProblem}
                sx={{ mt: 1.5, maxWidth: 200 }}
              >
                <TextInput id={dayId} value={typedDay} onChange={(event) => setTypedDay(event.target.value)} />
              </FormField>
            </>
          ) : null}
          <FormField
            id={noteId}
            label={t(isPaper ? 'procedure.tasks.remark' : 'procedure.tasks.why')}
            required={!isPaper}
            sx={{ mt: 1.5 }}
          >
            <TextArea
              id={noteId}
              rows={2}
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </FormField>
          {error === null ? null : <ErrorPanel error={error} />}
        </DialogContent>
        <DialogActions>
          <Button size="medium" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button size="medium" type="submit" variant="contained" disabled={isPending || missing}>
            {t('procedure.tasks.close', { count })}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
