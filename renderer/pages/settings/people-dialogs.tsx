// Dialogs about people: adding, roles, a forgotten password, removal. Each says what will happen before it does.
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { roles as allRoles, type Role } from '../../../shared/contract/route.ts';
import type { UserView } from '../../../shared/contract/routes/users.ts';
import { runJob } from '../../api/jobs.ts';
import { useCommand, useRead } from '../../api/queries.ts';
import { useSession } from '../../app/session.tsx';
import { useToast } from '../../app/toasts.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FormField, SelectInput, TextInput } from '../../components/form-field.tsx';
import { type NewPassword, PasswordField, usePasswordVerdict } from '../../components/password-field.tsx';
import { ChoiceList } from './choice-list.tsx';

const noPassword: NewPassword = { password: '', repeated: '' };
/** More departments than a list to choose from should have. */
const maximumDepartments = 500;

interface Duties {
  roles: Role[];
  department: string | null;
}

function DutiesFields({ value, onChange }: { value: Duties; onChange: (value: Duties) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const departments = useRead('register.list', {
    register: 'department',
    sort: [{ field: 'name', direction: 'asc' }],
    limit: maximumDepartments,
  });
  return (
    <>
      <ChoiceList
        label={t('people.rolesLabel')}
        choices={allRoles.map((role) => ({ key: role, text: t(`role.${role}`) }))}
        chosen={value.roles}
        error={value.roles.length === 0 ? t('people.rolesNone') : undefined}
        onChange={(roles) => onChange({ ...value, roles })}
      />
      <FormField id={id} label={t('people.department')} help={t('people.departmentHelp')} sx={{ mt: 1.5 }}>
        <SelectInput
          id={id}
          value={value.department ?? ''}
          onChange={(event) =>
            onChange({ ...value, department: event.target.value === '' ? null : event.target.value })
          }
        >
          <option value="">{t('people.departmentNone')}</option>
          {(departments.data?.records ?? []).map((record) => (
            <option key={record.id} value={record.id}>
              {String(record.values.name ?? record.number ?? '')}
            </option>
          ))}
        </SelectInput>
      </FormField>
    </>
  );
}

const hasDuties = ({ roles, department }: Duties) =>
  roles.length > 0 && (department !== null || !roles.includes('liaison'));

/** A new user with a first password. */
export function AddUserDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const { vault } = useSession();
  const toast = useToast();
  const add = useCommand('user.add');
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [duties, setDuties] = useState<Duties>({ roles: ['reader'], department: null });
  const [password, setPassword] = useState(noPassword);
  const { isAcceptable } = usePasswordVerdict(password, login, vault.organisation);
  return (
    <ConfirmDialog
      title={t('people.addTitle')}
      sentences={[t('people.addWhat')]}
      confirm={t('people.addConfirm')}
      isReady={name.trim() !== '' && login.trim() !== '' && hasDuties(duties) && isAcceptable}
      onCancel={onClose}
      onConfirm={async () => {
        await add.mutateAsync({ name, login, ...duties, password: password.password });
        toast(t('people.added', { login: login.trim() }));
        onClose();
      }}
    >
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '0 16px' }}>
        <FormField id={`${id}-name`} label={t('people.nameLabel')} required sx={{ mt: 1.5 }}>
          <TextInput
            id={`${id}-name`}
            autoFocus
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </FormField>
        <FormField
          id={`${id}-login`}
          label={t('people.loginLabel')}
          required
          help={t('people.loginHelp')}
          sx={{ mt: 1.5 }}
        >
          <TextInput
            id={`${id}-login`}
            autoComplete="off"
            maxLength={60}
            value={login}
            onChange={(event) => setLogin(event.target.value)}
          />
        </FormField>
      </div>
      <DutiesFields value={duties} onChange={setDuties} />
      <div style={{ marginTop: 12, display: 'flex', flexDirection: 'column', gap: 12 }}>
        <PasswordField
          value={password}
          login={login}
          organisation={vault.organisation}
          label={t('people.firstPassword')}
          onChange={setPassword}
        />
      </div>
    </ConfirmDialog>
  );
}

/** Other roles, or another department. */
export function ChangeRolesDialog({ user, onClose }: { user: UserView; onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const change = useCommand('user.setRoles');
  const [duties, setDuties] = useState<Duties>({
    roles: user.roles,
    department: user.department?.id ?? null,
  });
  return (
    <ConfirmDialog
      title={t('people.changeTitle', { name: user.name })}
      sentences={[]}
      confirm={t('people.change')}
      isReady={hasDuties(duties)}
      onCancel={onClose}
      onConfirm={async () => {
        await change.mutateAsync({ id: user.id, ...duties });
        toast(t('people.changed'));
        onClose();
      }}
    >
      <DutiesFields value={duties} onChange={setDuties} />
    </ConfirmDialog>
  );
}

/** A new first password; the user's keys are void. */
export function ResetUserDialog({ user, onClose }: { user: UserView; onClose: () => void }) {
  const { t } = useTranslation();
  const { vault } = useSession();
  const toast = useToast();
  const reset = useCommand('user.reset');
  const [password, setPassword] = useState(noPassword);
  const { isAcceptable } = usePasswordVerdict(password, user.login, vault.organisation);
  return (
    <ConfirmDialog
      title={t('people.resetTitle', { name: user.name })}
      sentences={[t('people.resetWhat', { name: user.name })]}
      confirm={t('people.resetConfirm')}
      danger
      isReady={isAcceptable}
      onCancel={onClose}
      onConfirm={async () => {
        await reset.mutateAsync({ id: user.id, password: password.password });
        toast(t('people.resetDone'));
        onClose();
      }}
    >
      <div style={{ marginTop: 12, display: 'flex', flexDirection: 'column', gap: 12 }}>
        <PasswordField
          value={password}
          login={user.login}
          organisation={vault.organisation}
          label={t('people.firstPassword')}
          onChange={setPassword}
        />
      </div>
    </ConfirmDialog>
  );
}

/** The end of somebody's access; the name stays. */
export function RemoveUserDialog({ user, onClose }: { user: UserView; onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const count = user.clearances.length;
  return (
    <ConfirmDialog
      title={t('people.removeTitle', { name: user.name })}
      sentences={[
        t('people.removeWhat', { name: user.name }),
        ...(count === 0 ? [] : [t('people.removeRotate', { count }), t('people.removeLater')]),
      ]}
      confirm={t('people.removeConfirm')}
      danger
      onCancel={onClose}
      onConfirm={async () => {
        const { rotated, left } = await runJob('user.remove', { id: user.id });
        toast(t('people.removed', { name: user.name, rotated, left }));
        onClose();
      }}
    />
  );
}
