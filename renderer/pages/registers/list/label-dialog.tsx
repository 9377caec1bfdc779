// Asks what labels are printed on, and where on the first sheet they begin; then prints them.
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { printDocument } from '../../../api/documents.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { FormField, SelectInput, TextInput } from '../../../components/form-field.tsx';
import { countText, today } from '../../../i18n/format.ts';

export type LabelRegister = 'secret' | 'carrier';
const placesOnSheet = 24;

/** The dialog; stays open with the failure in it when a record has no grade yet. */
export function LabelDialog({
  register,
  ids,
  onClose,
}: {
  register: LabelRegister;
  ids: readonly string[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [sheet, setSheet] = useState<'a4' | 'single'>('a4');
  const [start, setStart] = useState('1');
  const place = /^\d{1,2}$/.test(start.trim()) ? Number(start) : 0;
  const isWrong = sheet === 'a4' && (place < 1 || place > placesOnSheet);

  async function confirm(): Promise<boolean> {
    if (isWrong) return false;
    await printDocument(
      { kind: 'labels', register, ids: [...ids], sheet, start: sheet === 'a4' ? place : 1 },
      `${t('paper.labelsName')}-${today()}.pdf`,
      t('file.pdf'),
    );
    onClose();
    return true;
  }

  return (
    <ConfirmDialog
      title={t('paper.labelsTitle', { count: countText(ids.length) })}
      sentences={[t('paper.labelsWhat'), t('paper.labelsScale')]}
      confirm={t('paper.print')}
      onCancel={onClose}
      onConfirm={confirm}
    >
      <FormField id={`${id}-sheet`} label={t('paper.sheet')} sx={{ mt: 1.5 }}>
        <SelectInput
          id={`${id}-sheet`}
          value={sheet}
          onChange={(event) => setSheet(event.target.value === 'single' ? 'single' : 'a4')}
        >
          <option value="a4">{t('paper.sheetA4')}</option>
          <option value="single">{t('paper.sheetSingle')}</option>
        </SelectInput>
      </FormField>
      {sheet === 'single' ? null : (
        <FormField
          id={`${id}-start`}
          label={t('paper.start')}
          help={t('paper.startHelp')}
          error={isWrong ? t('paper.startWrong', { most: placesOnSheet }) : undefined}
          sx={{ mt: 1.5 }}
        >
          <TextInput
            id={`${id}-start`}
            inputMode="numeric"
            maxLength={2}
            value={start}
            onChange={(event) => setStart(event.target.value)}
          />
        </FormField>
      )}
    </ConfirmDialog>
  );
}
