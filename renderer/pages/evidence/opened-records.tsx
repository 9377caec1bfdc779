// Sealed content and files that are given record by record: each one chosen by hand, nothing by default.
import { Checkbox } from '@mui/material';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { canBeSealed } from '../../../shared/registers/definition.ts';
import { FormField } from '../../components/form-field.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { RecordsPicker } from '../../components/record-picker.tsx';
import { SmallTable } from '../../components/section.tsx';
import { useLanguage } from '../../i18n/format.ts';
import type { ChosenRegister, PickedForOpening } from './choice.ts';

interface OpenedProps {
  chosen: ChosenRegister;
  onChange: (picked: PickedForOpening[]) => void;
}

export function OpenedRecords({ chosen, onChange }: OpenedProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const id = useId();
  const { register, picked } = chosen;
  const hasSealed = register.fields.some(canBeSealed);
  const known = new Map(picked.map((item) => [item.record.id, item]));
  const set = (recordId: string, part: Partial<PickedForOpening>) =>
    onChange(picked.map((item) => (item.record.id === recordId ? { ...item, ...part } : item)));
  return (
    <FormField id={`${id}-pick`} label={t('evidence.opened.of', { register: label(register.label) })} group>
      <RecordsPicker
        id={`${id}-pick`}
        register={register}
        label={t('evidence.opened.of', { register: label(register.label) })}
        value={picked.map(({ record }) => record)}
        onChange={(records) =>
          onChange(records.map((record) => known.get(record.id) ?? { record, content: false, files: false }))
        }
      />
      {picked.length === 0 ? null : (
        <SmallTable>
          <thead>
            <tr>
              <th>{label(register.noun)}</th>
              {hasSealed ? <th>{t('evidence.opened.content')}</th> : null}
              <th>{t('evidence.opened.files')}</th>
              <th>{t('evidence.opened.act')}</th>
            </tr>
          </thead>
          <tbody>
            {picked.map(({ record, content, files }) => (
              <tr key={record.id}>
                <td>
                  {record.detail} {record.name}
                </td>
                {hasSealed ? (
                  <td>
                    <Checkbox
                      checked={content}
                      slotProps={{ input: { 'aria-label': `${t('evidence.opened.content')} ${record.name}` } }}
                      onChange={(event) => set(record.id, { content: event.target.checked })}
                    />
                  </td>
                ) : null}
                <td>
                  <Checkbox
                    checked={files}
                    slotProps={{ input: { 'aria-label': `${t('evidence.opened.files')} ${record.name}` } }}
                    onChange={(event) => set(record.id, { files: event.target.checked })}
                  />
                </td>
                <td className="fixed">
                  <LinkButton onClick={() => onChange(picked.filter((item) => item.record.id !== record.id))}>
                    {t('evidence.opened.remove')}
                  </LinkButton>
                </td>
              </tr>
            ))}
          </tbody>
        </SmallTable>
      )}
    </FormField>
  );
}
