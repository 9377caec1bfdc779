// The register files of a bundle: records as JSON with the commitments of what is withheld, and as a sheet.

import { formats } from '../../../../shared/evidence/bag-paths.ts';
import type { FieldValues } from '../../../../shared/registers/definition.ts';
import { streamRegisterWorkbook } from '../../register/export/write-workbook.ts';
import type { TableRow } from '../../register/statements.ts';
import { otherDateText, type PrintRow } from '../print/register-table.ts';
import { disclosableValues, shownRevision } from './chosen-records.ts';
import { maskedValues, outwardDefinition, type RegisterPlan, titleAt, withheldPlan } from './disclosure-plan.ts';
import { type BundleIssue, issueTime } from './issue.ts';
import { lineJson } from './line-json.ts';
import { type OpenedContent, openedOf } from './opened-content.ts';
import { isEventGiven, revisionEvidence, tellsWithheld } from './revision-evidence.ts';
import type { OutwardTitles } from './titles.ts';
import type { BundleView } from './view.ts';

export interface RegisterSource {
  view: BundleView;
  issue: BundleIssue;
  plan: RegisterPlan;
  titles: OutwardTitles;
  /** Sealed values that go in. */
  opened: OpenedContent;
  /** Whether of a record nothing but commitments goes in. */
  isClosed: (rid: number) => boolean;
  rids: readonly number[];
  /** Hears of every record; may throw to cancel. */
  onRecord: () => void;
}

/** The values that leave as they are. */
export function givenValues(plan: RegisterPlan, values: FieldValues): FieldValues {
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== null && plan.given.has(key)));
}

function recordEntry(source: RegisterSource, row: TableRow, more: object): object {
  const { titles } = source;
  const plan = source.isClosed(row.rid) ? withheldPlan(source.plan) : source.plan;
  const revision = shownRevision(source.view.session, row);
  const evidence = revisionEvidence(plan, row.id, revision);
  const values = disclosableValues(revision);
  const opened = Object.entries(openedOf(source.opened, row.rid));
  const given = {
    ...givenValues(plan, values),
    ...Object.fromEntries(opened.map(([key, { value }]) => [key, value])),
  };
  const withheld = Object.fromEntries(
    Object.entries(evidence.commitments).filter(([key]) => !Object.hasOwn(given, key)),
  );
  return {
    event: revision.seq,
    ...(isEventGiven(plan, revision) ? {} : { eventWithheld: true }),
    record: row.id,
    number: row.number,
    status: row.status,
    void: row.void === 1,
    version: row.version,
    title: titleAt(plan, values),
    values: given,
    labels: titles.labels(plan, values),
    masked: maskedValues(plan, values),
    withheld,
    ...(opened.length === 0 ? {} : { opened: opened.map(([key]) => key) }),
    factDate: tellsWithheld(plan, values, row.fact_date) ? null : row.fact_date,
    lateEntry: row.late === 1,
    recordedAtMs: row.recorded_at,
    changedAtMs: row.updated_at,
    ...more,
  };
}

/** `data/registers/<register>.json`; `more` adds keys to a record. */
export function registerJson(
  source: RegisterSource,
  more: (rid: number) => object = () => ({}),
): AsyncGenerator<string> {
  const { view, plan } = source;
  const { session } = view;
  const { definition, level } = plan;
  function* records() {
    for (const rid of source.rids) {
      source.onRecord();
      yield recordEntry(source, view.row(definition, rid), more(rid));
    }
  }
  const fields = plan.fields.map(({ field, mask, reason }) => ({
    key: field.key,
    kind: field.kind,
    label: field.label,
    ...(field.kind === 'choice' ? { choices: field.choices.map(({ code, label }) => ({ code, label })) } : {}),
    ...(field.kind === 'level'
      ? { choices: session.settings.scheme.grades.map(({ code, label }) => ({ code, label })) }
      : {}),
    disclosure: mask,
    ...(reason === null ? {} : { reason }),
  }));
  const statuses = definition.statuses.map(({ code, label }) => ({ code, label }));
  return lineJson(
    { format: formats.register, register: definition.key, label: definition.label, level, fields, statuses },
    'records',
    records(),
  );
}

/** Records as sheet and paper show them at this level. */
export function* outwardRows(source: RegisterSource, rids: readonly number[]): IterableIterator<PrintRow> {
  const { view, issue, plan, titles } = source;
  const { session } = view;
  for (const rid of rids) {
    source.onRecord();
    const row = view.row(plan.definition, rid);
    const values = disclosableValues(shownRevision(session, row));
    yield {
      number: row.number,
      status: row.status,
      values: { ...givenValues(plan, values), ...maskedValues(plan, values) },
      labels: titles.labels(plan, values),
      isVoid: row.void === 1,
      isLate: row.late === 1,
      otherDate: otherDateText(
        issue.asOf,
        issueTime(issue, row.recorded_at).date,
        tellsWithheld(plan, values, row.fact_date) ? null : row.fact_date,
      ),
    };
  }
}

/** `data/registers/<register>.xlsx`: the same records in the order of the paper register. */
export function registerSheet(source: RegisterSource): AsyncIterable<Uint8Array> {
  const { view, plan } = source;
  const { session } = view;
  return streamRegisterWorkbook(
    {
      definition: outwardDefinition(plan),
      scheme: session.settings.scheme,
      language: 'zh',
      organisation: session.settings.organisation,
      rows: outwardRows(source, source.rids),
      watermark: session.settings.demo ? '演示数据' : null,
    },
    source.rids.length,
  );
}
