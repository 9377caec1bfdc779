// The job that carries an erasure out: one transaction over everything the request names, then the files, then the free space.
import { AppError } from '../../../../shared/contract/envelope.ts';
import {
  columnOf,
  type FieldValues,
  linkEnds,
  type RegisterDefinition,
  valueKeysOf,
} from '../../../../shared/registers/definition.ts';
import { checkpointTruncate } from '../../db/handle.ts';
import { prepared } from '../../db/prepared.ts';
import { confirmPassword } from '../../document/bundle/confirm-password.ts';
import type { TaskContext } from '../../tasks.ts';
import type { VaultSession } from '../../vault/session.ts';
import { valuesOfRow } from '../record-values.ts';
import { statementsFor, type TableRow } from '../statements.ts';
import { setVoid } from '../store.ts';
import { type WriteContext, writeTransaction } from '../write-context.ts';
import { allKeys, type ErasedValues, eraseAttachment, eraseValues, removeFiles } from './erase-values.ts';
import { decide, type ErasureItem, isAlone, openRequest, requireNoHold, type StoredRequest } from './requests.ts';

export interface CarryOut {
  id: string;
  witness: string | null;
  password: string;
}

export interface ErasureResult {
  records: number;
  revisions: number;
  files: number;
  /** Records where a text equal to an erased name stands as a person without identity: it may be somebody else. */
  namedWithoutIdentity: number;
  /** Backups made before: they still hold what was erased, and are to be destroyed. */
  backups: { name: string; atMs: number }[];
  /** Whether the freed space was given back; else it is overwritten but kept until the next time. */
  compacted: boolean;
}

interface Tally {
  records: Set<number>;
  revisions: number;
  files: string[];
  /** Texts that were erased, for what may repeat them. */
  texts: Set<string>;
}

function rowOf(session: VaultSession, definition: RegisterDefinition, id: string): TableRow {
  const row = statementsFor(session.db, definition).byId.get(id) as TableRow | undefined;
  if (!row) throw new AppError('record_missing', { register: definition.key, id });
  return row;
}

/** Erases values of one record, with an event that names the fields. */
function eraseOne(
  context: WriteContext,
  request: StoredRequest,
  definition: RegisterDefinition,
  row: TableRow,
  erased: ErasedValues,
  tally: Tally,
): void {
  const { columns, values } = { columns: statementsFor(context.session.db, definition).values, values: erased.keys };
  for (const [key, value] of Object.entries(valuesOfRow(row, columns) as FieldValues))
    if (values.has(key) && typeof value === 'string') tally.texts.add(value);
  const changed = eraseValues(context, definition, row, erased);
  if (changed === 0) return;
  tally.records.add(row.rid);
  tally.revisions += changed;
  context.journal.append({
    action: 'record.erased',
    detail: { erasure: request.id, fields: [...erased.keys].sort() },
    ...(row.number === null ? {} : { number: row.number }),
    record: row.id,
    register: definition.key,
    version: row.version,
  });
}

/** Everything of a record: its values, its files, and what links say about it. It stays as a void number. */
function purge(
  context: WriteContext,
  request: StoredRequest,
  definition: RegisterDefinition,
  row: TableRow,
  tally: Tally,
) {
  const { session } = context;
  const last = row.void === 0 ? setVoid(context, definition, row, true, '已按要求清除') : row;
  eraseOne(context, request, definition, last, { keys: allKeys(definition), where: null }, tally);
  const attachments = session.registry.byKey('attachment');
  const rows = prepared(session.db, 'SELECT * FROM attachment WHERE owner_id = ?').all(row.id) as TableRow[];
  for (const attachment of rows) {
    const path = eraseAttachment(context, attachment);
    tally.records.add(attachment.rid);
    if (path !== null) tally.files.push(path);
    context.journal.append({
      action: 'record.erased',
      detail: { erasure: request.id },
      record: attachment.id,
      register: attachments.key,
      version: attachment.version,
    });
  }
  for (const { definition: link, own } of session.registry.linksOf(definition.key)) {
    const { from, to } = linkEnds(link);
    const keys = allKeys(link);
    keys.delete(from.field);
    keys.delete(to.field);
    const linked = session.db
      .prepare(`SELECT * FROM ${link.table} WHERE ${columnOf(own)} = ?`)
      .all(row.id) as TableRow[];
    for (const found of linked) eraseOne(context, request, link, found, { keys, where: null }, tally);
  }
}

/** Where other records name this person: their name and the id beside it go wherever that id stands. */
function eraseMentions(context: WriteContext, request: StoredRequest, person: string, tally: Tally): void {
  const { session } = context;
  const named = session.db
    .prepare('SELECT DISTINCT record FROM revision WHERE instr(personal_values, ?) > 0 OR instr(open_values, ?) > 0')
    .pluck()
    .all(person, person) as number[];
  for (const rid of named) {
    const definition = session.registry.ofRow(rid);
    const row = statementsFor(session.db, definition).byRid.get(rid) as TableRow;
    for (const field of definition.fields) {
      if (field.kind !== 'person') continue;
      const keys = new Set(valueKeysOf(field));
      eraseOne(context, request, definition, row, { keys, where: { key: `${field.key}Id`, value: person } }, tally);
    }
  }
}

