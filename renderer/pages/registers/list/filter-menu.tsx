// The filter menu: fields the definition offers, then the values of one with their counts, or a range.
import { Button, ButtonBase, Checkbox, FormControlLabel, Popover } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Filter } from '../../../../shared/contract/routes/common.ts';
import type { FieldDefinition, RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { useRead } from '../../../api/queries.ts';
import { useSession } from '../../../app/session.tsx';
import { parseField } from '../../../components/field-parse.ts';
import { type TextContext, valueText } from '../../../components/field-text.ts';
import { FormField, TextInput } from '../../../components/form-field.tsx';
import { ChevronIcon } from '../../../components/icons.tsx';
import { countText, useLanguage } from '../../../i18n/format.ts';
import { filterFields, isRange } from './filter-words.ts';

const Panel = styled('div')({
  display: 'flex',
  minHeight: 240,
  '& .fields': { width: 136, flex: 'none', borderRight: '1px solid var(--line)', padding: '4px 0' },
  '& .field': {
    display: 'flex',
    width: '100%',
    justifyContent: 'flex-start',
    height: 28,
    padding: '0 12px',
    fontSize: 13,
  },
  '& .field[aria-pressed="true"]': { backgroundColor: 'var(--ink-tint)', color: 'var(--ink)', fontWeight: 600 },
  '& .values': { width: 280, padding: 12, display: 'flex', flexDirection: 'column', gap: 8, minHeight: 0 },
  '& .choices': { flex: 1, maxHeight: 280, overflowY: 'auto', display: 'flex', flexDirection: 'column' },
  '& .choices label': { margin: 0, width: '100%' },
  '& .count': { color: 'var(--text-2)', fontSize: 12, marginLeft: 8 },
  '& .actions': { display: 'flex', justifyContent: 'flex-end', gap: 8 },
});

interface FilterMenuProps {
  register: RegisterDefinition;
  filters: readonly Filter[];
  includeVoid: boolean;
  onChange: (field: string, next: readonly Filter[]) => void;
  onIncludeVoid: (next: boolean) => void;
}

/** The menu behind its button. */
export function FilterMenu(props: FilterMenuProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const fields = filterFields(props.register);
  const [chosen, setChosen] = useState<string>(fields[0]?.key ?? 'status');
  const field = fields.find((candidate) => candidate.key === chosen);
  return (
    <>
      <Button
        ref={anchor}
        size="tiny"
        endIcon={<ChevronIcon />}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        {t('filter.add')}
      </Button>
      <Popover
        open={isOpen}
        anchorEl={anchor.current}
        onClose={() => setOpen(false)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': t('filter.add') } }}
      >
        <Panel>
          <div className="fields">
            {fields.map((candidate) => (
              <ButtonBase
                key={candidate.key}
                className="field"
                aria-pressed={candidate.key === chosen}
                onClick={() => setChosen(candidate.key)}
              >
                {label(candidate.label)}
              </ButtonBase>
            ))}
            <ButtonBase className="field" aria-pressed={chosen === 'status'} onClick={() => setChosen('status')}>
              {t('column.status')}
            </ButtonBase>
          </div>
          <div className="values">
            {field && isRange(field) ? (
              <RangeChoice
                key={chosen}
                field={field}
                filters={props.filters}
                onApply={(next) => props.onChange(chosen, next)}
                onDone={() => setOpen(false)}
              />
            ) : (
              <ValueChoice key={chosen} fieldKey={chosen} field={field} {...props} onDone={() => setOpen(false)} />
            )}
          </div>
        </Panel>
      </Popover>
    </>
  );
}

interface Choice {
  value: string | number | boolean | null;
  text: string;
  count: number | null;
}

function useChoices(register: RegisterDefinition, fieldKey: string, field: FieldDefinition | undefined): Choice[] {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { scheme } = useSession();
  const context: TextContext = { language, scheme, t };
  const counts = useRead('register.counts', { register: register.key }, { enabled: field === undefined });
  const values = useRead(
    'register.values',
    { register: register.key, field: fieldKey },
    { enabled: field !== undefined },
  );
  if (!field) {
    return register.statuses.map((status) => ({
      value: status.code,
      text: status.label[language],
      count: counts.data?.byStatus[status.code] ?? 0,
    }));
  }
  return (values.data?.values ?? []).map(({ value, label, count }) => ({
    value: field.kind === 'yesNo' && value !== null ? value === '1' || value === 'true' : value,
    text: value === null ? t('filter.empty') : valueText(field, value, context, label) || label,
    count,
  }));
}

function pickedValues(filters: readonly Filter[], fieldKey: string): ReadonlySet<Choice['value']> {
  const present = filters.find((filter) => filter.field === fieldKey);
  return new Set<Choice['value']>(
    present?.operator === 'is' ? present.values : present?.operator === 'empty' ? [null] : [],
  );
}

function ValueChoice(
  props: FilterMenuProps & { fieldKey: string; field: FieldDefinition | undefined; onDone: () => void },
) {
  const { t } = useTranslation();
  const { fieldKey, filters } = props;
  const searchId = useId();
  const [text, setText] = useState('');
  const choices = useChoices(props.register, fieldKey, props.field);
  const shown = choices.filter((choice) => choice.text.includes(text.trim()));
  // Kept here as well as in the address: quick clicks must not wait for the address to change.
  const [picked, setPicked] = useState<ReadonlySet<Choice['value']>>(() => pickedValues(filters, fieldKey));

  function pick(next: ReadonlySet<Choice['value']>): void {
    const values = [...next].filter((value) => value !== null);
    setPicked(next);
    if (next.has(null)) props.onChange(fieldKey, [{ field: fieldKey, operator: 'empty', values: [] }]);
    else props.onChange(fieldKey, values.length === 0 ? [] : [{ field: fieldKey, operator: 'is', values }]);
  }

  /** Asking for the unfilled excludes asking for values. */
  function toggle(value: Choice['value']): void {
    const next = new Set(picked);
    if (next.has(value)) next.delete(value);
    else next.add(value);
    if (value !== null) next.delete(null);
    pick(value === null && next.has(null) ? new Set([null]) : next);
  }

  return (
    <>
      {choices.length > 8 ? (
        <TextInput
          id={searchId}
          data-size="small"
          aria-label={t('filter.findValue')}
          placeholder={t('filter.findValue')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      ) : null}
      <div className="choices">
        {shown.map((choice) => (
          <FormControlLabel
            key={String(choice.value)}
            control={<Checkbox checked={picked.has(choice.value)} onChange={() => toggle(choice.value)} />}
            label={
              <>
                {choice.text}
                {choice.count === null ? null : <span className="count">{countText(choice.count)}</span>}
              </>
            }
          />
        ))}
        {fieldKey === 'status' ? (
          <FormControlLabel
            control={<Checkbox checked={props.includeVoid} onChange={() => props.onIncludeVoid(!props.includeVoid)} />}
            label={t('filter.includeVoid')}
          />
        ) : null}
      </div>
      <div className="actions">
        <Button onClick={() => pick(new Set())}>{t('filter.clear')}</Button>
        <Button variant="contained" onClick={props.onDone}>
          {t('filter.done')}
        </Button>
      </div>
    </>
  );
}

function RangeChoice(props: {
  field: FieldDefinition;
  filters: readonly Filter[];
  onApply: (next: readonly Filter[]) => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const { field } = props;
  const id = useId();
  const at = (operator: 'from' | 'to') =>
    String(props.filters.find((filter) => filter.field === field.key && filter.operator === operator)?.values[0] ?? '');
  const [from, setFrom] = useState(at('from'));
  const [to, setTo] = useState(at('to'));
  const [problem, setProblem] = useState<string | undefined>(undefined);

  function apply(): void {
    const next: Filter[] = [];
    for (const [operator, text] of [
      ['from', from],
      ['to', to],
    ] as const) {
      const parsed = parseField(field, text);
      if (!parsed.ok) {
        setProblem(t(`valueErrors.${parsed.code}`, parsed.params));
        return;
      }
      if (parsed.value !== null) next.push({ field: field.key, operator, values: [parsed.value] });
    }
    props.onApply(next);
    props.onDone();
  }

  return (
    <form
      style={{ display: 'flex', flexDirection: 'column', gap: 8, flex: 1 }}
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <FormField id={`${id}-from`} label={t('filter.rangeFrom')}>
        <TextInput
          id={`${id}-from`}
          value={from}
          placeholder={field.kind === 'date' ? '2025-07-01' : ''}
          onChange={(event) => setFrom(event.target.value)}
        />
      </FormField>
      <FormField id={`${id}-to`} label={t('filter.rangeTo')} error={problem}>
        <TextInput
          id={`${id}-to`}
          value={to}
          placeholder={field.kind === 'date' ? '2026-06-30' : ''}
          onChange={(event) => setTo(event.target.value)}
        />
      </FormField>
      <div style={{ flex: 1 }} />
      <div className="actions">
        <Button
          onClick={() => {
            props.onApply([]);
            props.onDone();
          }}
        >
          {t('filter.clear')}
        </Button>
        <Button type="submit" variant="contained">
          {t('filter.apply')}
        </Button>
      </div>
    </form>
  );
}
