// Erasure requests: asked by one person with its legal basis, decided by another. Names fields and records, never values.
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { ErasureRequest } from '../../../../shared/contract/routes/erasure.ts';
import { columnOf, type RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { prepared } from '../../db/prepared.ts';
import { uuidv7 } from '../../format/uuid.ts';
import type { VaultSession } from '../../vault/session.ts';
import { isMarked } from '../marks.ts';
import { statementsFor, type TableRow } from '../statements.ts';
import { rowById } from '../store.ts';
import type { WriteContext } from '../write-context.ts';

export interface ErasureItem {
  register: string;
  id: string;
  fields: readonly string[] | null;
}

export interface ErasureScope {
  items: readonly ErasureItem[];
  mentions: boolean;
}

export interface StoredRequest {
  rid: number;
  id: string;
  kind: 'personal' | 'purge';
  state: 'asked' | 'done' | 'refused';
  scope: ErasureScope;
  basis: string;
  asked_by: number;
}

/** Throws AppError `record_held` where a legal hold keeps any record of the scope. */
export function requireNoHold(session: VaultSession, items: readonly ErasureItem[]): void {
  for (const { register, id } of items) {
    const row = statementsFor(session.db, session.registry.byKey(register)).byId.get(id) as TableRow | undefined;
    if (row && isMarked(session, row.rid, 'hold')) throw new AppError('record_held', { number: row.number });
  }
}

function requireFields(definition: RegisterDefinition, fields: readonly string[] | null): void {
  const unknown = fields?.find((key) => !definition.fields.some((field) => field.key === key));
  if (unknown !== undefined) throw new AppError('value_invalid', { field: unknown });
}

/**
 * Records a request. Throws AppError `record_missing`, `value_invalid` for a field the register lacks, `record_held`; of a purge,
 * `value_invalid` where a record is not frozen: what is suspected is frozen first.
 */
export function askErasure(
  context: WriteContext,
  input: { kind: 'personal' | 'purge'; items: readonly ErasureItem[]; mentions: boolean; basis: string },
): string {
  const { session, journal } = context;
  requireNoHold(session, input.items);
  for (const { register, id, fields } of input.items) {
    const definition = session.registry.byKey(register);
    const row = rowById(context, definition, id);
    requireFields(definition, fields);
    if (input.kind === 'purge' && (fields !== null || !isMarked(session, row.rid, 'frozen')))
      throw new AppError('value_invalid', { field: 'frozen' });
  }
  const id = uuidv7(journal.atMs);
  const scope: ErasureScope = { items: input.items, mentions: input.mentions };
  prepared(
    session.db,
    "INSERT INTO erasure (id, kind, state, scope, basis, asked_by, asked_at) VALUES (?, ?, 'asked', ?, ?, ?, ?)",
  ).run(id, input.kind, JSON.stringify(scope), input.basis, session.user.rid, journal.atMs);
  journal.append({
    action: 'erasure.asked',
    detail: { erasure: id, kind: input.kind, basis: input.basis, records: input.items.length },
  });
  return id;
}

/** An open request. Throws AppError `record_missing`, `erasure_decided`. */
export function openRequest(session: VaultSession, id: string): StoredRequest {
  const row = prepared(session.db, 'SELECT rid, id, kind, state, scope, basis, asked_by FROM erasure WHERE id = ?').get(
    id,
  ) as (Omit<StoredRequest, 'scope'> & { scope: string }) | undefined;
  if (!row) throw new AppError('record_missing', { register: 'erasure', id });
  if (row.state !== 'asked') throw new AppError('erasure_decided', { id });
  return { ...row, scope: JSON.parse(row.scope) as ErasureScope };
}

/** Marks a request as decided by the user. */
export function decide(
  context: WriteContext,
  request: Pick<StoredRequest, 'rid'>,
  state: 'done' | 'refused',
  witness: string | null,
): void {
  prepared(
    context.session.db,
    'UPDATE erasure SET state = ?, decided_by = ?, decided_at = ?, witness = ? WHERE rid = ?',
  ).run(state, context.session.user.rid, context.journal.atMs, witness, request.rid);
}

/** Whether one person alone may do what takes two: the waiver of the founding stands, and nobody else could. */
export function isAlone(session: VaultSession): boolean {
  const others = prepared(session.db, "SELECT count(*) FROM user WHERE status = 'active' AND rid <> ?")
    .pluck()
    .get(session.user.rid) as number;
  return others === 0 && session.settings.singleOfficerReason !== null;
}

/** All requests, latest first. */
export function listRequests(session: VaultSession): ErasureRequest[] {
  const rows = prepared(
    session.db,
    `SELECT e.id, e.kind, e.state, e.scope, e.basis, e.asked_by, a.name AS asker, e.asked_at, d.name AS decider, e.decided_at, e.witness
     FROM erasure e JOIN user a ON a.rid = e.asked_by LEFT JOIN user d ON d.rid = e.decided_by ORDER BY e.rid DESC`,
  ).all() as {
    id: string;
    kind: 'personal' | 'purge';
    state: 'asked' | 'done' | 'refused';
    scope: string;
    basis: string;
    asked_by: number;
    asker: string;
    asked_at: number;
    decider: string | null;
    decided_at: number | null;
    witness: string | null;
  }[];
  const alone = isAlone(session);
  return rows.map((row) => {
    const scope = JSON.parse(row.scope) as ErasureScope;
    const own = row.asked_by === session.user.rid;
    return {
      id: row.id,
      kind: row.kind,
      state: row.state,
      items: scope.items.map((item) => described(session, item)),
      mentions: scope.mentions,
      basis: row.basis,
      askedBy: row.asker,
      askedAtMs: row.asked_at,
      decidedBy: row.decider,
      decidedAtMs: row.decided_at,
      witness: row.witness,
      mayCarryOut: row.state === 'asked' && (!own || alone),
      needsWitness: own,
    };
  });
}

function described(session: VaultSession, { register, id, fields }: ErasureItem): ErasureRequest['items'][number] {
  const definition = session.registry.byKey(register);
  const row = statementsFor(session.db, definition).byId.get(id) as TableRow | undefined;
  const title = row?.[columnOf(definition.title)];
  return {
    register,
    id,
    number: row?.number ?? null,
    title: typeof title === 'string' ? title : '',
    fields: fields === null ? null : [...fields],
  };
}
