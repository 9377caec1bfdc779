// The compartments: who holds which, new keys, free ones for projects, content that lies in the wrong one, the database's own key.
import { Button } from '@mui/material';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompartmentView } from '../../../shared/contract/routes/compartments.ts';
import { runJob } from '../../api/jobs.ts';
import { useCommand, useRead } from '../../api/queries.ts';
import { useRights, useSession } from '../../app/session.tsx';
import { useToast } from '../../app/toasts.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FormField, TextInput } from '../../components/form-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section, SmallTable } from '../../components/section.tsx';
import { useLanguage } from '../../i18n/format.ts';
import { MenuButton } from '../registers/list/menu-button.tsx';

type Open = { act: 'create' | 'rekey' } | { act: 'rename' | 'rotate'; compartment: CompartmentView };

/** The section of the settings. */
export function CompartmentsSection() {
  const { t } = useTranslation();
  const rights = useRights();
  const compartments = useRead('compartment.list', {}).data?.compartments ?? [];
  const [open, setOpen] = useState<Open | null>(null);
  const [backups, setBackups] = useState<readonly { name: string }[]>([]);
  const close = () => setOpen(null);
  return (
    <Section
      id="compartments"
      title={t('clearance.title')}
      note={t('clearance.note')}
      actions={
        <>
          {rights.clearance ? (
            <Button onClick={() => setOpen({ act: 'create' })}>{t('clearance.create')}</Button>
          ) : null}
          {rights.people ? <Button onClick={() => setOpen({ act: 'rekey' })}>{t('clearance.rekey')}</Button> : null}
        </>
      }
    >
      <Stale compartments={compartments} />
      <Misplaced />
      {backups.length === 0 ? null : (
        <Notice tone="amber">
          <p>{t('clearance.rekeyBackups', { names: backups.map(({ name }) => name).join(t('list.separator')) })}</p>
        </Notice>
      )}
      <SmallTable>
        <thead>
          <tr>
            <th>{t('clearance.label')}</th>
            <th>{t('clearance.kind')}</th>
            <th className="number" style={{ paddingRight: 24 }}>
              {t('clearance.generation')}
            </th>
            <th>{t('clearance.holders')}</th>
            {rights.clearance ? <td /> : null}
          </tr>
        </thead>
        <tbody>
          {compartments.map((compartment) => (
            <Row key={compartment.id} compartment={compartment} onAct={(act) => setOpen({ act, compartment })} />
          ))}
        </tbody>
      </SmallTable>
      {open?.act === 'create' ? <CreateDialog onClose={close} /> : null}
      {open?.act === 'rename' ? <RenameDialog compartment={open.compartment} onClose={close} /> : null}
      {open?.act === 'rotate' ? <RotateDialog compartment={open.compartment} onClose={close} /> : null}
      {open?.act === 'rekey' ? <RekeyDialog onClose={close} onDone={setBackups} /> : null}
    </Section>
  );
}

function Row({ compartment, onAct }: { compartment: CompartmentView; onAct: (act: 'rename' | 'rotate') => void }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const { scheme } = useSession();
  const rights = useRights();
  const { holders, rank, records } = compartment;
  const grade = scheme?.grades.find((candidate) => candidate.rank === rank);
  const kind =
    rank === null ? t('clearance.free') : grade ? t('clearance.ofGrade', { grade: label(grade.label) }) : '—';
  const names = holders.map((holder) => (holder.kind === 'recovery' ? t('clearance.recovery') : holder.name));
  return (
    <tr>
      <td style={{ overflowWrap: 'anywhere' }}>{compartment.label}</td>
      <td className="quiet">
        {kind}
        {records > 0 ? `　${t('clearance.records', { count: records })}` : ''}
      </td>
      <td className="number" style={{ paddingRight: 24 }}>
        {compartment.generation}
      </td>
      <td>{names.length === 0 ? t('clearance.nobody') : names.join(t('list.separator'))}</td>
      {rights.clearance ? (
        <td className="fixed" style={{ textAlign: 'right', padding: 0 }}>
          <MenuButton
            text={t('people.actions')}
            label={t('people.actionsOf', { name: compartment.label })}
            commands={[
              {
                text: t('clearance.rotate'),
                isDisabled: !compartment.isOwn,
                act: () => onAct('rotate'),
              },
              { text: t('clearance.rename'), act: () => onAct('rename') },
            ]}
          />
        </td>
      ) : null}
    </tr>
  );
}

