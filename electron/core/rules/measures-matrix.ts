// Seven kinds of measures for each secret in force, and how many lack evidence for each. Computed from the tables when asked.
import type { ParsedInput, RouteOutput } from '../../../shared/contract/contract.ts';
import { type Coverage, readCoverage } from '../../../shared/measures.ts';
import { type MeasureKind, measureKinds } from '../../../shared/registers/measure.ts';
import { isLate } from '../register/revision.ts';
import type { VaultSession } from '../vault/session.ts';
import { chosenSecrets, gradedSecrets } from './chosen-secrets.ts';
import { tableReader } from './table-reader.ts';

type Cells = Map<MeasureKind, Coverage>;

const lacks = (cells: Cells, kind: MeasureKind) => cells.get(kind)?.hasEvidence !== true;

/** One page of the matrix. `date` is `YYYY-MM-DD`. Throws AppError `value_invalid` for a field secrets do not have. */
export function measuresMatrix(
  session: VaultSession,
  input: ParsedInput<'measures.matrix'> & { date: string },
): RouteOutput<'measures.matrix'> {
  const { date } = input;
  const covers = readCoverage(tableReader(session, date), date);
  const rows = chosenSecrets(session, input).map((secret) => ({ secret, cells: covers(secret.id, secret.department) }));
  const covered = Object.fromEntries(
    measureKinds.map(({ code }) => [code, rows.filter(({ cells }) => !lacks(cells, code)).length]),
  );
  const { onlyGaps, lacks: lacking } = input;
  const shown = rows.filter(
    ({ cells }) =>
      (!onlyGaps || measureKinds.some(({ code }) => lacks(cells, code))) && (lacking === null || lacks(cells, lacking)),
  );
  return {
    date,
    total: shown.length,
    covered,
    rows: shown.slice(input.offset, input.offset + input.limit).map(({ secret, cells }) => ({
      id: secret.id,
      number: secret.number,
      name: secret.name,
      level: secret.level,
      cells: Object.fromEntries([...cells].map(([kind, cell]) => [kind, cellView(cell)])),
    })),
  };
}

function cellView({ hasEvidence, startsOn, lead, measures }: Coverage) {
  const { id, register, recordedAtMs } = lead;
  return {
    hasEvidence,
    startsOn,
    lead: { id, register, recordedAtMs, lateEntry: isLate(startsOn, recordedAtMs) },
    measures: measures.map((measure) => ({
      id: measure.id,
      register: measure.register,
      number: measure.number,
      name: measure.name,
      startsOn: measure.startsOn,
      recordedAtMs: measure.recordedAtMs,
      hasEvidence: measure.hasEvidence,
    })),
  };
}

/** Of all secrets in force on a day, `YYYY-MM-DD`: how many lack evidence for each kind, and for any. */
export function measureGaps(session: VaultSession, date: string): RouteOutput<'workbench.figures'>['measures'] {
  const covers = readCoverage(tableReader(session, date), date);
  const lacking: Record<string, number> = Object.fromEntries(measureKinds.map(({ code }) => [code, 0]));
  const secrets = gradedSecrets(session);
  let withGaps = 0;
  for (const { id, department } of secrets.values()) {
    const cells = covers(id, department);
    const missing = measureKinds.filter(({ code }) => lacks(cells, code));
    for (const { code } of missing) lacking[code] = (lacking[code] ?? 0) + 1;
    if (missing.length > 0) withGaps += 1;
  }
  return { secrets: secrets.size, withGaps, lacking };
}
