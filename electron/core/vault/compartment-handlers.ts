// Handlers of the routes on compartments and clearance.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { CompartmentView } from '../../../shared/contract/routes/compartments.ts';
import { prepared } from '../db/prepared.ts';
import { dataKeysOf, misplaced, moveContent } from '../register/misplaced.ts';
import { getRow } from '../register/read.ts';
import { writeTransaction } from '../register/write-context.ts';
import { type Handlers, requireSession } from '../router.ts';
import type { CoreState } from '../state.ts';
import { transferOf } from '../worker-messages.ts';
import { ownIssuer } from './certify.ts';
import { grantClearance, isHolder, requireSigner } from './clearance.ts';
import {
  compartmentById,
  insertCompartment,
  insertGrant,
  prepareCompartments,
  prepareGrants,
  requireIdentity,
} from './compartments.ts';
import { workerBasics } from './handlers.ts';
import { isHeaderAuthentic, readHeader } from './header.ts';
import { recoveryHolder } from './recovery.ts';
import type { RotateInput } from './rotate.ts';
import { openDataKeysOf, reopenCompartments, type VaultSession } from './session.ts';
import { staleSince } from './stale-compartments.ts';
import { personById } from './users.ts';

function listCompartments(session: VaultSession): CompartmentView[] {
  const holders = prepared(
    session.db,
    `SELECT u.id AS userId, u.login, u.name, coalesce(u.kind, 'person') AS kind FROM compartment_grant g JOIN user u ON u.rid = g.user
     WHERE g.compartment = ? AND g.generation = ? ORDER BY u.rid`,
  );
  const records = prepared(session.db, 'SELECT count(*) FROM record_compartment WHERE compartment = ?').pluck();
  return session.compartments.map((compartment) => ({
    id: compartment.id,
    label: compartment.label,
    rank: compartment.rank,
    generation: compartment.generation,
    isOwn: isHolder(session, compartment, session.user.rid),
    holders: holders.all(compartment.rid, compartment.generation) as CompartmentView['holders'],
    records: records.get(compartment.rid) as number,
    staleBy: staleSince(session.db, compartment.rid),
  }));
}

function requireFreeLabel(session: VaultSession, label: string, except?: number): void {
  const taken = session.compartments.some((other) => other.label === label && other.rid !== except);
  if (taken) throw new AppError('value_invalid', { field: 'label' });
}

/** A free compartment, held by whoever makes it. */
async function createFree(session: VaultSession, given: string): Promise<{ id: string }> {
  if (session.readOnly) throw new AppError('read_only');
  requireSigner(session);
  const label = given.normalize('NFC');
  requireFreeLabel(session, label);
  const { db, user, keys } = session;
  const [made] = await prepareCompartments([{ label, rank: null }], session.now());
  if (!made) throw new AppError('internal');
  const owners = [{ rid: user.rid, id: user.id, recipient: keys.recipient }, recoveryHolder(session)];
  const grants = await prepareGrants(
    made.identity,
    owners.filter((owner) => owner !== null),
  );
  writeTransaction(session, ({ journal }) => {
    const signer = ownIssuer(session);
    const { rid, statement } = insertCompartment(db, made, signer, journal.atMs);
    for (const grant of grants) insertGrant(db, { rid, id: made.id, generation: 1 }, grant, signer, journal.atMs);
    journal.append({
      action: 'compartment.created',
      detail: { compartment: made.id, label, recipient: made.recipient, generation: 1, statement },
    });
  });
  await reopenCompartments(session);
  return { id: made.id };
}

/** After keys changed in a worker: they are read anew, and imports, which hold the old ones, are closed. */
export async function afterRotation(state: CoreState, session: VaultSession): Promise<void> {
  if (state.session !== session) return;
  await state.imports.closeAll();
  const header = readHeader(session.folder);
  if (isHeaderAuthentic(header, session.databaseKey)) session.header = header;
  await reopenCompartments(session);
  state.dependencies.emit({ type: 'changed', registers: [], headSize: 0 });
}

