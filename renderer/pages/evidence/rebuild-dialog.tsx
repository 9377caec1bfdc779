// Builds an issued bundle once more: the same bytes, or nothing.
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '../../../shared/contract/routes/common.ts';
import { bridge } from '../../api/client.ts';
import { runJob } from '../../api/jobs.ts';
import { useSession } from '../../app/session.tsx';
import { useToast } from '../../app/toasts.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FormField, TextInput } from '../../components/form-field.tsx';

export function RebuildDialog({ record, onClose }: { record: RecordRow; onClose: () => void }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const toast = useToast();
  const id = useId();
  const [password, setPassword] = useState('');

  async function confirm(): Promise<boolean> {
    if (password === '') return false;
    const target = await bridge().chooseSave({
      suggestedName: String(record.values.fileName ?? `${record.number}.zip`),
      filters: [{ name: t('evidence.fileKind'), extensions: ['zip'] }],
    });
    if (!target) return false;
    try {
      const { name } = await runJob('bundle.rebuild', { bundle: record.id, target: target.token, password });
      toast(t('evidence.rebuild.done', { name }));
      onClose();
      return true;
    } finally {
      setPassword('');
    }
  }

  return (
    <ConfirmDialog
      title={t('evidence.rebuild.title', { number: record.number ?? '' })}
      sentences={[t('evidence.rebuild.what'), t('evidence.rebuild.same')]}
      confirm={t('evidence.rebuild.confirm')}
      onCancel={onClose}
      onConfirm={confirm}
    >
      <FormField id={`${id}-password`} label={t('evidence.password', { name: user.name })} required sx={{ mt: 1.5 }}>
        <TextInput
          id={`${id}-password`}
          type="password"
          autoComplete="off"
          maxLength={1024}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </FormField>
    </ConfirmDialog>
  );
}
