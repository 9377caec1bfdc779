// The revisions of a record as people read them: who, when, what changed. Sealed values appear by name only.
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import {
  canBeSealed,
  type FieldDefinition,
  type FieldValue,
  type FieldValues,
  type RegisterDefinition,
} from '../../../shared/registers/definition.ts';
import { termLabel } from '../../../shared/values/term.ts';
import { prepared } from '../db/prepared.ts';
import type { VaultSession } from '../vault/session.ts';
import type { KeptValues } from './kept-values.ts';
import { createLabeller } from './read.ts';
import type { TableRow } from './statements.ts';

export type RevisionView = RouteOutput<'register.history'>['revisions'][number];

/** A value in words, for histories, exports and conflicts. */
export function displayValue(
  field: FieldDefinition,
  value: FieldValue | undefined,
  session: VaultSession,
  label: (register: string, id: string) => string | null,
  language: 'zh' | 'en',
): string | null {
  if (value === null || value === undefined) return null;
  switch (field.kind) {
    case 'choice':
      return field.choices.find((choice) => choice.code === value)?.label[language] ?? String(value);
    case 'level':
      return session.settings.scheme.grades.find((grade) => grade.code === value)?.label[language] ?? String(value);
    case 'yesNo':
      return language === 'zh' ? (value ? '是' : '否') : value ? 'Yes' : 'No';
    case 'term':
      return termLabel(String(value), language);
    case 'money':
      return (Number(value) / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2 });
    case 'reference':
      return label(field.target, String(value)) ?? '';
    default:
      return String(value);
  }
}

/** All revisions of a record, latest first. */
export function recordHistory(
  session: VaultSession,
  definition: RegisterDefinition,
  row: TableRow,
  language: 'zh' | 'en' = 'zh',
): RevisionView[] {
  type Row = {
    seq: number;
    version: number;
    at: number;
    login: string;
    action: string;
    status: string;
    void: number;
    number: string | null;
    fact_date: string | null;
    late: number;
    reason: string | null;
    open_values: string;
    personal_values: string;
    kept: string;
  };
  const rows = prepared(
    session.db,
    `SELECT r.seq, r.version, r.at, u.login, r.action, r.status, r.void, r.number, r.fact_date, r.late, r.reason, r.open_values, r.personal_values, r.kept
     FROM revision r JOIN user u ON u.rid = r.actor WHERE r.record = ? ORDER BY r.version`,
  ).all(row.rid) as Row[];
  const label = createLabeller(session);
  const views: RevisionView[] = [];
  let before: { values: FieldValues; kept: KeptValues; number: string | null } = { values: {}, kept: {}, number: null };
  for (const item of rows) {
    const values = {
      ...(JSON.parse(item.open_values) as FieldValues),
      ...(JSON.parse(item.personal_values) as FieldValues),
    };
    const kept = JSON.parse(item.kept) as KeptValues;
    const changes: RevisionView['changes'] = [];
    if (item.number !== before.number)
      changes.push({ field: 'number', before: before.number, after: item.number, sealed: false });
    for (const field of definition.fields) {
      const [box, lastBox] = [kept[field.key], before.kept[field.key]];
      if (canBeSealed(field) && (box ?? lastBox) !== undefined) {
        if (box?.unchanged !== true && lastBox?.commitment !== box?.commitment)
          changes.push({ field: field.key, before: null, after: null, sealed: true });
        continue;
      }
      const [old, now] = [before.values[field.key] ?? null, values[field.key] ?? null];
      if (old !== now)
        changes.push({
          field: field.key,
          before: displayValue(field, old, session, label, language),
          after: displayValue(field, now, session, label, language),
          sealed: false,
        });
    }
    views.push({
      version: item.version,
      atMs: item.at,
      actor: item.login,
      action: item.action,
      factDate: item.fact_date,
      lateEntry: item.late === 1,
      reason: item.reason,
      eventSeq: item.seq,
      status: item.void === 1 ? 'void' : item.status,
      changes,
    });
    before = { values, kept, number: item.number };
  }
  return views.reverse();
}
