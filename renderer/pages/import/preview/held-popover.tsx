// The decision about a word that must not be read by itself: a state-secret term, or one with two meanings. Nothing is
// chosen beforehand; the reason is asked for and goes into the journal with the import.
import { Button, Checkbox, FormControlLabel, Popover, Radio, RadioGroup } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportColumn } from '../../../../shared/contract/routes/import.ts';
import type { Label, RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { useSession } from '../../../app/session.tsx';
import { FormField, SelectInput, TextInput } from '../../../components/form-field.tsx';
import { GradeMark } from '../../../components/grade-mark.tsx';
import { Notice } from '../../../components/notice.tsx';
import { countText, useLanguage } from '../../../i18n/format.ts';
import { targetLabel } from '../import-words.ts';
import type { Decision } from '../use-import.ts';

const Box = styled('div')({
  width: 420,
  maxWidth: '100%',
  padding: 16,
  display: 'flex',
  flexDirection: 'column',
  gap: 8,
  fontSize: 13,
  lineHeight: '20px',
  '& h3': { fontSize: 14, lineHeight: '20px', fontWeight: 600, margin: 0 },
  '& .quiet': { color: 'var(--text-2)' },
  '& .MuiRadio-root.Mui-focusVisible, & .MuiCheckbox-root.Mui-focusVisible': { outlineOffset: -4 },
  '& .choice': { display: 'flex', alignItems: 'center', gap: 8, flexWrap: 'wrap' },
  '& .choice label': { marginRight: 0 },
  '& .MuiFormControlLabel-label': { fontSize: 13, lineHeight: '20px' },
  '& .pick': { display: 'inline-flex', alignItems: 'center', gap: 6 },
  '& .foot': { display: 'flex', alignItems: 'center', gap: 8, justifyContent: 'flex-end', flexWrap: 'wrap' },
  '& .foot label': { flex: 1, minWidth: 160, marginRight: 0 },
  '& .foot .MuiFormControlLabel-label': { fontSize: 12, lineHeight: '16px' },
});

/** What waits for a decision. */
export interface HeldPlace {
  row: number;
  word: string;
  /** True for 绝密, 机密, 秘密: the choice is between a trade secret and a state secret. */
  isStateSecret: boolean;
  column: ImportColumn;
  /** Cells with this word that wait in the file. */
  sameWords: number;
}

interface HeldPopoverProps {
  register: RegisterDefinition;
  held: HeldPlace;
  anchor: HTMLElement;
  isBusy: boolean;
  onClose: () => void;
  onDecide: (decision: Decision) => void;
}

interface Target {
  code: string;
  label: Label;
  rank: number | null;
}

export function HeldPopover({ register, held, anchor, isBusy, onClose, onDecide }: HeldPopoverProps) {
  const { t } = useTranslation();
  const { language, label } = useLanguage();
  const { user, scheme } = useSession();
  const id = useId();
  const [choice, setChoice] = useState<'keep' | 'skip' | null>(null);
  const [target, setTarget] = useState('');
  const [reason, setReason] = useState('');
  const [isForAll, setForAll] = useState(false);
  const { column, word, row, isStateSecret } = held;
  const field = register.fields.find((candidate) => candidate.key === column.field);
  const targets: Target[] =
    field?.kind === 'level'
      ? (scheme?.grades ?? []).map((grade) => ({ code: grade.code, label: grade.label, rank: grade.rank }))
      : (field?.kind === 'choice' ? field.choices : register.statuses).map((one) => ({
          code: one.code,
          label: one.label,
          rank: null,
        }));
  const picked = targets.find(({ code }) => code === target);
  const isReady = reason.trim() !== '' && (choice === 'skip' || (choice === 'keep' && picked !== undefined));
  // The cell stays in sight: above it where there is room, else below.
  const isAbove = anchor.getBoundingClientRect().top > window.innerHeight * 0.45;
  const name = targetLabel(register, column.field ?? '', language, t('column.status'));

  function record(): void {
    if (!isReady) return;
    const kind = choice === 'skip' ? 'statementOut' : 'statement';
    onDecide({
      word,
      field: column.field ?? '',
      target: choice === 'skip' ? 'skip' : target,
      statement: t(isStateSecret ? `import.held.${kind}` : 'import.held.statementPlain', { reason: reason.trim() }),
      row: isForAll ? null : row,
    });
  }

  return (
    <Popover
      open
      anchorEl={anchor}
      onClose={onClose}
      anchorOrigin={{ vertical: isAbove ? 'top' : 'bottom', horizontal: 'left' }}
      transformOrigin={{ vertical: isAbove ? 'bottom' : 'top', horizontal: 'left' }}
      transitionDuration={0}
      slotProps={{ paper: { role: 'dialog', 'aria-labelledby': `${id}-title` } }}
    >
      <Box>
        <h3 id={`${id}-title`}>{t(isStateSecret ? 'import.held.stateSecret' : 'import.held.confirm', { word })}</h3>
        <p className="quiet">
          {t('import.held.where', {
            row,
            field: name,
            why: isStateSecret ? t('import.held.whyStateSecret') : '',
            user: user.name,
          })}
        </p>
        <RadioGroup
          aria-labelledby={`${id}-title`}
          value={choice ?? ''}
          onChange={(_event, value) => setChoice(value === 'keep' ? 'keep' : 'skip')}
        >
          <div className="choice">
            <FormControlLabel
              value="keep"
              control={<Radio autoFocus />}
              label={t(isStateSecret ? 'import.held.asBefore' : 'import.held.asMeaning')}
            />
            <span className="pick">
              {picked?.rank === null || picked === undefined ? null : <GradeMark rank={picked.rank} />}
              <SelectInput
                data-size="small"
                style={{ width: 128 }}
                aria-label={t('import.held.grade')}
                value={target}
                onChange={(event) => {
                  setTarget(event.target.value);
                  setChoice('keep');
                }}
              >
                <option value="" disabled>
                  {t('import.held.pick')}
                </option>
                {targets.map((one) => (
                  <option key={one.code} value={one.code}>
                    {label(one.label)}
                  </option>
                ))}
              </SelectInput>
              {isStateSecret ? t('import.held.asAfter') : null}
            </span>
          </div>
          <FormControlLabel
            value="skip"
            control={<Radio />}
            label={t(isStateSecret ? 'import.held.out' : 'import.held.outPlain')}
          />
        </RadioGroup>
        {choice === 'skip' && isStateSecret ? <Notice tone="red">{t('import.held.outHelp')}</Notice> : null}
        <FormField id={`${id}-reason`} label={t('import.held.reason')} required>
          <TextInput
            id={`${id}-reason`}
            value={reason}
            maxLength={400}
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
              event.preventDefault();
              record();
            }}
          />
        </FormField>
        <div className="foot">
          <FormControlLabel
            control={<Checkbox checked={isForAll} onChange={(event) => setForAll(event.target.checked)} />}
            label={t('import.held.all', { count: countText(held.sameWords) })}
          />
          <Button onClick={onClose}>{t('import.held.later')}</Button>
          <Button variant="contained" disabled={!isReady || isBusy} onClick={record}>
            {t('import.held.record')}
          </Button>
        </div>
      </Box>
    </Popover>
  );
}
