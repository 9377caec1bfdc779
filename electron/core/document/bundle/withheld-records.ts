// What an issued bundle withheld, record by record: the choice for a disclosure. Names fields, never values.
import { buildListSql } from '../../register/list-query.ts';
import { valuesOfRow } from '../../register/record-values.ts';
import { valueColumns } from '../../register/statements.ts';
import type { VaultSession } from '../../vault/session.ts';
import { registerInBundle } from './chosen-records.ts';
import { withheldKeys } from './disclosure-file.ts';
import { issueById } from './issue.ts';
import { notFrozen, pastView } from './view.ts';

interface Question {
  bundle: string;
  register: string;
  search: string;
  offset: number;
  limit: number;
}

interface Answer {
  total: number;
  records: { id: string; number: string | null; title: string; fields: string[] }[];
}

/** The bundle last asked about keeps its snapshots: a person pages and searches within one. */
const lastViews = new WeakMap<VaultSession, { bundle: string; view: ReturnType<typeof pastView> }>();

function viewOf(session: VaultSession, bundle: string) {
  const { issue } = issueById(session, bundle);
  const known = lastViews.get(session);
  if (known?.bundle === bundle) return { issue, view: known.view };
  known?.view.drop();
  const view = pastView(session, issue.asOf, issue.checkpointSize);
  lastViews.set(session, { bundle, view });
  return { issue, view };
}

/** A page of a register's records as the bundle has them. Throws AppError `bundle_unknown`, `register_unknown`. */
export function withheldRecords(session: VaultSession, { bundle, register, search, offset, limit }: Question): Answer {
  const { issue, view } = viewOf(session, bundle);
  const chosen = issue.registers.find((item) => item.register === register);
  const definition = registerInBundle(session, register);
  if (!chosen) return { total: 0, records: [] };
  const query = { filters: chosen.filters, search, sort: [], includeVoid: false };
  const sql = buildListSql(definition, query, session.registry);
  const from = `FROM ${sql.lead}${view.table(definition)} t WHERE ${notFrozen} AND ${sql.where}`;
  const total = session.db
    .prepare(`SELECT count(*) ${from}`)
    .pluck()
    .get(...sql.parameters) as number;
  const rids = session.db
    .prepare(`SELECT t.rid ${from} ORDER BY ${sql.order} LIMIT ? OFFSET ?`)
    .pluck()
    .all(...sql.parameters, limit, offset) as number[];
  const records = rids.map((rid) => {
    const { row, keys } = withheldKeys(view, issue, definition, rid);
    const title = valuesOfRow(row, valueColumns(definition))[definition.title];
    return { id: row.id, number: row.number, title: typeof title === 'string' ? title : '', fields: keys };
  });
  return { total, records };
}
