// Gathers the revisions the report on a date judges: of secrets, their links, what stands at the other end, their attachments. Reads
// only; decides nothing. Frozen records are left out.
import type { FieldValues, RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { columnOf } from '../../../../shared/registers/definition.ts';
import { prepared } from '../../db/prepared.ts';
import type { VaultSession } from '../../vault/session.ts';
import type { MeasureFacts } from './in-force-measures.ts';

/** One revision of a record, as far as a report needs it. */
export interface Version {
  version: number;
  atMs: number;
  factDate: string | null;
  /** Last day the fact date may mean; the day of recording where there is none. */
  factDay: string;
  late: boolean;
  reason: string | null;
  status: string;
  isVoid: boolean;
  number: string | null;
  values: FieldValues;
}

/** A record with all its revisions, oldest first. */
export interface Trail {
  id: string;
  versions: readonly Version[];
}

export interface LinkTrail {
  link: Trail;
  other: Trail;
}

export interface SecretFacts {
  secret: Trail;
  carriers: readonly LinkTrail[];
  people: readonly LinkTrail[];
  posts: readonly LinkTrail[];
  attachments: readonly Trail[];
  measures: MeasureFacts;
}

export interface Facts {
  secrets: readonly SecretFacts[];
  /** Departments the records name, by id. */
  departments: ReadonlyMap<string, Trail>;
}

interface Head {
  rid: number;
  id: string;
}

function trailsOf(session: VaultSession, heads: readonly Head[]): Map<string, Trail> {
  const rows = prepared(
    session.db,
    `SELECT record, version, at, fact_date, fact_day, late, reason, status, void, number, open_values, personal_values
     FROM revision WHERE record IN (SELECT value FROM json_each(?)) ORDER BY record, version`,
  ).all(JSON.stringify(heads.map(({ rid }) => rid))) as {
    record: number;
    version: number;
    at: number;
    fact_date: string | null;
    fact_day: string;
    late: number;
    reason: string | null;
    status: string;
    void: number;
    number: string | null;
    open_values: string;
    personal_values: string;
  }[];
  const versions = new Map<number, Version[]>();
  for (const row of rows) {
    const list = versions.get(row.record) ?? [];
    versions.set(row.record, list);
    list.push({
      version: row.version,
      atMs: row.at,
      factDate: row.fact_date,
      factDay: row.fact_day,
      late: row.late === 1,
      reason: row.reason,
      status: row.status,
      isVoid: row.void === 1,
      number: row.number,
      values: {
        ...(JSON.parse(row.open_values) as FieldValues),
        ...(JSON.parse(row.personal_values) as FieldValues),
      },
    });
  }
  return new Map(heads.map(({ rid, id }) => [id, { id, versions: versions.get(rid) ?? [] }]));
}

/** Records of a register by a column that holds ids, frozen ones left out. */
function headsBy(session: VaultSession, definition: RegisterDefinition, key: string, ids: readonly string[]): Head[] {
  return prepared(
    session.db,
    `SELECT rid, id FROM ${definition.table} WHERE ${columnOf(key)} IN (SELECT value FROM json_each(?))
       AND rid NOT IN (SELECT m.record FROM record_mark m WHERE m.kind = 'frozen') ORDER BY rid`,
  ).all(JSON.stringify(ids)) as Head[];
}

/** The links of secrets with what stands at their other end, by secret. */
function linksBy(
  session: VaultSession,
  link: string,
  other: { field: string; register: string },
  secretIds: readonly string[],
): Map<string, LinkTrail[]> {
  const links = trailsOf(session, headsBy(session, session.registry.byKey(link), 'secret', secretIds));
  const end = (trail: Trail, field: string) => String(trail.versions[0]?.values[field] ?? '');
  const otherIds = [...new Set([...links.values()].map((trail) => end(trail, other.field)))];
  const others = trailsOf(session, headsBy(session, session.registry.byKey(other.register), 'id', otherIds));
  const bySecret = new Map<string, LinkTrail[]>();
  for (const trail of links.values()) {
    const far = others.get(end(trail, other.field));
    if (!far) continue;
    const list = bySecret.get(end(trail, 'secret')) ?? [];
    bySecret.set(end(trail, 'secret'), list);
    list.push({ link: trail, other: far });
  }
  return bySecret;
}

/** Every measure, frozen ones left out: most hold for all secrets. */
function measureHeads(session: VaultSession): Head[] {
  return prepared(
    session.db,
    "SELECT rid, id FROM measure WHERE rid NOT IN (SELECT m.record FROM record_mark m WHERE m.kind = 'frozen') ORDER BY rid",
  ).all() as Head[];
}

/** Everything known of these secrets, in the order given; frozen ones are left out. */
export function gatherFacts(session: VaultSession, secretIds: readonly string[]): Facts {
  const byKey = (key: string) => session.registry.byKey(key);
  const secrets = trailsOf(session, headsBy(session, byKey('secret'), 'id', secretIds));
  const carriers = linksBy(session, 'secretCarrier', { field: 'carrier', register: 'carrier' }, secretIds);
  const people = linksBy(session, 'secretPerson', { field: 'person', register: 'person' }, secretIds);
  const posts = linksBy(session, 'secretPost', { field: 'post', register: 'post' }, secretIds);
  const listed = linksBy(session, 'secretMeasure', { field: 'measure', register: 'measure' }, secretIds);
  const measures = [...trailsOf(session, measureHeads(session)).values()];
  const attachments = new Map<string, Trail[]>();
  for (const trail of trailsOf(session, headsBy(session, byKey('attachment'), 'ownerId', secretIds)).values()) {
    const owner = String(trail.versions[0]?.values.ownerId ?? '');
    attachments.set(owner, [...(attachments.get(owner) ?? []), trail]);
  }
  const found = secretIds.flatMap((id): SecretFacts[] => {
    const secret = secrets.get(id);
    if (!secret) return [];
    return [
      {
        secret,
        carriers: carriers.get(id) ?? [],
        people: people.get(id) ?? [],
        posts: posts.get(id) ?? [],
        attachments: attachments.get(id) ?? [],
        measures: { all: measures, listed: listed.get(id) ?? [] },
      },
    ];
  });
  const departmentIds = new Set<string>();
  for (const facts of found)
    for (const trail of [facts.secret, ...[...facts.people, ...facts.posts].map(({ other }) => other)])
      for (const { values } of trail.versions)
        if (typeof values.department === 'string') departmentIds.add(values.department);
  return {
    secrets: found,
    departments: trailsOf(session, headsBy(session, byKey('department'), 'id', [...departmentIds])),
  };
}
