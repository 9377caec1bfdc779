// Whether the user may issue bundles here and now; the core decides again.
import { useAsOf } from '../../app/as-of.tsx';
import { useSession } from '../../app/session.tsx';

/** Officers and approvers, not in a past view, not when the vault is open for reading only. */
export function useMayIssue(): boolean {
  const { user, vault } = useSession();
  const { asOf } = useAsOf();
  return !vault.readOnly && asOf === null && (user.roles.includes('officer') || user.roles.includes('approver'));
}
