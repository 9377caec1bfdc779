// Granting clearance, with the fingerprint the user read out, and withdrawing it.
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserView } from '../../../shared/contract/routes/users.ts';
import { runJob } from '../../api/jobs.ts';
import { useCommand, useRead } from '../../api/queries.ts';
import { useToast } from '../../app/toasts.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FormField, TextInput } from '../../components/form-field.tsx';
import { ChoiceList } from './choice-list.tsx';

function useCompartments() {
  return useRead('compartment.list', {}).data?.compartments ?? [];
}

/** The granter types what he heard: the window does not fill it in. */
export function GrantDialog({ user, onClose }: { user: UserView; onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const toast = useToast();
  const grant = useCommand('clearance.grant');
  const [fingerprint, setFingerprint] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const offered = useCompartments().filter(
    ({ isOwn, holders }) => isOwn && !holders.some(({ userId }) => userId === user.id),
  );
  return (
    <ConfirmDialog
      title={t('clearance.grantTitle', { name: user.name })}
      sentences={offered.length === 0 ? [t('clearance.grantNothing')] : [t('clearance.grantWhat', { name: user.name })]}
      confirm={t('clearance.grantConfirm')}
      isReady={chosen.length > 0 && fingerprint.trim() !== ''}
      onCancel={onClose}
      onConfirm={async () => {
        const { granted } = await grant.mutateAsync({ userId: user.id, compartments: chosen, fingerprint });
        toast(t('clearance.granted', { count: granted }));
        onClose();
      }}
    >
      {offered.length === 0 ? null : (
        <>
          <ChoiceList
            label={t('clearance.grantChoose')}
            choices={offered.map(({ id: key, label }) => ({ key, text: label }))}
            chosen={chosen}
            onChange={setChosen}
          />
          <FormField id={id} label={t('clearance.grantFingerprint', { name: user.name })} required sx={{ mt: 1.5 }}>
            <TextInput
              id={id}
              autoComplete="off"
              spellCheck={false}
              maxLength={200}
              value={fingerprint}
              onChange={(event) => setFingerprint(event.target.value)}
            />
          </FormField>
        </>
      )}
    </ConfirmDialog>
  );
}

/** Compartments taken away get new keys. */
export function RevokeDialog({ user, onClose }: { user: UserView; onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [chosen, setChosen] = useState<string[]>([]);
  const held = useCompartments().filter(
    ({ isOwn, holders }) => isOwn && holders.some(({ userId }) => userId === user.id),
  );
  return (
    <ConfirmDialog
      title={t('clearance.revokeTitle', { name: user.name })}
      sentences={[t('clearance.revokeWhat')]}
      confirm={t('clearance.revokeConfirm')}
      danger
      isReady={chosen.length > 0}
      onCancel={onClose}
      onConfirm={async () => {
        const { compartments } = await runJob('clearance.revoke', { userId: user.id, compartments: chosen });
        toast(t('clearance.revoked', { count: compartments }));
        onClose();
      }}
    >
      <ChoiceList
        label={t('clearance.revokeChoose')}
        choices={held.map(({ id: key, label }) => ({ key, text: label }))}
        chosen={chosen}
        onChange={setChosen}
      />
    </ConfirmDialog>
  );
}