function Stale({ compartments }: { compartments: readonly CompartmentView[] }) {
  const { t } = useTranslation();
  const stale = compartments.filter(({ staleBy }) => staleBy !== null);
  if (stale.length === 0) return null;
  return (
    <Notice tone="amber">
      {stale.map(({ id, label, staleBy }) => (
        <p key={id}>{t('clearance.stale', { label, login: staleBy })}</p>
      ))}
    </Notice>
  );
}

function Misplaced() {
  const { t } = useTranslation();
  const rights = useRights();
  const toast = useToast();
  const rows = useRead('compartment.misplaced', {}).data?.misplaced ?? [];
  const [isBusy, setBusy] = useState(false);
  if (rows.length === 0) return null;
  return (
    <Notice tone="amber">
      <p>{t('clearance.misplaced')}</p>
      {rows.map((row) => (
        <p key={`${row.from}/${row.to}`}>{t('clearance.misplacedRow', { ...row })}</p>
      ))}
      {rights.clearance && rows.some(({ isOwn }) => isOwn) ? (
        <Button
          disabled={isBusy}
          onClick={() => {
            setBusy(true);
            runJob('compartment.reseal', {})
              .then((done) => toast(t('clearance.resealed', { ...done })))
              .catch(() => undefined)
              .finally(() => setBusy(false));
          }}
        >
          {t('clearance.reseal')}
        </Button>
      ) : null}
    </Notice>
  );
}

interface LabelFieldProps {
  value: string;
  onChange: (value: string) => void;
}

function LabelField({ value, onChange }: LabelFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <FormField id={id} label={t('clearance.createLabel')} required sx={{ mt: 1.5 }}>
      <TextInput id={id} autoFocus maxLength={60} value={value} onChange={(event) => onChange(event.target.value)} />
    </FormField>
  );
}

function CreateDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const create = useCommand('compartment.create');
  const [label, setLabel] = useState('');
  return (
    <ConfirmDialog
      title={t('clearance.createTitle')}
      sentences={[t('clearance.createWhat')]}
      confirm={t('clearance.createConfirm')}
      isReady={label.trim() !== ''}
      onCancel={onClose}
      onConfirm={async () => {
        await create.mutateAsync({ label });
        toast(t('clearance.created', { label: label.trim() }));
        onClose();
      }}
    >
      <LabelField value={label} onChange={setLabel} />
    </ConfirmDialog>
  );
}

function RenameDialog({ compartment, onClose }: { compartment: CompartmentView; onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const rename = useCommand('compartment.rename');
  const [label, setLabel] = useState(compartment.label);
  return (
    <ConfirmDialog
      title={t('clearance.renameTitle', { label: compartment.label })}
      sentences={[]}
      confirm={t('clearance.renameConfirm')}
      isReady={label.trim() !== '' && label.trim() !== compartment.label}
      onCancel={onClose}
      onConfirm={async () => {
        await rename.mutateAsync({ id: compartment.id, label });
        toast(t('clearance.renamed'));
        onClose();
      }}
    >
      <LabelField value={label} onChange={setLabel} />
    </ConfirmDialog>
  );
}

function RotateDialog({ compartment, onClose }: { compartment: CompartmentView; onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  return (
    <ConfirmDialog
      title={t('clearance.rotateTitle', { label: compartment.label })}
      sentences={[t('clearance.rotateWhat')]}
      confirm={t('clearance.rotateConfirm')}
      onCancel={onClose}
      onConfirm={async () => {
        await runJob('compartment.rotate', { id: compartment.id });
        toast(t('clearance.rotated'));
        onClose();
      }}
    />
  );
}

function RekeyDialog({
  onClose,
  onDone,
}: {
  onClose: () => void;
  onDone: (backups: readonly { name: string }[]) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const toast = useToast();
  const [password, setPassword] = useState('');
  return (
    <ConfirmDialog
      title={t('clearance.rekeyTitle')}
      sentences={[t('clearance.rekeyWhat')]}
      confirm={t('clearance.rekeyConfirm')}
      isReady={password !== ''}
      onCancel={onClose}
      onConfirm={async () => {
        const { backups } = await runJob('vault.rekey', { password });
        toast(t('clearance.rekeyed'));
        onDone(backups);
        onClose();
      }}
    >
      <FormField id={id} label={t('recovery.password')} required sx={{ mt: 1.5 }}>
        <TextInput
          id={id}
          type="password"
          autoComplete="current-password"
          maxLength={1024}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </FormField>
    </ConfirmDialog>
  );
}
