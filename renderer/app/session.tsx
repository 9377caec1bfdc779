// Who is at the window, of which vault, with which rights. The core decides every call again; this only hides what
// would be refused.
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Role } from '../../shared/contract/route.ts';
import type { RecordRow } from '../../shared/contract/routes/common.ts';
import type { SessionState } from '../../shared/contract/routes/vault.ts';
import { isOwnRecord } from '../../shared/own-department.ts';
import type { RegisterDefinition } from '../../shared/registers/definition.ts';
import { useAsOf } from './as-of.tsx';

type OpenVault = NonNullable<SessionState['vault']>;
type SessionUser = NonNullable<SessionState['user']>;

export interface Session extends SessionState {
  vault: OpenVault;
  user: SessionUser;
}

const SessionContext = createContext<Session | null>(null);

/** Gives the open session to the pages; rendered only when the vault is unlocked. */
export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The open session. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('this page needs an unlocked vault');
  return session;
}

export interface Rights {
  /** Create, edit, void, link, attach, import. */
  write: boolean;
  /** Whether a record is the user's to change: a liaison's are those of his department. */
  owns: (register: RegisterDefinition, record: Pick<RecordRow, 'values'>) => boolean;
  /** Documents on paper, of a past date too: their heading says so. */
  print: boolean;
  export: boolean;
  openSealed: boolean;
  settings: boolean;
  /** Hold, freeze, erase, issue: what needs somebody who answers for it. */
  decide: boolean;
  seeErasures: boolean;
  /** Add and remove people, give roles. */
  people: boolean;
  /** Grant and withdraw clearance, keep the compartments and the recovery shares. */
  clearance: boolean;
}

/** What the user may do here and now: by role, not in a past view, not when the vault is open for reading only. */
export function useRights(): Rights {
  const { user, vault } = useSession();
  const { asOf } = useAsOf();
  return useMemo(() => {
    const has = (...roles: Role[]) => roles.some((role) => user.roles.includes(role));
    const isLive = !vault.readOnly && asOf === null;
    return {
      write: isLive && has('officer', 'liaison'),
      owns: (register, { values }) => isOwnRecord(user, register, values.department),
      print: !vault.readOnly && has('officer', 'approver', 'auditor', 'liaison'),
      export: isLive && has('officer', 'approver', 'auditor', 'liaison'),
      openSealed: isLive && has('officer', 'approver', 'liaison', 'reader'),
      settings: isLive && has('system', 'officer'),
      decide: isLive && has('officer', 'approver'),
      seeErasures: has('officer', 'approver', 'auditor'),
      people: isLive && has('system'),
      clearance: isLive && has('officer'),
    };
  }, [user, vault.readOnly, asOf]);
}
