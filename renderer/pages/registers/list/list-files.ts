// Export and template of a list: asks where to write, then runs the job; the tray shows its course.
import { useTranslation } from 'react-i18next';
import type { RouteInput } from '../../../../shared/contract/contract.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { bridge } from '../../../api/client.ts';
import { runJob } from '../../../api/jobs.ts';
import { today, useLanguage } from '../../../i18n/format.ts';

const workbook = { extensions: ['xlsx'] };

export interface ListFiles {
  exportRows: (part: Pick<RouteInput<'register.export'>, 'filters' | 'search' | 'ids'>) => Promise<void>;
  saveTemplate: () => Promise<void>;
}

/** The two ways a register leaves as a workbook. A cancelled dialog does nothing. Throws CallError. */
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
    async saveTemplate() {
      const target = await chooseTarget(`${t('list.templateName', { register: label(register.label) })}.xlsx`);
      if (target) await runJob('register.template', { register: register.key, target: target.token, language });
    },
  };
}
