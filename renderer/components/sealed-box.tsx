// Sealed content closed: who may open it, when it was last opened, and the button that opens and records. What is opened
// lives in this component only and is gone when it is closed, left or locked.
import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, RegisterDefinition } from '../../shared/registers/definition.ts';
import { useCommand } from '../api/queries.ts';
import { useAsOf } from '../app/as-of.tsx';
import { useRights, useSession } from '../app/session.tsx';
import { countText, momentOf, useLanguage } from '../i18n/format.ts';
import type { RecordAnswer } from '../pages/registers/record/record-page.tsx';
import { ErrorPanel } from './error-panel.tsx';
import { FormField, TextInput } from './form-field.tsx';
import { LockIcon } from './icons.tsx';

const Box = styled('div')({
  border: '1px solid var(--line)',
  backgroundColor: 'var(--paper)',
  padding: '8px 12px',
  display: 'flex',
  alignItems: 'center',
  gap: 16,
  minHeight: 58,
  '& .words': { flex: 1, minWidth: 0 },
  '& .who': { fontSize: 14, lineHeight: '20px' },
  '& .who strong': { fontWeight: 600 },
  '& .last': { fontSize: 12, lineHeight: '16px', color: 'var(--text-2)' },
});

const Opened = styled('div')({
  border: '1px solid var(--ink)',
  padding: '8px 12px',
  '& .head': { display: 'flex', alignItems: 'center', gap: 8, fontSize: 12, color: 'var(--text-2)', marginBottom: 4 },
  '& .head span': { flex: 1 },
  '& .text': { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
});

interface SealedBoxProps {
  register: RegisterDefinition;
  answer: RecordAnswer;
  fields: readonly FieldDefinition[];
  /** Nobody opens the content of a frozen record. */
  isFrozen: boolean;
}

/** The box of a record; `fields` are its sealed fields. */
export function SealedBox({ register, answer, fields, isFrozen }: SealedBoxProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const rights = useRights();
  const { user } = useSession();
  const { record, cleared, openings } = answer;
  const [isAsking, setAsking] = useState(false);
  const [opened, setOpened] = useState<Record<string, string> | null>(null);
  const hasContent = fields.some((field) => record.sealed.includes(field.key));
  const { asOf } = useAsOf();
  const isCleared = rights.openSealed && cleared.some((name) => name === user.name || name === user.login);
  const mayOpen = isCleared && !isFrozen;
  const refusal = isFrozen ? 'sealed.frozen' : asOf === null ? 'sealed.notYou' : 'sealed.onlyToday';

  if (!hasContent) return <p style={{ color: 'var(--text-3)', lineHeight: '24px' }}>{t('sealed.none')}</p>;
  if (opened !== null) {
    return fields
      .filter((field) => opened[field.key] !== undefined)
      .map((field) => (
        <Opened key={field.key}>
          <div className="head">
            <LockIcon />
            <span>{t('sealed.openedNow', { field: label(field.label) })}</span>
            <Button size="tiny" onClick={() => setOpened(null)}>
              {t('sealed.close')}
            </Button>
          </div>
          <p className="text">{opened[field.key]}</p>
        </Opened>
      ));
  }
  const shown = cleared.slice(0, 3).join(t('list.separator'));
  return (
    <Box>
      <div className="words">
        <p className="who">
          {t('sealed.mayOpen')}
          <strong>{cleared.length === 0 ? t('sealed.nobody') : shown}</strong>
          {cleared.length > 3 ? t('sealed.andOthers', { count: cleared.length }) : ''}
          {mayOpen ? '' : t(refusal)}
        </p>
        <p className="last">
          {openings.count === 0 || openings.lastAtMs === null
            ? t('sealed.neverOpened')
            : t('sealed.lastOpened', {
                count: countText(openings.count),
                at: momentOf(openings.lastAtMs),
                by: openings.lastBy ?? '—',
              })}
        </p>
      </div>
      <Button size="medium" startIcon={<LockIcon />} disabled={!mayOpen} onClick={() => setAsking(true)}>
        {t('sealed.open')}
      </Button>
      {isAsking ? (
        <OpenDialog register={register} answer={answer} onClose={() => setAsking(false)} onOpened={setOpened} />
      ) : null}
    </Box>
  );
}

function OpenDialog(props: {
  register: RegisterDefinition;
  answer: RecordAnswer;
  onClose: () => void;
  onOpened: (values: Record<string, string>) => void;
}) {
  const { t } = useTranslation();
  const open = useCommand('register.openSealed');
  const titleId = useId();
  const purposeId = useId();
  const [purpose, setPurpose] = useState('');

  function confirm(): void {
    open.mutate(
      {
        register: props.register.key,
        id: props.answer.record.id,
        purpose: purpose.trim() === '' ? null : purpose.trim(),
      },
      {
        onSuccess: ({ values }) => {
          props.onOpened(values);
          props.onClose();
        },
      },
    );
  }

  return (
    <Dialog open onClose={props.onClose} aria-labelledby={titleId} maxWidth="sm" fullWidth>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          confirm();
        }}
      >
        <DialogTitle id={titleId}>{t('sealed.openTitle')}</DialogTitle>
        <DialogContent>
          <p>{t('sealed.openSentence', { number: props.answer.record.number ?? '—' })}</p>
          <FormField id={purposeId} label={t('sealed.purpose')} sx={{ mt: 1.5 }}>
            <TextInput
              id={purposeId}
              autoFocus
              maxLength={200}
              value={purpose}
              onChange={(event) => setPurpose(event.target.value)}
            />
          </FormField>
          {open.isError ? <ErrorPanel error={open.error} /> : null}
        </DialogContent>
        <DialogActions>
          <Button size="medium" onClick={props.onClose}>
            {t('action.cancel')}
          </Button>
          <Button size="medium" type="submit" variant="contained" disabled={open.isPending}>
            {t('sealed.open')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
