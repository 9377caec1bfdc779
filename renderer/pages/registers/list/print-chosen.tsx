// What is printed of chosen records besides the register itself: who knows what (R04), labels.
import { Button } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '../../../../shared/contract/routes/common.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { asCallError } from '../../../api/client.ts';
import { printDocument } from '../../../api/documents.ts';
import { today } from '../../../i18n/format.ts';
import { LabelDialog, type LabelRegister } from './label-dialog.tsx';

/** As many as the routes take. */
const mostKnowers = 500;

/** The register as labels know it; null where it has none. */
export function labelRegister(key: string): LabelRegister | null {
  return key === 'secret' || key === 'carrier' ? key : null;
}

/** By which side R04 is printed of a register; null where it is not. */
export function knowersBy(key: string): 'secret' | 'person' | null {
  return key === 'secret' || key === 'person' ? key : null;
}

/** Prints R04 of secrets or people. A cancelled dialog does nothing. Throws CallError. */
export function usePrintKnowers(): (by: 'secret' | 'person', ids: string[], name: string) => Promise<void> {
  const { t } = useTranslation();
  return (by, ids, name) =>
    printDocument({ kind: 'knowers', by, ids }, `${t('paper.knowersName')}-${name}.pdf`, t('file.pdf'));
}

/** The buttons, for the registers that have such papers. */
export function PrintChosen({
  register,
  records,
  onFailure,
}: {
  register: RegisterDefinition;
  records: readonly RecordRow[];
  onFailure: (error: unknown) => void;
}) {
  const { t } = useTranslation();
  const printKnowers = usePrintKnowers();
  const [isLabelling, setLabelling] = useState(false);
  const labels = labelRegister(register.key);
  const by = knowersBy(register.key);
  const ids = records.map(({ id }) => id);
  if (ids.length === 0 || (labels === null && by === null)) return null;
  const print = (kind: 'secret' | 'person') =>
    void printKnowers(kind, ids, today()).catch((error: unknown) => {
      const refused = asCallError(error);
      if (refused.code !== 'cancelled') onFailure(refused);
    });
  return (
    <>
      {by === null || ids.length > mostKnowers ? null : <Button onClick={() => print(by)}>{t('paper.knowers')}</Button>}
      {labels === null ? null : <Button onClick={() => setLabelling(true)}>{t('paper.labels')}</Button>}
      {isLabelling && labels !== null ? (
        <LabelDialog register={labels} ids={ids} onClose={() => setLabelling(false)} />
      ) : null}
    </>
  );
}
