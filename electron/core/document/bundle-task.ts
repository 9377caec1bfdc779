// The jobs on bundles: issuing one from an open vault, and verifying one, which needs no vault at all.
import type { TaskContext } from '../tasks.ts';
import type { VaultSession } from '../vault/session.ts';
import { type DisclosureRequest, writeDisclosure } from './bundle/disclosure-file.ts';
import { type BundleRequest, type BundleResult, issueBundle } from './bundle/issue-bundle.ts';
import { type RebuildRequest, rebuildBundle } from './bundle/rebuild-bundle.ts';
import { type VerifyOptions, type VerifyReport, verifyBundle } from './verify/verify-bundle.ts';

/** Operations: `create`, `rebuild`, `disclose`. */
export function bundleTask(session: VaultSession) {
  return {
    create: (input: BundleRequest, job: TaskContext): Promise<BundleResult> => issueBundle(session, input, job),
    rebuild: (input: RebuildRequest, job: TaskContext) => rebuildBundle(session, input, job),
    disclose: (input: DisclosureRequest, job: TaskContext) => writeDisclosure(session, input, job),
  };
}

/** Operations: `run`. */
export function verifyTask() {
  return {
    run: ({ path, options }: { path: string; options: VerifyOptions }, job: TaskContext): Promise<VerifyReport> =>
      verifyBundle(path, options, job),
  };
}
