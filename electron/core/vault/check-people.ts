// What `midian check` compares about people and keys: certificates, compartments, assignments and waivers are what the journal says.
// Rows alone could be put back or made up by whoever has the database key.
import { hash } from 'node:crypto';
import type { Db } from '../db/handle.ts';

interface NamedEvent {
  action: string;
  record: string | null;
  detail: Readonly<Record<string, unknown>>;
}

/** Events with a member of this name in their detail, in order. */
function eventsWith(db: Db, member: string): NamedEvent[] {
  const texts = db
    .prepare('SELECT event FROM journal WHERE instr(event, ?) > 0 ORDER BY seq')
    .pluck()
    .all(`"${member}":`) as string[];
  return texts
    .map((text) => JSON.parse(text) as { action: string; record?: string; detail?: Record<string, unknown> })
    .filter(({ detail }) => detail !== undefined && Object.hasOwn(detail, member))
    .map(({ action, record, detail }) => ({ action, record: record ?? null, detail: detail ?? {} }));
}

/** Whether events name exactly the certificates that are there. */
function areCertificatesNamed(db: Db): boolean {
  const named = eventsWith(db, 'certificate')
    .filter(({ action }) => action.startsWith('user.') || action.startsWith('recovery.'))
    .map(({ detail }) => detail.certificate);
  const stored = db.prepare('SELECT certificate FROM user_certificate ORDER BY rid').pluck().all() as string[];
  const digests = stored.map((text) => hash('sha256', text));
  return named.length === digests.length && digests.every((digest, index) => digest === named[index]);
}

/** Whether each compartment's statement is the one the journal named last. */
function areCompartmentsPresent(db: Db): boolean {
  const last = new Map(
    eventsWith(db, 'statement')
      .filter(({ action }) => action.startsWith('compartment.'))
      .map(({ detail }) => [detail.compartment, detail.statement]),
  );
  const rows = db.prepare('SELECT id, certificate FROM compartment').all() as {
    id: string;
    certificate: string | null;
  }[];
  return rows.every(
    ({ id, certificate }) => (certificate === null ? null : hash('sha256', certificate)) === (last.get(id) ?? null),
  );
}

/** Whether records lie in the free compartments they were assigned to last. */
function areAssignmentsTrue(db: Db, idOf: (record: number) => string | null): boolean {
  const said = new Map<string | null, unknown>();
  for (const { action, record, detail } of eventsWith(db, 'compartment'))
    if (action === 'compartment.assigned') said.set(record, detail.compartment);
  const rows = db
    .prepare('SELECT a.record, c.id FROM record_compartment a JOIN compartment c ON c.rid = a.compartment')
    .all() as { record: number; id: string }[];
  const assigned = [...said].filter(([, compartment]) => compartment !== null);
  return assigned.length === rows.length && rows.every(({ record, id }) => said.get(idOf(record)) === id);
}

/** Whether every waiver was recorded, and withdrawn, as it stands. The one an earlier version's founder has is his by nature. */
function areWaiversTrue(db: Db): boolean {
  const events = eventsWith(db, 'waiver');
  const withAction = (action: string) =>
    new Set(events.filter((event) => event.action === action).map(({ detail }) => detail.waiver));
  const waived = withAction('separation.waived');
  const withdrawn = withAction('separation.withdrawn');
  const rows = db
    .prepare(
      'SELECT w.id, w.withdrawn_at AS withdrawnAt, u.id AS user FROM separation_waiver w JOIN user u ON u.rid = w.user',
    )
    .all() as { id: string; withdrawnAt: number | null; user: string }[];
  return rows.every(
    ({ id, withdrawnAt, user }) => (waived.has(id) || id === user) && withdrawn.has(id) === (withdrawnAt !== null),
  );
}

/** What does not agree with the journal, by name. */
export function checkPeople(db: Db, idOf: (record: number) => string | null): string[] {
  return [
    ...(areCertificatesNamed(db) ? [] : ['user_certificate']),
    ...(areCompartmentsPresent(db) ? [] : ['compartment']),
    ...(areAssignmentsTrue(db, idOf) ? [] : ['record_compartment']),
    ...(areWaiversTrue(db) ? [] : ['separation_waiver']),
  ];
}
