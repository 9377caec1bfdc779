// Compares the register files with what the journal vouches for, and attached files with their committed digests.
import { z } from 'zod';
import type { TaskContext } from '../../tasks.ts';
import { attachmentsPrefix, formats, paths, registersPrefix } from '../bundle/bag-paths.ts';
import type { BagVerdict } from './bag.ts';
import type { BundleFile, BundleSource } from './bundle-source.ts';
import { type JournalVerdict, shownDigest } from './journal-proofs.ts';
import { FormatProblem, readLineJson } from './read-file.ts';
import type { ProblemList } from './report.ts';

const recordShape = z.object({
  event: z.number().int().min(1),
  eventWithheld: z.literal(true).optional(),
  record: z.string(),
  number: z.string().nullable(),
  status: z.string(),
  void: z.boolean(),
  version: z.number().int(),
  values: z.record(z.string(), z.union([z.string(), z.number().int(), z.boolean()])),
  withheld: z.record(z.string(), z.string()),
  file: z.string().nullable().optional(),
});
type ShownRecord = z.infer<typeof recordShape>;

interface Place {
  file: BundleFile;
  register: string;
}

/** Checks every register file; what the journal discloses and no register shows is named too. */
export async function verifyRegisterFiles(
  source: BundleSource,
  registers: readonly string[],
  journal: JournalVerdict,
  bag: BagVerdict,
  problems: ProblemList,
  job: TaskContext,
): Promise<void> {
  const unseen = new Map(journal.shown);
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
    try {
      const onHead = (head: Record<string, unknown>) => {
        if (head.format !== formats.register || head.register !== register) throw new FormatProblem('layout');
      };
      for await (const entry of readLineJson(file, 'records', onHead)) {
        job.checkCancelled();
        const parsed = recordShape.safeParse(entry);
        if (!parsed.success) throw new FormatProblem('layout');
        checkRecord({ file, register }, parsed.data, journal, problems);
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
  if (!isWhole) return;
  for (const { number } of unseen.values()) problems.add('proof', paths.commitments, `record_lacking ${number}`);
  for (const path of source.files.keys())
    if (path.startsWith(attachmentsPrefix) && !attached.has(path) && !bag.unexpected.has(path))
      problems.add('proof', path, 'file_unlisted');
}

function checkRecord(
  { file, register }: Place,
  record: ShownRecord,
  journal: JournalVerdict,
  problems: ProblemList,
): void {
  const name = record.number ?? record.record;
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
  if (shownDigest({ head, seq: record.event, values, withheld }) !== expected.digest)
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
