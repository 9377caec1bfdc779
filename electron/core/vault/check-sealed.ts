// Opens every sealed value the user is cleared for and compares it with what its revision committed to; keys of attachments
// likewise. Reads only; what was opened is forgotten at once.
import { AppError, type ErrorParams } from '../../../shared/contract/envelope.ts';
import type { KeptValues } from '../register/kept-values.ts';
import { openValue } from '../register/sealed-values.ts';
import type { TableRow } from '../register/statements.ts';
import type { TaskContext } from '../tasks.ts';
import { openDataKeysOf, type VaultSession } from './session.ts';

export interface SealedProblem {
  code: 'sealed_damaged' | 'attachment_key_damaged';
  params: ErrorParams;
}

interface Box {
  record: number;
  field: string;
  version: number;
  data_key: number;
}

const maximumProblems = 1000;

const isDamage = (cause: unknown) => cause instanceof AppError && cause.code === 'vault_database_damaged';

/** Does something with a data key that is unwrapped anew, whether the session has it already or not. */
async function withKey<T>(session: VaultSession, rid: number, work: () => T): Promise<T> {
  const { openedDataKeys } = session;
  const before = openedDataKeys.get(rid);
  openedDataKeys.delete(rid);
  try {
    await openDataKeysOf(session, [rid]);
    return work();
  } finally {
    openedDataKeys.get(rid)?.fill(0);
    openedDataKeys.delete(rid);
    if (before) openedDataKeys.set(rid, before);
  }
}

/** Sealed values that do not open with their key, or are not what was committed to; erased ones are none. */
export async function checkSealedValues(session: VaultSession, job: TaskContext): Promise<SealedProblem[]> {
  const { db, registry } = session;
  const problems: SealedProblem[] = [];
  const total = db.prepare('SELECT count(*) FROM sealed_value').pluck().get() as number;
  const revision = db.prepare('SELECT kept FROM revision WHERE record = ? AND version = ?').pluck();
  const cleared = new Set(session.compartments.filter(({ identity }) => identity !== null).map(({ rid }) => rid));
  const compartmentOf = db.prepare('SELECT compartment FROM data_key WHERE rid = ?').pluck();
  const isSound = (box: Box): boolean => {
    const definition = registry.ofRow(box.record);
    const id = db.prepare(`SELECT id FROM ${definition.table} WHERE rid = ?`).pluck().get(box.record);
    const kept = (JSON.parse(String(revision.get(box.record, box.version) ?? '{}')) as KeptValues)[box.field];
    if (kept?.erased) return true;
    if (typeof id !== 'string' || kept?.version !== box.version) return false;
    try {
      openValue(session, definition, { rid: box.record, id }, box.field, kept);
      return true;
    } catch (cause) {
      if (!isDamage(cause)) throw cause;
      return false;
    }
  };
  const name = (box: Box) => {
    if (problems.length >= maximumProblems) return;
    const definition = registry.ofRow(box.record);
    const row = db.prepare(`SELECT id, number FROM ${definition.table} WHERE rid = ?`).get(box.record) as
      | Pick<TableRow, 'id' | 'number'>
      | undefined;
    problems.push({
      code: 'sealed_damaged',
      params: {
        register: definition.key,
        number: row?.number ?? row?.id ?? '',
        version: box.version,
        field: box.field,
      },
    });
  };
  let done = 0;
  // By key: unwrapping one takes longer than opening many boxes.
  const keys = db.prepare('SELECT DISTINCT data_key FROM sealed_value ORDER BY data_key').pluck().all() as number[];
  const boxes = db
    .prepare('SELECT record, field, version, data_key FROM sealed_value ORDER BY data_key, record, field, version')
    .iterate() as IterableIterator<Box>;
  let box = boxes.next();
  try {
    for (const key of keys) {
      const take = (onBox: (box: Box) => void) => {
        for (; !box.done && box.value.data_key === key; box = boxes.next()) {
          done += 1;
          if (done % 1_000 === 0) job.checkCancelled();
          onBox(box.value);
        }
      };
      job.checkCancelled();
      job.progress(done, total, 'sealed');
      const compartment = compartmentOf.get(key) as number | undefined;
      if (compartment !== undefined && !cleared.has(compartment)) {
        take(() => undefined);
        continue;
      }
      try {
        await withKey(session, key, () =>
          take((next) => {
            if (!isSound(next)) name(next);
          }),
        );
      } catch (cause) {
        // The key itself does not open: so does nothing under it.
        if (!isDamage(cause)) throw cause;
        take(name);
      }
    }
  } finally {
    boxes.return?.();
  }
  return problems;
}

/** Whether the key of a sealed attachment opens; one the user is not cleared for is not tried. */
export async function isAttachmentKeySound(session: VaultSession, row: TableRow): Promise<boolean> {
  const rid = session.db.prepare('SELECT rid FROM data_key WHERE id = ?').pluck().get(row.data_key_id) as
    | number
    | undefined;
  if (rid === undefined) return false;
  try {
    await withKey(session, rid, () => undefined);
    return true;
  } catch (cause) {
    if (isDamage(cause)) return false;
    if (cause instanceof AppError && cause.code === 'sealed_no_clearance') return true;
    throw cause;
  }
}
