// A record changed by somebody else meanwhile: who and when, both values of every field in dispute, a choice for each.
// Nothing is chosen beforehand.
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
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '../../../../shared/contract/routes/common.ts';
import type { FieldValues, RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { useSession } from '../../../app/session.tsx';
import { valueText } from '../../../components/field-text.ts';
import { SmallTable } from '../../../components/section.tsx';
import { momentOf, useLanguage } from '../../../i18n/format.ts';
import type { FieldConflict, RecordChange } from './record-form.ts';

export interface Conflict {
  change: RecordChange;
  theirs: RecordRow;
  fields: readonly FieldConflict[];
  actor: string;
  atMs: number;
}

interface ConflictDialogProps {
  register: RegisterDefinition;
  conflict: Conflict;
  /** What references chosen in the form are called. */
  names: Record<string, string>;
  isBusy: boolean;
  onCancel: () => void;
  onSave: (values: FieldValues) => void;
}

/** Asks for a decision on every field in dispute, then saves. */
export function ConflictDialog({ conflict, names, isBusy, onCancel, onSave }: ConflictDialogProps) {
  const { t } = useTranslation();
  const { language, label } = useLanguage();
  const { scheme } = useSession();
  const titleId = useId();
  const [choices, setChoices] = useState<Record<string, 'mine' | 'theirs'>>({});
  const isDecided = conflict.fields.every(({ field }) => choices[field.key] !== undefined);
  const context = { language, scheme, t };

  function save(): void {
    const values = { ...conflict.change.values };
    for (const { field, keys } of conflict.fields) {
      if (choices[field.key] === 'theirs') for (const key of keys) delete values[key];
    }
    onSave(values);
  }

  return (
    <Dialog open onClose={onCancel} aria-labelledby={titleId} maxWidth="md" fullWidth>
      <DialogTitle id={titleId}>{t('conflict.title')}</DialogTitle>
      <DialogContent>
        <p>
          {t('conflict.sentence', {
            actor: conflict.actor === '' ? '—' : conflict.actor,
            at: momentOf(conflict.atMs),
            version: conflict.theirs.version,
          })}
        </p>
        <p>
          {conflict.fields.length === 0
            ? t('conflict.noneShared')
            : t('conflict.choose', { count: conflict.fields.length })}
        </p>
        {conflict.fields.length === 0 ? null : (
          <SmallTable style={{ marginTop: 8 }}>
            <thead>
              <tr>
                <th>{t('conflict.field')}</th>
                <th>{t('conflict.mine')}</th>
                <th>{t('conflict.theirs')}</th>
                <th>{t('conflict.keep')}</th>
              </tr>
            </thead>
            <tbody>
              {conflict.fields.map(({ field }) => (
                <tr key={field.key}>
                  <td className="fixed">{label(field.label)}</td>
                  <td>
                    {field.class === 'sealed'
                      ? t('conflict.sealedMine')
                      : valueText(field, conflict.change.values[field.key], context, names[field.key]) || '—'}
                  </td>
                  <td>
                    {field.class === 'sealed'
                      ? t('sealed.word')
                      : valueText(
                          field,
                          conflict.theirs.values[field.key],
                          context,
                          conflict.theirs.labels[field.key],
                        ) || '—'}
                  </td>
                  <td>
                    <RadioGroup
                      row
                      aria-label={label(field.label)}
                      value={choices[field.key] ?? ''}
                      onChange={(_event, value) =>
                        setChoices((known) => ({ ...known, [field.key]: value === 'mine' ? 'mine' : 'theirs' }))
                      }
                    >
                      <FormControlLabel value="mine" control={<Radio />} label={t('conflict.mine')} />
                      <FormControlLabel value="theirs" control={<Radio />} label={t('conflict.theirs')} />
                    </RadioGroup>
                  </td>
                </tr>
              ))}
            </tbody>
          </SmallTable>
        )}
      </DialogContent>
      <DialogActions>
        <Button size="medium" onClick={onCancel}>
          {t('conflict.back')}
        </Button>
        <Button size="medium" variant="contained" disabled={!isDecided || isBusy} onClick={save}>
          {t('record.save')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
