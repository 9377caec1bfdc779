// Verifies a bundle without any vault: bag, keys, seal, checkpoint, proofs, registers. Reads only.
import { z } from 'zod';
import { disclosureLevels } from '../../../../shared/disclosure.ts';
import type { TaskContext } from '../../tasks.ts';
import { paths } from '../bundle/bag-paths.ts';
import { bundleFormat } from '../bundle/issue.ts';
import { verifyBag } from './bag.ts';
import { type BundleSource, openSource } from './bundle-source.ts';
import { verifyJournalFiles } from './journal-proofs.ts';
import { checkSeal, isSameFingerprint, readCheckpoint, readKeys } from './keys.ts';
import { FormatProblem, readJson } from './read-file.ts';
import { verifyRegisterFiles } from './register-files.ts';
import { createProblemList, type ProblemList, type VerifyReport } from './report.ts';

export type { Problem, ProblemKind, VerifyReport } from './report.ts';

const issueShape = z.object({
  format: z.literal(bundleFormat),
  id: z.uuid(),
  vault: z.uuid(),
  organisation: z.string(),
  level: z.enum(disclosureLevels),
  recipient: z.string(),
  purpose: z.string(),
  issuedAtMs: z.number().int(),
  demo: z.boolean(),
  registers: z.array(z.object({ register: z.string() })),
});

async function readIssue(source: BundleSource, problems: ProblemList): Promise<z.infer<typeof issueShape> | null> {
  const file = source.files.get(paths.issue);
  if (!file) return null;
  try {
    const read = await readJson(file);
    const parsed = issueShape.safeParse(read);
    if (parsed.success) return parsed.data;
    const format = (read as { format?: unknown } | null)?.format;
    const isNewer = typeof format === 'string' && /^midian-bundle\/\d+$/.test(format) && format !== bundleFormat;
    problems.add('format', paths.issue, isNewer ? `format_unknown ${format}` : 'layout');
  } catch (cause) {
    problems.add('format', paths.issue, cause instanceof FormatProblem ? cause.message : 'unreadable');
  }
  return null;
}

/**
 * Checks a ZIP or an unpacked folder whole. `key` is the fingerprint the recipient was told: the signing or the founding
 * key must have it. Throws AppError `file_missing`, `file_unreadable`, `bundle_unreadable`, and what `job` throws; whatever
 * else is wrong is a problem in the report.
 */
export async function verifyBundle(path: string, options: { key?: string }, job: TaskContext): Promise<VerifyReport> {
  const problems = createProblemList();
  const source = await openSource(path, problems);
  try {
    const bag = await verifyBag(source, problems, job);
    const issue = await readIssue(source, problems);
    const key = await readKeys(source, problems);
    const checkpoint = key && (await readCheckpoint(source, key, problems));
    const isSealed =
      key && issue ? await checkSeal(source, key, { vault: issue.vault, bundle: issue.id }, problems) : false;
    if (issue && checkpoint && checkpoint.origin !== `midian/${issue.vault}`)
      problems.add('proof', paths.checkpoint, 'origin_wrong');
    if (
      options.key !== undefined &&
      !(key?.chain ?? []).some((fingerprint) => isSameFingerprint(fingerprint, options.key as string))
    )
      problems.add('proof', paths.keys, 'key_other');
    const journal = await verifyJournalFiles(source, checkpoint, problems, job);
    await verifyRegisterFiles(
      source,
      issue?.registers.map(({ register }) => register) ?? [],
      journal,
      bag,
      problems,
      job,
    );
    const isSigned = key !== null && checkpoint !== null && isSealed;
    return {
      ok: problems.problems.length === 0,
      files: source.files.size,
      events: journal.events,
      problems: problems.problems,
      signedBy: isSigned ? key.login : null,
      fingerprint: isSigned ? key.fingerprint : null,
      about: issue && {
        id: issue.id,
        organisation: issue.organisation,
        level: issue.level,
        recipient: issue.recipient,
        purpose: issue.purpose,
        issuedAtMs: issue.issuedAtMs,
        demo: issue.demo,
      },
    };
  } finally {
    source.close();
  }
}