function rotation(state: CoreState, session: VaultSession, subject: string, input: RotateInput) {
  return {
    kind: 'rotate' as const,
    subject,
    writes: true,
    worker: { task: 'compartment', session: transferOf(session), ...workerBasics(state) },
    operation: 'rotate',
    input,
    onDone: async (result: unknown) => {
      await afterRotation(state, session);
      return result;
    },
  };
}

type CompartmentRoute = Extract<keyof Handlers, `compartment.${string}` | `clearance.${string}`>;

export const compartmentHandlers: Pick<Handlers, CompartmentRoute> = {
  'compartment.list': (state) => ({ compartments: listCompartments(requireSession(state)) }),
  'compartment.create': async (state, { label }) => createFree(requireSession(state), label),
  'compartment.rename': {
    run: (context, { id, label }) => {
      const { session } = context;
      const compartment = compartmentById(session.compartments, id);
      requireFreeLabel(session, label.normalize('NFC'), compartment.rid);
      prepared(session.db, 'UPDATE compartment SET label = ? WHERE rid = ?').run(
        label.normalize('NFC'),
        compartment.rid,
      );
      context.journal.append({
        action: 'compartment.renamed',
        detail: { compartment: id, before: compartment.label, label: label.normalize('NFC') },
      });
      compartment.label = label.normalize('NFC');
      return {};
    },
  },
  'compartment.assign': {
    prepare: async (session, { register, id }) => {
      const row = getRow(session, session.registry.byKey(register), id);
      await openDataKeysOf(session, dataKeysOf(session, row.rid));
    },
    run: (context, { register, id, compartment: compartmentId }) => {
      const { session } = context;
      const definition = session.registry.byKey(register);
      const row = getRow(session, definition, id);
      const target = compartmentId === null ? null : compartmentById(session.compartments, compartmentId);
      if (target) requireIdentity(target);
      if (target && target.rank !== null) throw new AppError('value_invalid', { field: 'compartment' });
      prepared(session.db, 'DELETE FROM record_compartment WHERE record = ?').run(row.rid);
      if (target)
        prepared(session.db, 'INSERT INTO record_compartment (record, compartment) VALUES (?, ?)').run(
          row.rid,
          target.rid,
        );
      context.journal.append({
        action: 'compartment.assigned',
        register,
        record: id,
        ...(row.number === null ? {} : { number: row.number }),
        detail: { compartment: target?.id ?? null },
      });
      moveContent(context, definition, row.rid);
      context.touched.add(register);
      return {};
    },
  },
  'compartment.rotate': (state, { id }) => {
    const session = requireSession(state);
    const compartment = compartmentById(session.compartments, id);
    requireIdentity(compartment);
    return rotation(state, session, compartment.label, { compartments: [id], without: null });
  },
  'compartment.misplaced': (state) => {
    const session = requireSession(state);
    const byRid = new Map(session.compartments.map((compartment) => [compartment.rid, compartment]));
    return {
      misplaced: misplaced(session).map(({ from, to, values, files }) => ({
        from: byRid.get(from)?.label ?? '',
        to: byRid.get(to)?.label ?? '',
        values,
        files,
        isOwn: byRid.get(from)?.identity !== null,
      })),
    };
  },
  'compartment.reseal': (state) => {
    const session = requireSession(state);
    return {
      kind: 'reseal',
      subject: '',
      writes: true,
      worker: { task: 'compartment', session: transferOf(session), ...workerBasics(state) },
      operation: 'reseal',
      input: {},
      onDone: (result) => {
        state.dependencies.emit({ type: 'changed', registers: [], headSize: 0 });
        return result;
      },
    };
  },
  'clearance.grant': async (state, input) => grantClearance(requireSession(state), input),
  'clearance.revoke': (state, { userId, compartments }) => {
    const session = requireSession(state);
    const user = personById(session.db, userId);
    // Somebody else takes it: so it is never nobody's.
    if (user.rid === session.user.rid) throw new AppError('user_own');
    const chosen = compartments.map((id) => compartmentById(session.compartments, id));
    for (const compartment of chosen) {
      requireIdentity(compartment);
      if (!isHolder(session, compartment, user.rid)) throw new AppError('clearance_not_held');
    }
    const { rid, id, login } = user;
    return rotation(state, session, user.name, { compartments, without: { rid, id, login } });
  },
};
