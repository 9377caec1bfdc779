// What a bundle holds where nobody chose: every register, whole. Links and attachments are chosen by hand.
import type { VaultSession } from '../../vault/session.ts';
import type { BundleRegister } from './issue.ts';

/** All registers of kind `register`, without filters. */
export function defaultBundleRegisters(
  session: VaultSession,
): { register: string; filters: []; opened: []; files: [] }[] {
  return session.registry.all
    .filter(({ kind, madeByProgram }) => kind === 'register' && madeByProgram !== true)
    .map(({ key }) => ({
      register: key,
      filters: [] as [],
      opened: [] as [],
      files: [] as [],
    })) satisfies BundleRegister[];
}
