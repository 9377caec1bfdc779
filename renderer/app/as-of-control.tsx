// The date the window looks at: today, or a past date in one of two readings that are never mixed up.
import { Button, ButtonBase, FormControlLabel, Popover, Radio, RadioGroup } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readDate } from '../../shared/values/date.ts';
import { FormField, TextInput } from '../components/form-field.tsx';
import { ChevronIcon } from '../components/icons.tsx';
import { today } from '../i18n/format.ts';
import { useAsOf } from './as-of.tsx';

const Trigger = styled(ButtonBase)({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'flex-end',
  gap: 8,
  minWidth: 172,
  height: 32,
  flex: 'none',
  borderRadius: 2,
  fontSize: 12,
  color: 'var(--text-2)',
  whiteSpace: 'nowrap',
  '& .date': { fontSize: 14, color: 'var(--text)' },
  '&[data-past="true"] .date': { fontWeight: 600, color: 'var(--as-of-text)' },
  '&[data-past="true"]': { color: 'var(--as-of-text)' },
});

/** Asks for a past date and its reading; `onDone` follows a choice that took effect. */
export function AsOfForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const { asOf, setAsOf } = useAsOf();
  const [text, setText] = useState(asOf?.date ?? '');
  const [reading, setReading] = useState<'fact' | 'recorded'>(asOf?.reading ?? 'fact');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const inputId = useId();

  function look(): void {
    const date = readDate(text);
    if (!date.ok) setProblem(t(`valueErrors.${date.code}`, date.params));
    else if (date.value.length < 10) setProblem(t('asOf.dayNeeded'));
    else if (date.value >= today()) setProblem(t('asOf.pastOnly'));
    else {
      setAsOf({ date: date.value, reading });
      onDone();
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        look();
      }}
    >
      <FormField id={inputId} label={t('asOf.dateLabel')} error={problem} help={t('asOf.help')}>
        <TextInput
          id={inputId}
          autoFocus
          value={text}
          placeholder="2025-06-30"
          aria-invalid={problem !== undefined}
          onChange={(event) => setText(event.target.value)}
        />
      </FormField>
      <RadioGroup
        value={reading}
        onChange={(_event, value) => setReading(value === 'recorded' ? 'recorded' : 'fact')}
        sx={{ my: 1 }}
        aria-label={t('asOf.readings')}
      >
        <FormControlLabel value="fact" control={<Radio />} label={t('asOf.fact')} />
        <FormControlLabel value="recorded" control={<Radio />} label={t('asOf.recorded')} />
      </RadioGroup>
      <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
        {asOf === null ? null : (
          <Button
            onClick={() => {
              setAsOf(null);
              onDone();
            }}
          >
            {t('asOf.back')}
          </Button>
        )}
        <Button type="submit" variant="contained">
          {t('asOf.look')}
        </Button>
      </div>
    </form>
  );
}

/** Shows the date looked at and opens the choice of another. */
export function AsOfControl() {
  const { t } = useTranslation();
  const { asOf } = useAsOf();
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const day = today();
  return (
    <>
      <Trigger
        ref={anchor}
        onClick={() => setOpen(true)}
        data-past={asOf !== null}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
      >
        <span>{t('asOf.word')}</span>
        <span className="date">{asOf?.date ?? day}</span>
        {asOf === null ? <span>{t('asOf.today')}</span> : null}
        <ChevronIcon />
      </Trigger>
      <Popover
        open={isOpen}
        anchorEl={anchor.current}
        onClose={() => setOpen(false)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{ paper: { sx: { width: 320, p: 2 } } }}
      >
        <AsOfForm onDone={() => setOpen(false)} />
      </Popover>
    </>
  );
}
