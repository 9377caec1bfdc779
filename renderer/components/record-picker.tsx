// Picks records of another register by number, name or initials: one or many, or a name with its match on the roster.
import { Autocomplete, TextField } from '@mui/material';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '../../shared/contract/routes/common.ts';
import type { RegisterDefinition } from '../../shared/registers/definition.ts';
import { useRead } from '../api/queries.ts';

export interface PickedRecord {
  id: string;
  /** Number or department, to tell two of the same name apart. */
  detail: string;
  name: string;
  department?: string;
}

/** A record as a choice: its title with its number, people with their department. */
export function pickedOf(register: RegisterDefinition, row: RecordRow): PickedRecord {
  const place = register.fields.find((field) => field.kind === 'reference' && field.target === 'department');
  const department = place ? row.labels[place.key] : undefined;
  return {
    id: row.id,
    name: String(row.values[register.title] ?? row.number ?? ''),
    detail: [row.number, department].filter((part) => part !== null && part !== undefined && part !== '').join(' · '),
    department: department ?? '',
  };
}

function useOptions(
  register: RegisterDefinition,
  text: string,
  isOpen: boolean,
): { options: PickedRecord[]; isLoading: boolean } {
  const search = useDeferredValue(text.trim());
  const answer = useRead(
    'register.list',
    { register: register.key, search, limit: 50 },
    { enabled: isOpen, keep: true },
  );
  return { options: (answer.data?.records ?? []).map((row) => pickedOf(register, row)), isLoading: answer.isFetching };
}

interface PickerProps {
  id: string;
  register: RegisterDefinition;
  /** Records not to offer. */
  excludedIds?: ReadonlySet<string>;
  /** Where no visible label names the input. */
  label?: string;
  isInvalid?: boolean;
  describedBy?: string | undefined;
  autoFocus?: boolean;
}

function optionLine(properties: React.HTMLAttributes<HTMLLIElement> & { key?: React.Key }, option: PickedRecord) {
  const { key: _key, ...rest } = properties;
  return (
    <li key={option.id} {...rest}>
      <span style={{ flex: 1 }}>{option.name}</span>
      <span style={{ color: 'var(--text-2)', fontSize: 12, marginLeft: 16 }}>{option.detail}</span>
    </li>
  );
}

function inputProps(props: PickerProps, parameters: React.ComponentProps<typeof TextField>) {
  return {
    ...parameters,
    autoFocus: props.autoFocus ?? false,
    error: props.isInvalid ?? false,
    slotProps: {
      ...parameters.slotProps,
      htmlInput: {
        ...parameters.slotProps?.htmlInput,
        ...(props.label === undefined ? {} : { 'aria-label': props.label }),
        'aria-describedby': props.describedBy,
        'aria-invalid': props.isInvalid ?? false,
      },
    },
  };
}

/** One record, or none. */
export function RecordPicker(
  props: PickerProps & { value: PickedRecord | null; onChange: (value: PickedRecord | null) => void },
) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const { options, isLoading } = useOptions(props.register, text === props.value?.name ? '' : text, isOpen);
  return (
    <Autocomplete
      id={props.id}
      size="small"
      options={options}
      value={props.value}
      open={isOpen}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      loading={isLoading}
      loadingText={t('picker.loading')}
      noOptionsText={t('picker.none')}
      filterOptions={(all) => all.filter((option) => !props.excludedIds?.has(option.id))}
      getOptionLabel={(option) => option.name}
      isOptionEqualToValue={(option, value) => option.id === value.id}
      onInputChange={(_event, next) => setText(next)}
      onChange={(_event, next) => props.onChange(next)}
      renderOption={(properties, option) => optionLine(properties, option)}
      renderInput={(parameters) => <TextField {...inputProps(props, parameters)} />}
    />
  );
}

/** Any number of records. */
export function RecordsPicker(
  props: PickerProps & { value: PickedRecord[]; onChange: (value: PickedRecord[]) => void },
) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const { options, isLoading } = useOptions(props.register, text, isOpen);
  return (
    <Autocomplete
      id={props.id}
      size="small"
      multiple
      disableCloseOnSelect
      options={options}
      value={props.value}
      open={isOpen}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      loading={isLoading}
      loadingText={t('picker.loading')}
      noOptionsText={t('picker.none')}
      filterOptions={(all) => all.filter((option) => !props.excludedIds?.has(option.id))}
      getOptionLabel={(option) => option.name}
      isOptionEqualToValue={(option, value) => option.id === value.id}
      onInputChange={(_event, next) => setText(next)}
      onChange={(_event, next) => props.onChange(next)}
      renderOption={(properties, option) => optionLine(properties, option)}
      renderInput={(parameters) => <TextField {...inputProps(props, parameters)} />}
    />
  );
}

/** A person's name as written; picking a suggestion also matches it to the roster, typing on undoes the match. */
export function PersonPicker(
  props: PickerProps & {
    name: string;
    personId: string | null;
    onChange: (name: string, personId: string | null) => void;
  },
) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { options, isLoading } = useOptions(props.register, props.name, isOpen && props.name.trim() !== '');
  return (
    <Autocomplete<PickedRecord, false, false, true>
      id={props.id}
      size="small"
      freeSolo
      options={options}
      inputValue={props.name}
      value={props.name}
      open={isOpen}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      loading={isLoading}
      loadingText={t('picker.loading')}
      filterOptions={(all) => all.filter((option) => !props.excludedIds?.has(option.id))}
      getOptionLabel={(option) => (typeof option === 'string' ? option : option.name)}
      onInputChange={(_event, next, reason) => {
        if (reason !== 'reset' && next !== props.name) props.onChange(next, null);
      }}
      onChange={(_event, next) => {
        if (next !== null && typeof next !== 'string') props.onChange(next.name, next.id);
        else props.onChange(next ?? '', null);
      }}
      renderOption={(properties, option) => optionLine(properties, option)}
      renderInput={(parameters) => <TextField {...inputProps(props, parameters)} />}
    />
  );
}
