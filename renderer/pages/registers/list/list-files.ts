// Export, print and template of a list: asks where to write, then runs the job; the tray shows its course.
import { useTranslation } from 'react-i18next';
import type { RouteInput } from '../../../../shared/contract/contract.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { bridge } from '../../../api/client.ts';
import { printDocument } from '../../../api/documents.ts';
import { runJob } from '../../../api/jobs.ts';
import { today, useLanguage } from '../../../i18n/format.ts';

const workbook = { extensions: ['xlsx'] };

type PrintedRegister = Extract<RouteInput<'document.create'>['document'], { kind: 'register' }>;
type PrintedPart = Pick<PrintedRegister, 'filters' | 'search' | 'sort' | 'asOf' | 'part'>;

export interface ListFiles {
  exportRows: (part: Pick<RouteInput<'register.export'>, 'filters' | 'search' | 'ids'>) => Promise<void>;
  printRows: (part: PrintedPart) => Promise<void>;
  /** R02, the list that may be shown; of secrets alone. */
  printPublicList: () => Promise<void>;
  saveTemplate: () => Promise<void>;
}

/** The ways a register leaves: as a workbook, on paper, as an empty template. A cancelled dialog does nothing. Throws CallError. */
export function useListFiles(register: RegisterDefinition): ListFiles {
  const { t } = useTranslation();
  const { language, label } = useLanguage();
  const chooseTarget = (suggestedName: string) =>
    bridge().chooseSave({ suggestedName, filters: [{ name: t('file.workbook'), ...workbook }] });
  return {
    async exportRows(part) {
      const target = await chooseTarget(`${label(register.label)}-${today()}.xlsx`);
      if (target) await runJob('register.export', { register: register.key, target: target.token, language, ...part });
    },
    printRows: (part) =>
      printDocument(
        { kind: 'register', register: register.key, ...part },
        `${label(register.label)}-${part.asOf?.date ?? today()}.pdf`,
        t('file.pdf'),
      ),
    printPublicList: () =>
      printDocument({ kind: 'R02', asOf: null }, `${t('evidence.publicList')}-${today()}.pdf`, t('file.pdf')),
    async saveTemplate() {
      const target = await chooseTarget(`${t('list.templateName', { register: label(register.label) })}.xlsx`);
      if (target) await runJob('register.template', { register: register.key, target: target.token, language });
    },
  };
}
