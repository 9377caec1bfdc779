// The users of the vault: who there is, and what may be done about each. Every act has a dialog of its own.
import { Button } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserView } from '../../../shared/contract/routes/users.ts';
import { useRead } from '../../api/queries.ts';
import { useRights } from '../../app/session.tsx';
import { Section, SmallTable } from '../../components/section.tsx';
import { Tag } from '../../components/tags.tsx';
import { MenuButton } from '../registers/list/menu-button.tsx';
import { GrantDialog, RevokeDialog } from './clearance-dialogs.tsx';
import { AddUserDialog, ChangeRolesDialog, RemoveUserDialog, ResetUserDialog } from './people-dialogs.tsx';

type Act = 'roles' | 'reset' | 'remove' | 'grant' | 'revoke';

/** The section of the settings. */
export function PeopleSection() {
  const { t } = useTranslation();
  const rights = useRights();
  const users = useRead('user.list', {}).data?.users ?? [];
  const [isAdding, setAdding] = useState(false);
  const [chosen, setChosen] = useState<{ act: Act; user: UserView } | null>(null);
  const close = () => setChosen(null);
  const hasActs = rights.people || rights.clearance;
  return (
    <Section
      id="users"
      title={t('people.title')}
      note={t('people.note')}
      actions={rights.people ? <Button onClick={() => setAdding(true)}>{t('people.add')}</Button> : null}
    >
      <SmallTable>
        <thead>
          <tr>
            <th>{t('people.name')}</th>
            <th>{t('people.login')}</th>
            <th>{t('people.roles')}</th>
            <th>{t('people.clearances')}</th>
            <th>{t('column.status')}</th>
            {hasActs ? <td /> : null}
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <UserRow key={user.id} user={user} hasActs={hasActs} onAct={(act) => setChosen({ act, user })} />
          ))}
        </tbody>
      </SmallTable>
      {isAdding ? <AddUserDialog onClose={() => setAdding(false)} /> : null}
      {chosen?.act === 'roles' ? <ChangeRolesDialog user={chosen.user} onClose={close} /> : null}
      {chosen?.act === 'reset' ? <ResetUserDialog user={chosen.user} onClose={close} /> : null}
      {chosen?.act === 'remove' ? <RemoveUserDialog user={chosen.user} onClose={close} /> : null}
      {chosen?.act === 'grant' ? <GrantDialog user={chosen.user} onClose={close} /> : null}
      {chosen?.act === 'revoke' ? <RevokeDialog user={chosen.user} onClose={close} /> : null}
    </Section>
  );
}

function UserRow({ user, hasActs, onAct }: { user: UserView; hasActs: boolean; onAct: (act: Act) => void }) {
  const { t } = useTranslation();
  const rights = useRights();
  const separator = t('list.separator');
  const withheld = user.roles.filter((role) => !user.effectiveRoles.includes(role));
  const acts: { act: Act; text: string; is: boolean }[] = [
    { act: 'roles', text: t('people.change'), is: rights.people },
    { act: 'grant', text: t('people.grant'), is: rights.clearance && user.status === 'active' },
    { act: 'revoke', text: t('people.revoke'), is: rights.clearance && user.clearances.length > 0 },
    { act: 'reset', text: t('people.reset'), is: rights.people },
    { act: 'remove', text: t('people.remove'), is: rights.people },
  ];
  const offered = acts.filter(({ is }) => is);
  return (
    <tr className={user.status === 'removed' ? 'closed' : ''}>
      <td style={{ overflowWrap: 'anywhere' }}>
        {user.name}
        {user.department === null ? null : <span className="quiet">（{user.department.name}）</span>}
      </td>
      <td className="fixed">{user.login}</td>
      <td>
        {user.roles.length === 0 ? '—' : user.roles.map((role) => t(`role.${role}`)).join(separator)}
        {withheld.length === 0 ? null : (
          <div style={{ color: 'var(--amber)' }}>
            {t('people.withheld', { roles: withheld.map((role) => t(`role.${role}`)).join(separator) })}
          </div>
        )}
      </td>
      <td>{user.clearances.length === 0 ? '—' : user.clearances.join(separator)}</td>
      <td className="fixed">
        <Tag tone={user.status === 'invited' ? 'amber' : 'neutral'}>{t(`people.status.${user.status}`)}</Tag>
        {user.isOwn ? <span className="quiet"> {t('people.own')}</span> : null}
      </td>
      {hasActs ? (
        <td className="fixed" style={{ textAlign: 'right', padding: 0 }}>
          {user.isOwn || user.status === 'removed' || offered.length === 0 ? null : (
            <MenuButton
              text={t('people.actions')}
              label={t('people.actionsOf', { name: user.name })}
              commands={offered.map(({ act, text }) => ({ text, act: () => onAct(act) }))}
            />
          )}
        </td>
      ) : null}
    </tr>
  );
}
