// Handlers of findings and matrices. All is computed from the tables when asked; what was computed is kept in memory for the head of the
// journal it was computed at, and is gone with the session.
import type { ParsedInput, RouteOutput } from '../../../shared/contract/contract.ts';
import { readCoverage } from '../../../shared/measures.ts';
import type { FieldValue } from '../../../shared/registers/definition.ts';
import { measureKinds } from '../../../shared/registers/measure.ts';
import { allRules } from '../../../shared/rules/all.ts';
import { type Finding, findAll } from '../../../shared/rules/finding.ts';
import { localDate } from '../../../shared/time.ts';
import { readHead } from '../journal/append.ts';
import { listIds } from '../register/read.ts';
import { type Handlers, requireSession } from '../router.ts';
import type { VaultSession } from '../vault/session.ts';
import { tableReader } from './table-reader.ts';

interface Kept {
  size: number;
  date: string;
  findings: Finding[];
}

const kept = new WeakMap<VaultSession, Kept>();

/** Every finding of a day; computed once for a state of the vault. */
export function findings(session: VaultSession, date: string): Finding[] {
  const { size } = readHead(session.db).range;
  const known = kept.get(session);
  if (known && known.size === size && known.date === date) return known.findings;
  const found = findAll(allRules, tableReader(session, date), date);
  kept.set(session, { size, date, findings: found });
  return found;
}

type RuleRoute = 'rules.findings' | 'measures.matrix' | 'knowledge.matrix';

export const ruleHandlers: Pick<Handlers, RuleRoute> = {
  'rules.findings': (state, input) => {
    const session = requireSession(state);
    const date = input.date ?? localDate(session.now());
    const all = findings(session, date);
    const shown = all.filter(
      (finding) =>
        (input.rule === null || finding.rule === input.rule) &&
        (input.record === null || finding.record === input.record),
    );
    const counts = Map.groupBy(all, ({ rule }) => rule);
    return {
      date,
      counts: [...counts].map(([rule, list]) => ({
        rule,
        severity: (list[0] as Finding).severity,
        count: list.length,
      })),
      total: shown.length,
      findings: shown.slice(input.offset, input.offset + input.limit),
    };
  },
  'measures.matrix': (state, input) => measuresMatrix(requireSession(state), input),
  'knowledge.matrix': (state, input) => knowledgeMatrix(requireSession(state), input),
};

/** Ids of the secrets a choice finds, in the order of their numbers; only those a grade holds for. */
function chosenSecrets(
  session: VaultSession,
  input: Pick<ParsedInput<'measures.matrix'>, 'filters' | 'search'>,
): { id: string; number: string | null; name: string; level: string | null; department: string | null }[] {
  const definition = session.registry.byKey('secret');
  const status = { field: 'status', operator: 'is' as const, values: ['in_force', 'content_due'] };
  const query = { filters: [status, ...input.filters], search: input.search, sort: [], includeVoid: false };
  const ids = listIds(session, definition, query, { table: definition.table, count: () => 0 });
  const byId = new Map(
    Array.from(tableReader(session, '').records('secret', ['name', 'level', 'department']), (secret) => [
      secret.id,
      secret,
    ]),
  );
  const text = (value: FieldValue | undefined) => (typeof value === 'string' ? value : null);
  return ids.flatMap((id) => {
    const secret = byId.get(id);
    if (!secret) return [];
    const { number, values } = secret;
    return [
      { id, number, name: text(values.name) ?? '', level: text(values.level), department: text(values.department) },
    ];
  });
}

function measuresMatrix(session: VaultSession, input: ParsedInput<'measures.matrix'>): RouteOutput<'measures.matrix'> {
  const date = input.date ?? localDate(session.now());
  const covers = readCoverage(tableReader(session, date), date);
  const covered = Object.fromEntries(measureKinds.map(({ code }) => [code, 0]));
  const rows = chosenSecrets(session, input).map((secret) => ({ secret, cells: covers(secret.id, secret.department) }));
  for (const { cells } of rows)
    for (const [kind, { hasEvidence }] of cells) if (hasEvidence) covered[kind] = (covered[kind] ?? 0) + 1;
  const isWhole = ({ cells }: (typeof rows)[number]) =>
    measureKinds.every(({ code }) => cells.get(code)?.hasEvidence === true);
  const shown = input.onlyGaps ? rows.filter((row) => !isWhole(row)) : rows;
  return {
    date,
    total: shown.length,
    covered,
    rows: shown.slice(input.offset, input.offset + input.limit).map(({ secret, cells }) => ({
      id: secret.id,
      number: secret.number,
      name: secret.name,
      level: secret.level,
      cells: Object.fromEntries(
        [...cells].map(([kind, cell]) => [
          kind,
          {
            hasEvidence: cell.hasEvidence,
            startsOn: cell.startsOn,
            measures: cell.measures.map(({ id, register, number, name, startsOn, recordedAtMs, hasEvidence }) => ({
              id,
              register,
              number,
              name,
              startsOn,
              recordedAtMs,
              hasEvidence,
            })),
          },
        ]),
      ),
    })),
  };
}

type Knowledge = RouteOutput<'knowledge.matrix'>['people'][number]['knows'];

function knowledgeMatrix(
  session: VaultSession,
  input: ParsedInput<'knowledge.matrix'>,
): RouteOutput<'knowledge.matrix'> {
  const date = input.date ?? localDate(session.now());
  const read = tableReader(session, date);
  const all = chosenSecrets(session, input);
  const secrets = all.slice(input.offset, input.offset + input.limit);
  const shown = new Set(secrets.map(({ id }) => id));
  const known = new Map<string, Knowledge>();
  const add = (person: string, secret: string, since: string | null, byPost: boolean) => {
    const knows = known.get(person) ?? {};
    known.set(person, knows);
    // A grant by name says more than a post.
    if (!knows[secret] || !byPost) knows[secret] = { since, byPost, extent: null };
  };
  const ofPost = new Map<string, { secret: string; since: string | null }[]>();
  for (const { from, to, startsOn } of read.links('secretPost'))
    if (shown.has(from)) ofPost.set(to, [...(ofPost.get(to) ?? []), { secret: from, since: startsOn }]);
  const people = [
    ...read.records('person', ['name', 'department', 'post', 'agreementNumber', 'agreementSignedOn', 'trainedOn']),
  ];
  for (const { id, status, values } of people)
    if (status !== 'left')
      for (const { secret, since } of ofPost.get(String(values.post)) ?? []) add(id, secret, since, true);
  for (const { from, to, startsOn } of read.links('secretPerson')) if (shown.has(from)) add(to, from, startsOn, false);
  const departments = new Map(
    Array.from(read.records('department', ['name']), ({ id, values }) => [id, String(values.name ?? '')]),
  );
  const isFilled = (value: FieldValue | undefined) => typeof value === 'string' && value !== '';
  return {
    date,
    total: all.length,
    secrets: secrets.map(({ id, number, name, level }) => ({ id, number, name, level })),
    people: people
      .filter(
        ({ id, values }) => known.has(id) && (input.department === null || values.department === input.department),
      )
      .map(({ id, number, values }) => ({
        id,
        number,
        name: String(values.name ?? ''),
        department: departments.get(String(values.department)) ?? '',
        hasAgreement: isFilled(values.agreementNumber) || isFilled(values.agreementSignedOn),
        isTrained: isFilled(values.trainedOn),
        knows: known.get(id) ?? {},
      })),
  };
}
