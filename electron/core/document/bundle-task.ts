// The jobs on bundles: issuing one from an open vault, and verifying one, which needs no vault at all.
import type { TaskContext } from '../tasks.ts';
import type { VaultSession } from '../vault/session.ts';
import { type BundleRequest, type BundleResult, issueBundle } from './bundle/issue-bundle.ts';
import { type VerifyReport, verifyBundle } from './verify/verify-bundle.ts';

/** Operations: `create`. */
export function bundleTask(session: VaultSession) {
  return {
    create: (input: BundleRequest, job: TaskContext): Promise<BundleResult> => issueBundle(session, input, job),
  };
}

/** Operations: `run`. */
export function verifyTask() {
  return {
    run: ({ path, key }: { path: string; key: string | null }, job: TaskContext): Promise<VerifyReport> =>
      verifyBundle(path, key === null ? {} : { key }, job),
  };
}
