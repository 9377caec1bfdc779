// A group of boxes to tick, each with its words: roles, compartments.
import { Checkbox, FormControlLabel } from '@mui/material';
import { useId } from 'react';
import { FormField } from '../../components/form-field.tsx';

interface ChoiceListProps<Key extends string> {
  label: string;
  choices: readonly { key: Key; text: string }[];
  chosen: readonly Key[];
  error?: string | undefined;
  onChange: (chosen: Key[]) => void;
}

/** Keeps the order of `choices` in what is chosen. */
export function ChoiceList<Key extends string>({ label, choices, chosen, error, onChange }: ChoiceListProps<Key>) {
  const id = useId();
  const toggle = (key: Key, isOn: boolean) =>
    onChange(choices.map((choice) => choice.key).filter((each) => (each === key ? isOn : chosen.includes(each))));
  return (
    <FormField id={id} label={label} error={error} group sx={{ mt: 1.5 }}>
      <div style={{ display: 'flex', flexWrap: 'wrap', columnGap: 16 }}>
        {choices.map(({ key, text }) => (
          <FormControlLabel
            key={key}
            label={text}
            control={
              <Checkbox size="small" checked={chosen.includes(key)} onChange={(_event, isOn) => toggle(key, isOn)} />
            }
          />
        ))}
      </div>
    </FormField>
  );
}
