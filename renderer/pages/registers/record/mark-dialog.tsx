// Freeze and legal hold: set with a reason, lifted again. Freezing says what the law asks of whoever suspects a state secret.
import { useTranslation } from 'react-i18next';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { useCommand } from '../../../api/queries.ts';
import { useToast } from '../../../app/toasts.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';

export type MarkAct = 'freeze' | 'unfreeze' | 'hold' | 'unhold';

const kinds = { freeze: 'frozen', unfreeze: 'frozen', hold: 'hold', unhold: 'hold' } as const;

interface MarkDialogProps {
  register: RegisterDefinition;
  id: string;
  act: MarkAct;
  onClose: () => void;
}

export function MarkDialog({ register, id, act, onClose }: MarkDialogProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const set = useCommand('mark.set');
  const lift = useCommand('mark.lift');
  const sets = act === 'freeze' || act === 'hold';

  async function confirm(reason: string): Promise<void> {
    const input = { register: register.key, ids: [id], kind: kinds[act] };
    if (sets) await set.mutateAsync({ ...input, reason });
    else await lift.mutateAsync(input);
    toast(t(`mark.done.${act}`));
    onClose();
  }

  return (
    <ConfirmDialog
      title={t(`mark.title.${act}`)}
      sentences={act === 'freeze' ? [t('mark.what.freeze'), t('mark.law'), t('mark.next')] : [t(`mark.what.${act}`)]}
      {...(sets ? { reasonLabel: t('mark.reason') } : {})}
      confirm={t(`mark.confirm.${act}`)}
      danger={act === 'freeze'}
      onCancel={onClose}
      onConfirm={confirm}
    />
  );
}
