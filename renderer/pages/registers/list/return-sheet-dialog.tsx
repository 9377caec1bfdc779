// Saves R03, the empty sheet a department fills in: for one department, or with its name left to be written.
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../../api/client.ts';
import { runJob } from '../../../api/jobs.ts';
import { useRead } from '../../../api/queries.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { FormField, SelectInput } from '../../../components/form-field.tsx';
import { today } from '../../../i18n/format.ts';

/** Asks for the department, then where to save. */
export function ReturnSheetDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const departments = useRead('register.list', { register: 'department', limit: 500 });
  const [department, setDepartment] = useState('');
  const records = departments.data?.records ?? [];
  const name = String(records.find((record) => record.id === department)?.values.name ?? t('paper.anyDepartment'));

  async function confirm(): Promise<boolean> {
    const target = await bridge().chooseSave({
      suggestedName: `${t('paper.returnName', { name })}-${today()}.xlsx`,
      filters: [{ name: t('file.workbook'), extensions: ['xlsx'] }],
    });
    if (!target) return false;
    await runJob('register.returnSheet', { target: target.token, department: department === '' ? null : department });
    onClose();
    return true;
  }

  return (
    <ConfirmDialog
      title={t('paper.returnSheet')}
      sentences={[t('paper.returnWhat'), t('paper.returnBack')]}
      confirm={t('paper.save')}
      onCancel={onClose}
      onConfirm={confirm}
    >
      <FormField id={id} label={t('paper.department')} sx={{ mt: 1.5 }}>
        <SelectInput id={id} value={department} onChange={(event) => setDepartment(event.target.value)}>
          <option value="">{t('paper.anyDepartment')}</option>
          {records.map((record) => (
            <option key={record.id} value={record.id}>
              {String(record.values.name ?? '')}
            </option>
          ))}
        </SelectInput>
      </FormField>
    </ConfirmDialog>
  );
}
