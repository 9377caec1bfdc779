// Before files are attached: sealed into the vault or recorded by fingerprint only, the date they bear, a note.
import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  Radio,
  RadioGroup,
} from '@mui/material';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PathToken } from '../../../../shared/contract/bridge.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { readDate } from '../../../../shared/values/date.ts';
import { runJob } from '../../../api/jobs.ts';
import { useToast } from '../../../app/toasts.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { FormField, TextInput } from '../../../components/form-field.tsx';
import { Notice } from '../../../components/notice.tsx';
import { countText, sizeText } from '../../../i18n/format.ts';

interface AddFilesDialogProps {
  register: RegisterDefinition;
  ownerId: string;
  files: readonly PathToken[];
  onClose: () => void;
}

/** Asks how the chosen files are kept, then adds them. */
export function AddFilesDialog({ register, ownerId, files, onClose }: AddFilesDialogProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const id = useId();
  const [mode, setMode] = useState<'sealed' | 'fingerprint'>('sealed');
  const [date, setDate] = useState('');
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);

  async function save(): Promise<void> {
    const reading = date.trim() === '' ? null : readDate(date);
    if (reading !== null && !reading.ok) {
      setProblem(t(`valueErrors.${reading.code}`, reading.params));
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      const { added } = await runJob('attachment.add', {
        register: register.key,
        ownerId,
        files: files.map((file) => file.token),
        mode,
        documentDate: reading?.value ?? null,
        note: note.trim() === '' ? null : note.trim(),
      });
      toast(t('attachment.added', { count: countText(added) }));
      onClose();
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }

  return (
    <Dialog open onClose={onClose} aria-labelledby={`${id}-title`} maxWidth="sm" fullWidth>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void save();
        }}
      >
        <DialogTitle id={`${id}-title`}>{t('attachment.addTitle', { count: files.length })}</DialogTitle>
        <DialogContent>
          <ul style={{ maxHeight: 120, overflowY: 'auto', fontSize: 13 }}>
            {files.map((file) => (
              <li key={file.token}>
                {file.name}{' '}
                <span style={{ color: 'var(--text-2)' }}>
                  {file.sizeBytes === undefined ? '' : sizeText(file.sizeBytes)}
                </span>
              </li>
            ))}
          </ul>
          <RadioGroup
            aria-label={t('attachment.mode')}
            value={mode}
            onChange={(_event, value) => setMode(value === 'fingerprint' ? 'fingerprint' : 'sealed')}
            sx={{ my: 1 }}
          >
            <FormControlLabel value="sealed" control={<Radio />} label={t('attachment.modeSealed')} />
            <FormControlLabel value="fingerprint" control={<Radio />} label={t('attachment.modeFingerprint')} />
          </RadioGroup>
          <Notice>{t(mode === 'sealed' ? 'attachment.sealedHelp' : 'attachment.fingerprintHelp')}</Notice>
          <FormField
            id={`${id}-date`}
            label={t('attachment.documentDate')}
            help={t('attachment.documentDateHelp')}
            error={problem}
            sx={{ mt: 1.5 }}
          >
            <TextInput
              id={`${id}-date`}
              value={date}
              placeholder={t('form.datePlaceholder')}
              aria-invalid={problem !== undefined}
              onChange={(event) => setDate(event.target.value)}
            />
          </FormField>
          <FormField id={`${id}-note`} label={t('attachment.noteLabel')} sx={{ mt: 1.5 }}>
            <TextInput
              id={`${id}-note`}
              value={note}
              maxLength={500}
              onChange={(event) => setNote(event.target.value)}
            />
          </FormField>
          {failure === null ? null : <ErrorPanel error={failure} />}
        </DialogContent>
        <DialogActions>
          <Button size="medium" onClick={onClose}>
            {isBusy ? t('attachment.goOn') : t('action.cancel')}
          </Button>
          <Button size="medium" type="submit" variant="contained" disabled={isBusy}>
            {t('attachment.addConfirm', { count: files.length })}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
