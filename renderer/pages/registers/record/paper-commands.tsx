// What the menu of a record prints: who knows what (R04) and labels. Owns their dialog and the failure of a print.
import { Button } from '@mui/material';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '../../../../shared/contract/routes/common.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { asCallError } from '../../../api/client.ts';
import { useRights } from '../../../app/session.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { LabelDialog } from '../list/label-dialog.tsx';
import { knowersBy, labelRegister, usePrintKnowers } from '../list/print-chosen.tsx';
import type { RecordCommand } from './record-header.tsx';

/** The commands with what they open. */
export function usePaperCommands(
  register: RegisterDefinition,
  record: RecordRow,
): { commands: RecordCommand[]; notice: ReactNode; dialog: ReactNode } {
  const { t } = useTranslation();
  const rights = useRights();
  const printKnowers = usePrintKnowers();
  const [isLabelling, setLabelling] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const by = knowersBy(register.key);
  const labels = labelRegister(register.key);
  if (!rights.print) return { commands: [], notice: null, dialog: null };
  const print = (kind: 'secret' | 'person') => {
    setFailure(null);
    void printKnowers(kind, [record.id], record.number ?? '').catch((error: unknown) => {
      const refused = asCallError(error);
      if (refused.code !== 'cancelled') setFailure(refused);
    });
  };
  return {
    commands: [
      ...(by === null ? [] : [{ key: 'knowers', word: t('paper.knowers'), act: () => print(by) }]),
      ...(labels === null ? [] : [{ key: 'labels', word: t('paper.labels'), act: () => setLabelling(true) }]),
    ],
    notice:
      failure === null ? null : (
        <ErrorPanel error={failure}>
          <Button onClick={() => setFailure(null)}>{t('action.close')}</Button>
        </ErrorPanel>
      ),
    dialog:
      isLabelling && labels !== null ? (
        <LabelDialog register={labels} ids={[record.id]} onClose={() => setLabelling(false)} />
      ) : null,
  };
}