function eraseItem(context: WriteContext, request: StoredRequest, item: ErasureItem, tally: Tally): void {
  const { session } = context;
  const definition = session.registry.byKey(item.register);
  const row = rowOf(session, definition, item.id);
  if (item.fields === null) {
    purge(context, request, definition, row, tally);
  } else {
    const chosen = definition.fields.filter(({ key }) => item.fields?.includes(key));
    eraseOne(context, request, definition, row, { keys: new Set(chosen.flatMap(valueKeysOf)), where: null }, tally);
  }
  if (request.scope.mentions && definition.key === 'person') eraseMentions(context, request, item.id, tally);
}

/** Saved views that ask for an erased text hold it too. */
function dropViews({ session, journal }: WriteContext, texts: ReadonlySet<string>): void {
  const views = session.db.prepare('SELECT id, name, content FROM saved_view').all() as {
    id: string;
    name: string;
    content: string;
  }[];
  for (const { id, name, content } of views) {
    const holds = [...texts].some(
      (text) => text.length > 1 && (name.includes(text) || content.includes(JSON.stringify(text).slice(1, -1))),
    );
    if (!holds) continue;
    prepared(session.db, 'DELETE FROM saved_view WHERE id = ?').run(id);
    journal.append({ action: 'view.removed' });
  }
}

/** Live records that name somebody as one of the erased texts without saying who it is. */
function namedWithoutIdentity(session: VaultSession, texts: ReadonlySet<string>): number {
  let count = 0;
  for (const definition of session.registry.all)
    for (const field of definition.fields) {
      if (field.kind !== 'person') continue;
      const select = prepared(
        session.db,
        `SELECT count(*) FROM ${definition.table} WHERE ${columnOf(field.key)} = ? AND ${columnOf(`${field.key}Id`)} IS NULL`,
      ).pluck();
      for (const text of texts) count += select.get(text) as number;
    }
  return count;
}

/** Backups made so far, by the journal. */
function backupsMade(session: VaultSession): ErasureResult['backups'] {
  const rows = session.db
    .prepare('SELECT event FROM journal WHERE instr(event, \'"action":"backup.made"\') > 0 ORDER BY seq')
    .pluck()
    .all() as string[];
  return rows.map((text) => {
    const { at, detail } = JSON.parse(text) as { at: number; detail?: { file?: string } };
    return { name: detail?.file ?? '', atMs: at };
  });
}

/** Overwrites what was freed and gives the space back. */
function compact(session: VaultSession): boolean {
  try {
    checkpointTruncate(session.db);
    session.db.exec('VACUUM');
    checkpointTruncate(session.db);
    return true;
  } catch {
    // A full disk or a reader: the values are overwritten already, only their space is not given back.
    return false;
  }
}

/**
 * Carries a request out. Throws AppError `password_wrong`, `erasure_decided`, `erasure_needs_other_person`, `record_held`.
 * Nothing is erased unless all of it is.
 */
export async function carryOutErasure(
  session: VaultSession,
  input: CarryOut,
  job: TaskContext,
): Promise<ErasureResult> {
  const request = openRequest(session, input.id);
  if (request.asked_by === session.user.rid && (!isAlone(session) || (input.witness ?? '').trim() === ''))
    throw new AppError('erasure_needs_other_person');
  await confirmPassword(session, input.password);
  job.checkCancelled();
  // Freed pages and cells are overwritten with zeros, in the database and in its log.
  session.db.pragma('secure_delete = ON');
  const tally: Tally = { records: new Set(), revisions: 0, files: [], texts: new Set() };
  writeTransaction(
    session,
    (context) => {
      const open = openRequest(session, input.id);
      requireNoHold(session, open.scope.items);
      open.scope.items.forEach((item, index) => {
        job.checkCancelled();
        job.progress(index, open.scope.items.length, 'write');
        eraseItem(context, open, item, tally);
      });
      dropViews(context, tally.texts);
      decide(context, open, 'done', input.witness);
      context.journal.append({
        action: 'erasure.done',
        detail: {
          erasure: open.id,
          kind: open.kind,
          basis: open.basis,
          records: tally.records.size,
          ...(input.witness === null ? {} : { witness: input.witness }),
        },
      });
    },
    input.id,
  );
  removeFiles(tally.files);
  return {
    records: tally.records.size,
    revisions: tally.revisions,
    files: tally.files.length,
    namedWithoutIdentity: namedWithoutIdentity(session, tally.texts),
    backups: backupsMade(session),
    compacted: compact(session),
  };
}

/** Operations: `carryOut`. */
export function erasureTask(session: VaultSession) {
  return { carryOut: (input: CarryOut, job: TaskContext) => carryOutErasure(session, input, job) };
}
