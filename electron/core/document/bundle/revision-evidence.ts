// What a revision proves and how much of it may be shown: head, commitments, salts, and whether its event may leave.
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { FieldValues } from '../../../../shared/registers/definition.ts';
import { revisionDigest, saltsOfClass, storedCommitments } from '../../format/commitment.ts';
import { revisionHead } from '../../register/revision.ts';
import type { StoredRevision } from './chosen-records.ts';
import type { RegisterPlan } from './disclosure-plan.ts';

export interface RevisionEvidence {
  head: ReturnType<typeof revisionHead>;
  commitments: Record<string, string>;
  /** Salt of each open or personal value. */
  salts: Record<string, Buffer>;
}

/** Short values would be found by chance inside a number. */
const shortestTelling = 2;

/** Whether a text that stands in the open holds a value this level withholds. */
export function tellsWithheld(plan: RegisterPlan, values: FieldValues, text: string | null): boolean {
  if (text === null) return false;
  return Object.entries(values).some(
    ([key, value]) =>
      !plan.given.has(key) && typeof value === 'string' && value.length >= shortestTelling && text.includes(value),
  );
}

/**
 * Whether the event of a revision leaves: whole or not at all. It stays where it carries free text outward, or names a
 * withheld value.
 */
export function isEventGiven(plan: RegisterPlan, revision: StoredRevision): boolean {
  const values = { ...revision.open, ...revision.personal };
  if (tellsWithheld(plan, values, revision.number) || tellsWithheld(plan, values, revision.factDate)) return false;
  return plan.level === 'internal' || (JSON.parse(revision.event) as { detail?: unknown }).detail === undefined;
}

/** The evidence in a revision of record `id`. Throws AppError `journal_broken` where revision and event do not agree. */
export function revisionEvidence(plan: RegisterPlan, id: string, revision: StoredRevision): RevisionEvidence {
  const head = revisionHead(
    plan.definition,
    { id, version: revision.version, status: revision.status, void: revision.void, number: revision.number },
    revision.factDate,
  );
  const commitments = {
    ...storedCommitments(revision.open, revision.openSalts),
    ...storedCommitments(revision.personal, revision.personalSalts),
  };
  for (const [key, { commitment }] of Object.entries(revision.kept)) commitments[key] = commitment;
  const event = JSON.parse(revision.event) as { digest?: string; record?: string };
  if (event.record !== id || event.digest !== revisionDigest(head, commitments))
    throw new AppError('journal_broken', {
      reason: 'revision_changed',
      seq: revision.seq,
      register: plan.definition.key,
      number: revision.number ?? id,
    });
  return {
    head,
    commitments,
    salts: {
      ...saltsOfClass(revision.open, revision.openSalts),
      ...saltsOfClass(revision.personal, revision.personalSalts),
    },
  };
}
