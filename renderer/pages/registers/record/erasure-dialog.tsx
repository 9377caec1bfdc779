// Asks for an erasure: which fields go and on what ground. Another person carries it out, on the audit page.
import { Checkbox, FormControlLabel } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { useCommand } from '../../../api/queries.ts';
import { useToast } from '../../../app/toasts.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { useLanguage } from '../../../i18n/format.ts';
import type { RecordAnswer } from './record-page.tsx';

const Fields = styled('fieldset')({
  border: '1px solid var(--line)',
  padding: '4px 12px',
  margin: '8px 0 0',
  maxHeight: 220,
  overflowY: 'auto',
  '& legend': { fontSize: 12, color: 'var(--text-2)', padding: '0 4px' },
  '& label': { display: 'flex' },
});

interface ErasureDialogProps {
  register: RegisterDefinition;
  answer: RecordAnswer;
  /** purge: everything of a frozen record. */
  kind: 'personal' | 'purge';
  onClose: () => void;
}

/** Fields of the record that are filled, personal ones first: those are what is usually asked about. */
function filledFields(register: RegisterDefinition, { record }: RecordAnswer) {
  const filled = register.fields.filter(
    (field) => record.sealed.includes(field.key) || (record.values[field.key] ?? null) !== null,
  );
  return filled.toSorted((left, right) => Number(right.class === 'personal') - Number(left.class === 'personal'));
}

export function ErasureDialog({ register, answer, kind, onClose }: ErasureDialogProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const toast = useToast();
  const ask = useCommand('erasure.ask');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [mentions, setMentions] = useState(false);
  const isPerson = register.key === 'person';

  async function confirm(basis: string): Promise<boolean> {
    if (kind === 'personal' && chosen.length === 0) return false;
    const fields = kind === 'purge' ? null : [...chosen];
    await ask.mutateAsync({
      kind,
      items: [{ register: register.key, id: answer.record.id, fields }],
      mentions: isPerson && mentions,
      basis,
    });
    toast(t('erasure.asked'));
    onClose();
    return true;
  }

  return (
    <ConfirmDialog
      title={t(`erasure.title.${kind}`)}
      sentences={[t(`erasure.what.${kind}`), t('erasure.twoPeople')]}
      reasonLabel={t('erasure.basis')}
      confirm={t('erasure.ask')}
      danger
      onCancel={onClose}
      onConfirm={confirm}
    >
      {kind === 'purge' ? null : (
        <Fields>
          <legend>{t('erasure.fields')}</legend>
          {filledFields(register, answer).map((field) => (
            <FormControlLabel
              key={field.key}
              control={
                <Checkbox
                  checked={chosen.includes(field.key)}
                  onChange={(event) =>
                    setChosen(event.target.checked ? [...chosen, field.key] : chosen.filter((key) => key !== field.key))
                  }
                />
              }
              label={
                field.class === 'personal'
                  ? t('erasure.personalField', { field: label(field.label) })
                  : label(field.label)
              }
            />
          ))}
        </Fields>
      )}
      {isPerson && kind === 'personal' ? (
        <FormControlLabel
          control={<Checkbox checked={mentions} onChange={(event) => setMentions(event.target.checked)} />}
          label={t('erasure.mentions')}
        />
      ) : null}
    </ConfirmDialog>
  );
}
