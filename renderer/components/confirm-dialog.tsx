// A dialog before something is voided, closed or disclosed: says in numbers what will happen, asks for a reason.
import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from './error-panel.tsx';
import { FormField, TextArea } from './form-field.tsx';

interface ConfirmDialogProps {
  title: string;
  /** What will happen, in numbers, and what will not. */
  sentences: readonly string[];
  confirm: string;
  danger?: boolean;
  /** Label of the reason; without it none is asked. */
  reasonLabel?: string;
  isReasonRequired?: boolean;
  /** False while what is asked for in `children` is not filled in. */
  isReady?: boolean;
  children?: ReactNode;
  onCancel: () => void;
  /** False keeps the dialog open for a correction; throwing keeps it open with the failure in it. */
  onConfirm: (reason: string) => Promise<unknown>;
}

/** The dialog; stays open with the failure in it when the act is refused. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation();
  const titleId = useId();
  const reasonId = useId();
  const [reason, setReason] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const isReasonMissing = (props.isReasonRequired ?? true) && props.reasonLabel !== undefined && reason.trim() === '';

  async function confirm(): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      if ((await props.onConfirm(reason.trim())) === false) setBusy(false);
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }

  return (
    <Dialog open onClose={props.onCancel} aria-labelledby={titleId} maxWidth="sm" fullWidth>
      <DialogTitle id={titleId}>{props.title}</DialogTitle>
      <DialogContent>
        {props.sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {props.children}
        {props.reasonLabel === undefined ? null : (
          <FormField id={reasonId} label={props.reasonLabel} required={props.isReasonRequired ?? true} sx={{ mt: 1.5 }}>
            <TextArea
              id={reasonId}
              rows={2}
              autoFocus
              value={reason}
              maxLength={500}
              onChange={(event) => setReason(event.target.value)}
            />
          </FormField>
        )}
        {failure === null ? null : <ErrorPanel error={failure} />}
      </DialogContent>
      <DialogActions>
        <Button size="medium" onClick={props.onCancel}>
          {t('action.cancel')}
        </Button>
        <Button
          size="medium"
          variant="contained"
          color={props.danger ? 'error' : 'primary'}
          disabled={isBusy || isReasonMissing || props.isReady === false}
          onClick={() => void confirm()}
        >
          {props.confirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
