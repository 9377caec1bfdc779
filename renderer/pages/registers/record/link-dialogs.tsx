// Adding links (one or many at once, with date, reason and approver) and ending one (with its date and reason).
import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { styled } from '@mui/material/styles';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '../../../../shared/contract/routes/common.ts';
import type { FieldValues } from '../../../../shared/registers/definition.ts';
import { readDate } from '../../../../shared/values/date.ts';
import { linkFacts, type RegisterLink } from '../../../api/definitions.ts';
import { useCommand } from '../../../api/queries.ts';
import { useToast } from '../../../app/toasts.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { FieldInput } from '../../../components/field-input.tsx';
import { type FormValue, parseField } from '../../../components/field-parse.ts';
import { FormField, TextInput } from '../../../components/form-field.tsx';
import { type PickedRecord, RecordsPicker } from '../../../components/record-picker.tsx';
import { countText, today, useLanguage } from '../../../i18n/format.ts';

const Grid = styled('div')({
  display: 'grid',
  gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
  gap: '12px 16px',
  padding: '4px 0',
});

/** Said when a link ends, not when it begins. */
const endingFields: readonly string[] = ['endsOn', 'endReason'];

interface AddLinkDialogProps {
  link: RegisterLink;
  recordId: string;
  /** Linked already and not ended. */
  linkedIds: ReadonlySet<string>;
  onClose: () => void;
}

/** Adds one link to each record picked. */
export function AddLinkDialog({ link, recordId, linkedIds, onClose }: AddLinkDialogProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const toast = useToast();
  const add = useCommand('link.add');
  const titleId = useId();
  const pickerId = useId();
  const startId = useId();
  const [picked, setPicked] = useState<PickedRecord[]>([]);
  const [startsOn, setStartsOn] = useState(today());
  const [form, setForm] = useState<Record<string, FormValue>>({});
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<unknown>(null);
  const facts = linkFacts(link).filter((field) => field.key !== 'startsOn' && !endingFields.includes(field.key));
  const word = label(link.other.field.label);

  /** Null where something cannot be read; what, is shown on its field. */
  function readValues(): { startsOn: string; values: FieldValues } | null {
    const values: FieldValues = {};
    const wrong: Record<string, string> = {};
    const date = readDate(startsOn);
    if (!date.ok) wrong.startsOn = t(`valueErrors.${date.code}`, date.params);
    else if (date.value.length < 10) wrong.startsOn = t('asOf.dayNeeded');
    for (const field of facts) {
      const parsed = parseField(field, form[field.key] ?? null);
      if (!parsed.ok) wrong[field.key] = t(`valueErrors.${parsed.code}`, parsed.params);
      else if (parsed.value !== null) values[field.key] = parsed.value;
      const personId = form[`${field.key}Id`];
      if (field.kind === 'person' && typeof personId === 'string') values[`${field.key}Id`] = personId;
    }
    setProblems(wrong);
    return Object.keys(wrong).length === 0 && date.ok ? { startsOn: date.value, values } : null;
  }

  async function save(): Promise<void> {
    const read = readValues();
    if (!read) return;
    const shared = { link: link.definition.key, ...read };
    const ids = picked.map((record) => record.id);
    try {
      // A link is stored from its first end: from the other side each chosen record is that end.
      const sent =
        link.side === 'from'
          ? [{ ...shared, fromId: recordId, toIds: ids }]
          : ids.map((id) => ({ ...shared, fromId: id, toIds: [recordId] }));
      for (const input of sent) await add.mutateAsync(input);
      toast(t('link.added', { count: countText(ids.length), word }));
      onClose();
    } catch (error) {
      setFailure(error);
    }
  }

  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="sm" fullWidth>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void save();
        }}
      >
        <DialogTitle id={titleId}>{t('link.addTitle', { word })}</DialogTitle>
        <DialogContent>
          <FormField id={pickerId} label={word} required help={t('link.pickHelp')}>
            <RecordsPicker
              excludedIds={linkedIds}
              id={pickerId}
              register={link.other.register}
              autoFocus
              value={picked}
              onChange={setPicked}
            />
          </FormField>
          <Grid sx={{ mt: 1.5 }}>
            <FormField id={startId} label={t('link.startsOn')} required error={problems.startsOn}>
              <TextInput
                id={startId}
                value={startsOn}
                aria-invalid={problems.startsOn !== undefined}
                onChange={(event) => setStartsOn(event.target.value)}
              />
            </FormField>
            {facts.map((field) => (
              <FieldInput
                key={field.key}
                field={field}
                value={form[field.key] ?? ''}
                personId={(form[`${field.key}Id`] as string | null | undefined) ?? null}
                isRequired={field.required ?? false}
                error={problems[field.key]}
                onBlur={() => {}}
                onChange={(value, more) =>
                  setForm((known) => ({
                    ...known,
                    [field.key]: value,
                    ...(more?.personId === undefined ? {} : { [`${field.key}Id`]: more.personId }),
                  }))
                }
              />
            ))}
          </Grid>
          {failure === null ? null : <ErrorPanel error={failure} />}
        </DialogContent>
        <DialogActions>
          <Button size="medium" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button size="medium" type="submit" variant="contained" disabled={picked.length === 0 || add.isPending}>
            {picked.length === 0 ? t('link.add') : t('link.addCount', { count: picked.length })}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Ends one link. */
export function CloseLinkDialog({ link, row, onClose }: { link: RegisterLink; row: RecordRow; onClose: () => void }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const toast = useToast();
  const close = useCommand('link.close');
  const endId = useId();
  const [endsOn, setEndsOn] = useState(today());
  const [problem, setProblem] = useState<string | undefined>(undefined);

  async function confirm(reason: string): Promise<boolean> {
    const date = readDate(endsOn);
    if (!date.ok || date.value.length < 10) {
      setProblem(date.ok ? t('asOf.dayNeeded') : t(`valueErrors.${date.code}`, date.params));
      return false;
    }
    setProblem(undefined);
    await close.mutateAsync({ link: link.definition.key, ids: [row.id], endsOn: date.value, reason });
    toast(t('link.closed'));
    onClose();
    return true;
  }

  return (
    <ConfirmDialog
      title={t('link.closeTitle', { word: label(link.other.field.label) })}
      sentences={[t('link.closeSentence')]}
      reasonLabel={t('link.endReason')}
      confirm={t('link.closeConfirm')}
      onCancel={onClose}
      onConfirm={confirm}
    >
      <FormField id={endId} label={t('link.endsOn')} required error={problem} sx={{ mt: 1.5 }}>
        <TextInput
          id={endId}
          value={endsOn}
          aria-invalid={problem !== undefined}
          onChange={(event) => setEndsOn(event.target.value)}
        />
      </FormField>
    </ConfirmDialog>
  );
}
