// Void and restore with a reason, for one record or many. Void rows stay, struck through; nothing is deleted.
import { useTranslation } from 'react-i18next';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { useCommand } from '../../api/queries.ts';
import { useToast } from '../../app/toasts.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { countText, useLanguage } from '../../i18n/format.ts';

interface VoidDialogProps {
  register: RegisterDefinition;
  ids: readonly string[];
  mode: 'void' | 'restore';
  onClose: () => void;
  onDone?: () => void;
}

/** Asks for a reason, then voids or restores. */
export function VoidDialog({ register, ids, mode, onClose, onDone }: VoidDialogProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const toast = useToast();
  const voidRecords = useCommand('register.void');
  const restoreRecords = useCommand('register.restore');
  const words = { count: countText(ids.length), noun: label(register.noun) };

  async function confirm(reason: string): Promise<void> {
    const input = { register: register.key, ids: [...ids], reason };
    if (mode === 'void') {
      const { voided } = await voidRecords.mutateAsync(input);
      toast(t('void.voided', { ...words, count: countText(voided) }));
    } else {
      const { restored } = await restoreRecords.mutateAsync(input);
      toast(t('void.restored', { ...words, count: countText(restored) }));
    }
    onDone?.();
    onClose();
  }

  return (
    <ConfirmDialog
      title={t(`void.${mode}Title`, words)}
      sentences={mode === 'void' ? [t('void.sentence', words), t('void.kept')] : [t('void.restoreSentence', words)]}
      reasonLabel={t('void.reason')}
      confirm={t(`void.${mode}Confirm`, words)}
      danger={mode === 'void'}
      onCancel={onClose}
      onConfirm={confirm}
    />
  );
}
