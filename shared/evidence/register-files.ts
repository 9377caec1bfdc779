// Compares the register files with what the journal vouches for, and attached files with their committed digests.
import * as z from 'zod/mini';
import type { BagVerdict } from './bag.ts';
import { attachmentsPrefix, formats, paths, registersPrefix } from './bag-paths.ts';
import type { BundleFile, BundleSource } from './bundle-source.ts';
import { type JournalVerdict, positiveShape, shownDigest, valueShape } from './journal-proofs.ts';
import type { VerifierPlatform, VerifyJob } from './platform.ts';
import { FormatProblem, readLineJson } from './read-file.ts';
import type { ProblemList } from './report.ts';

const recordShape = z.object({
  event: positiveShape,
  eventWithheld: z.optional(z.literal(true)),
  record: z.string(),
  number: z.nullable(z.string()),
  status: z.string(),
  void: z.boolean(),
  version: z.int(),
  values: z.record(z.string(), valueShape),
  withheld: z.record(z.string(), z.string()),
  opened: z.optional(z.array(z.string())),
  file: z.optional(z.nullable(z.string())),
});
export type ShownRecord = z.infer<typeof recordShape>;

const fieldsShape = z.object({ fields: z.array(z.object({ key: z.string(), reason: z.optional(z.string()) })) });

interface Place {
  file: BundleFile;
  register: string;
  sealed: ReadonlySet<string>;
}

/** Keys of the fields of a register that are sealed: given in a record only where it says so. */
function sealedFields(head: Record<string, unknown>): ReadonlySet<string> {
  const parsed = fieldsShape.safeParse(head);
  const fields = parsed.success ? parsed.data.fields : [];
  return new Set(fields.filter(({ reason }) => reason === 'sealed').map(({ key }) => key));
}

/**
 * Checks every register file; what the journal discloses and no register shows is named too. `onRecord` hears of every
 * record that was read. Resolves with the number of values withheld.
 */
export async function verifyRegisterFiles(
  platform: VerifierPlatform,
  source: BundleSource,
  registers: readonly string[],
  journal: JournalVerdict,
  bag: BagVerdict,
  problems: ProblemList,
  job: VerifyJob,
  onRecord: (register: string, record: ShownRecord) => void,
): Promise<number> {
  const unseen = new Map(journal.shown);
  let withheldValues = 0;
  const attached = new Set<string>();
  let isWhole = true;
  for (const register of registers) {
    const path = `${registersPrefix}${register}.json`;
    if (source.files.has(path)) continue;
    isWhole = false;
    if (!bag.renamed.has(path)) problems.add('missing', path);
  }
  for (const file of source.files.values()) {
    if (bag.unexpected.has(file.path)) continue;
    const register =
      file.path.startsWith(registersPrefix) && file.path.endsWith('.json')
        ? file.path.slice(registersPrefix.length, -5)
        : null;
    if (register === null) continue;
    let sealed: ReadonlySet<string> = new Set();
    try {
      const onHead = (head: Record<string, unknown>) => {
        sealed = sealedFields(head);
        if (head.format !== formats.register || head.register !== register) throw new FormatProblem('layout');
      };
      for await (const entry of readLineJson(file, 'records', onHead)) {
        job.checkCancelled();
        const parsed = recordShape.safeParse(entry);
        if (!parsed.success) throw new FormatProblem('layout');
        withheldValues += Object.keys(parsed.data.withheld).length;
        onRecord(register, parsed.data);
        checkRecord(platform, { file, register, sealed }, parsed.data, journal, problems);
        unseen.delete(parsed.data.record);
        if (typeof parsed.data.file === 'string') {
          attached.add(parsed.data.file);
          checkAttachment(file, parsed.data, parsed.data.file, bag, problems);
        }
      }
    } catch (cause) {
      job.checkCancelled();
      isWhole = false;
      problems.add('format', file.path, cause instanceof FormatProblem ? cause.message : 'unreadable');
    }
  }
  if (!isWhole) return withheldValues;
  for (const { number } of unseen.values()) problems.add('proof', paths.commitments, `record_lacking ${number}`);
  for (const path of source.files.keys())
    if (path.startsWith(attachmentsPrefix) && !attached.has(path) && !bag.unexpected.has(path))
      problems.add('proof', path, 'file_unlisted');
  return withheldValues;
}

function checkRecord(
  platform: VerifierPlatform,
  { file, register, sealed }: Place,
  record: ShownRecord,
  journal: JournalVerdict,
  problems: ProblemList,
): void {
  const name = record.number ?? record.record;
  // Sealed content is given record by record, and the record says so: neither more nor less.
  const opened = Object.keys(record.values).filter((field) => sealed.has(field));
  if (opened.length !== (record.opened?.length ?? 0) || !opened.every((field) => record.opened?.includes(field)))
    problems.add('proof', file.path, `opened_differs ${name}`);
  if (record.eventWithheld) {
    if (!journal.withheld.has(record.event)) problems.add('proof', file.path, `event_lacking ${name}`);
    return;
  }
  const expected = journal.shown.get(record.record);
  if (!expected) {
    problems.add('proof', file.path, `record_unproven ${name}`);
    return;
  }
  const { number, status, version, values, withheld } = record;
  const head = { number, record: record.record, register, status, version, void: record.void };
  if (shownDigest(platform, { head, seq: record.event, values, withheld }) !== expected.digest)
    problems.add('proof', file.path, `record_differs ${name}`);
}

function checkAttachment(
  list: BundleFile,
  record: ShownRecord,
  path: string,
  bag: BagVerdict,
  problems: ProblemList,
): void {
  const found = bag.digests.get(path);
  if (!path.startsWith(attachmentsPrefix)) problems.add('format', list.path, `attachment_path ${path}`);
  else if (found && (found.sha256 !== record.values.sha256 || found.sm3 !== record.values.sm3))
    problems.add('proof', path, 'attachment_differs');
  else if (!found && !bag.renamed.has(path)) problems.add('missing', path);
}
