// The secrets a matrix is over: those a choice finds whose grade holds, in the order of their numbers. Reads; judges nothing.
import type { ParsedInput } from '../../../shared/contract/contract.ts';
import { gradedStatuses } from '../../../shared/rules/secret-rules.ts';
import { prepared } from '../db/prepared.ts';
import { listIds } from '../register/read.ts';
import type { VaultSession } from '../vault/session.ts';

export interface ChosenSecret {
  id: string;
  number: string | null;
  name: string;
  level: string | null;
  department: string | null;
}

/** What the secrets in force are, by id, read in one pass. */
export function gradedSecrets(session: VaultSession): Map<string, ChosenSecret> {
  const rows = prepared(
    session.db,
    `SELECT id, number, coalesce(name, '') AS name, level, department FROM secret WHERE void = 0 AND status IN (SELECT value FROM json_each(?))`,
  ).all(JSON.stringify(gradedStatuses)) as ChosenSecret[];
  return new Map(rows.map((row) => [row.id, row]));
}

/** The secrets a choice finds; only those a grade holds for. Throws AppError `value_invalid` for a field secrets do not have. */
export function chosenSecrets(
  session: VaultSession,
  input: Pick<ParsedInput<'measures.matrix'>, 'filters' | 'search'>,
): ChosenSecret[] {
  const definition = session.registry.byKey('secret');
  const status = { field: 'status', operator: 'is' as const, values: [...gradedStatuses] };
  const query = { filters: [status, ...input.filters], search: input.search, sort: [], includeVoid: false };
  const ids = listIds(session, definition, query, { table: definition.table, count: () => 0 });
  const byId = gradedSecrets(session);
  return ids.flatMap((id) => byId.get(id) ?? []);
}
