// Assigning a record's content to a free compartment, or back to that of its grade.
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { useCommand, useRead } from '../../../api/queries.ts';
import { useToast } from '../../../app/toasts.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { FormField, SelectInput } from '../../../components/form-field.tsx';
import type { RecordAnswer } from './record-page.tsx';

interface CompartmentDialogProps {
  register: RegisterDefinition;
  answer: RecordAnswer;
  onClose: () => void;
}

/** The dialog; only compartments the user holds are offered. */
export function CompartmentDialog({ register, answer, onClose }: CompartmentDialogProps) {
  const { t } = useTranslation();
  const id = useId();
  const toast = useToast();
  const assign = useCommand('compartment.assign');
  const all = useRead('compartment.list', {}).data?.compartments ?? [];
  const free = all.filter(({ rank, isOwn }) => rank === null && isOwn);
  const present = all.find(({ rank, label }) => rank === null && label === answer.compartment)?.id ?? '';
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <ConfirmDialog
      title={t('clearance.assignTitle')}
      sentences={[free.length === 0 ? t('clearance.assignNone') : t('clearance.assignWhat')]}
      confirm={t('clearance.assignConfirm')}
      isReady={chosen !== null && chosen !== present}
      onCancel={onClose}
      onConfirm={async () => {
        await assign.mutateAsync({
          register: register.key,
          id: answer.record.id,
          compartment: chosen === '' ? null : chosen,
        });
        toast(t('clearance.assigned'));
        onClose();
      }}
    >
      <FormField id={id} label={t('clearance.assignChoose')} sx={{ mt: 1.5 }}>
        <SelectInput id={id} value={chosen ?? present} onChange={(event) => setChosen(event.target.value)}>
          <option value="">{t('clearance.assignGrade')}</option>
          {free.map((compartment) => (
            <option key={compartment.id} value={compartment.id}>
              {compartment.label}
            </option>
          ))}
        </SelectInput>
      </FormField>
    </ConfirmDialog>
  );
}
