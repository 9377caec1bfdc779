// Finds which column of a sheet is which field of a register: by label, by synonym, by likeness confirmed by the values
// below, or only for want of better. Each field takes one column; what a person once settled comes first.

import type { GradingScheme } from '../../../../../shared/levels.ts';
import type { FieldDefinition, RegisterDefinition } from '../../../../../shared/registers/definition.ts';
import { headerKey, headerStem } from '../../../../../shared/values/text.ts';
import { valueFit } from './value-fit.ts';

export type MatchKind = 'remembered' | 'exact' | 'synonym' | 'guess' | 'weak';

/** One column of the header as the sheet shows it. */
export interface HeaderColumn {
  /** 0-based. */
  column: number;
  /** What to show and report. */
  header: string;
  /** Readings of the header, most specific first: group and sub-header together, each alone. */
  texts: readonly string[];
}

export interface ColumnMatch {
  /** 0-based. */
  column: number;
  header: string;
  /** Field key, `number`, `status`, or null where the column is not read. */
  target: string | null;
  kind: MatchKind | null;
  /** Confidence from 0 to 1. */
  score: number;
}

export interface HeaderMatch {
  columns: ColumnMatch[];
  /** Sum of the scores of columns matched. */
  score: number;
  /** Whether enough was recognised to import from: what names a record, or its number and more. */
  fits: boolean;
}

export interface MatchOptions {
  scheme: GradingScheme;
  /** Mappings settled before: header key → target, or null for a column to leave out. */
  remembered?: ReadonlyMap<string, string | null>;
  /** Values below a column, for guesses. */
  samples?: (column: number) => readonly (string | number)[];
}

interface Target {
  key: string;
  field: FieldDefinition | null;
  labels: string[];
}

interface Known {
  target: string;
  kind: 'exact' | 'synonym' | 'weak';
  score: number;
}

export interface HeaderMatcher {
  /** The best reading of one header text without looking at values; null where it is unknown. */
  lookUp: (text: string) => readonly Known[];
  match: (columns: readonly HeaderColumn[], options: MatchOptions) => HeaderMatch;
}

function bigrams(text: string): string[] {
  const characters = [...text];
  return characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
}

function dice(left: string, right: string): number {
  const first = bigrams(left);
  const second = bigrams(right);
  if (first.length === 0 || second.length === 0) return 0;
  let common = 0;
  const left2 = [...second];
  for (const pair of first) {
    const at = left2.indexOf(pair);
    if (at >= 0) {
      common++;
      left2.splice(at, 1);
    }
  }
  return (2 * common) / (first.length + second.length);
}

/** Likeness of a header to a label, 0 to 1. In Chinese the end of a compound says what it is, so a shared end counts more. */
function likeness(header: string, label: string, isTyped: boolean): number {
  if (header.length < 2 || label.length < 2) return 0;
  const ratio = label.length / header.length;
  if (header.endsWith(label)) {
    if (label.length >= 3) return 0.5 + 0.5 * ratio;
    return isTyped ? 0.35 + 0.5 * ratio : 0;
  }
  if (label.length >= 3 && header.includes(label)) return 0.35 + 0.45 * ratio;
  return header.length >= 3 && label.length >= 3 ? dice(header, label) : 0;
}

/** Prepares a register's labels and synonyms for looking up. */
export function createHeaderMatcher(definition: RegisterDefinition): HeaderMatcher {
  const known = new Map<string, Known[]>();
  const add = (text: string, entry: Known): void => {
    for (const [key, loss] of [
      [headerKey(text), 0],
      [headerStem(text), 0.02],
    ] as const) {
      if (key === '') continue;
      const entries = known.get(key) ?? [];
      if (!entries.some((other) => other.target === entry.target))
        entries.push({ ...entry, score: entry.score - loss });
      known.set(
        key,
        entries.toSorted((left, right) => right.score - left.score),
      );
    }
  };
  const targets: Target[] = [
    { key: 'number', field: null, labels: [definition.number.label.zh, ...definition.number.headers] },
    { key: 'status', field: null, labels: [...definition.statusHeaders] },
    ...definition.fields.map((field) => ({ key: field.key, field, labels: [field.label.zh, ...field.headers] })),
  ];
  const weak = (target: string, texts: readonly string[] = []): void => {
    for (const text of texts) add(text, { target, kind: 'weak', score: 0.3 });
  };
  add(definition.number.label.zh, { target: 'number', kind: 'exact', score: 1 });
  for (const field of definition.fields) add(field.label.zh, { target: field.key, kind: 'exact', score: 1 });
  add(definition.number.label.en, { target: 'number', kind: 'exact', score: 0.97 });
  for (const field of definition.fields) {
    add(field.label.en, { target: field.key, kind: 'exact', score: 0.97 });
    add(field.key, { target: field.key, kind: 'exact', score: 0.96 });
  }
  for (const text of ['status', 'number']) add(text, { target: text, kind: 'exact', score: 0.96 });
  definition.statusHeaders.forEach((text, index) => {
    add(text, { target: 'status', kind: index === 0 ? 'exact' : 'synonym', score: index === 0 ? 1 : 0.9 });
  });
  for (const text of definition.number.headers) add(text, { target: 'number', kind: 'synonym', score: 0.9 });
  for (const field of definition.fields) {
    for (const text of field.headers) add(text, { target: field.key, kind: 'synonym', score: 0.9 });
  }
  weak('number', definition.number.weakHeaders);
  for (const field of definition.fields) weak(field.key, field.weakHeaders);

  function lookUp(text: string): readonly Known[] {
    const whole = known.get(headerKey(text));
    if (whole) return whole;
    return (known.get(headerStem(text)) ?? []).map((entry) => ({ ...entry, score: entry.score - 0.02 }));
  }

  function guess(column: HeaderColumn, target: Target, options: MatchOptions): number {
    const isTyped =
      target.field !== null && !['text', 'longText', 'sealedText', 'person', 'reference'].includes(target.field.kind);
    let best = 0;
    for (const text of column.texts) {
      for (const key of new Set([headerKey(text), headerStem(text)])) {
        for (const label of target.labels)
          best = Math.max(best, likeness(key, headerKey(label), isTyped || target.key === 'status'));
      }
    }
    if (best < 0.4) return 0;
    const values = options.samples?.(column.column) ?? [];
    const fit = valueFit(target.key, target.field, definition, values, options.scheme);
    if (fit === null) return isTyped ? best * 0.7 : best * 0.9;
    if (fit < 0.6) return 0;
    return best * 0.6 + fit * 0.4;
  }

  /** A running number is a record number only where it runs on: books that start again at 1 on every page say nothing. */
  function runsOn(column: number, options: MatchOptions): boolean {
    const values = options.samples?.(column) ?? [];
    return values.length === 0 || new Set(values).size >= values.length * 0.9;
  }

  /** SM-001 under 序号 is a record number all the same. */
  function holdsNumbers(column: number, options: MatchOptions): boolean {
    const values = options.samples?.(column) ?? [];
    const composed = values.filter((value) => /\d/.test(String(value)) && /[^\d\s.]/.test(String(value)));
    return values.length > 0 && composed.length >= values.length * 0.8;
  }

  /** A synonym is given up when hardly a value below suits: 类型 is a category here and something else elsewhere. */
  function isContradicted(key: string, column: number, options: MatchOptions): boolean {
    const field = targets.find((target) => target.key === key)?.field ?? null;
    const values = options.samples?.(column) ?? [];
    const fit = values.length >= 5 ? valueFit(key, field, definition, values, options.scheme) : null;
    return fit !== null && fit < 0.1;
  }

  function match(columns: readonly HeaderColumn[], options: MatchOptions): HeaderMatch {
    interface Candidate {
      index: number;
      target: string | null;
      kind: MatchKind;
      score: number;
      rank: number;
    }
    const candidates: Candidate[] = [];
    const isReturn = isDepartmentReturn(definition, columns);
    const linkColumns = isReturn ? (definition.departmentReturn?.linkColumns ?? []) : [];
    columns.forEach((column, index) => {
      const settled = options.remembered?.get(headerKey(column.header));
      if (settled !== undefined) {
        candidates.push({ index, target: settled, kind: 'remembered', score: 1, rank: 3 });
        return;
      }
      for (const link of linkColumns)
        if (column.texts.some((text) => link.headers.some((header) => headerKey(header) === headerKey(text))))
          candidates.push({ index, target: link.key, kind: 'exact', score: 1, rank: 1.02 });
      column.texts.forEach((text, order) => {
        for (const entry of lookUp(text)) {
          const isCount = entry.kind === 'weak' && entry.target === 'number';
          if (isCount && !runsOn(column.column, options)) continue;
          // Every department counts from 1: that is no record's number.
          if (isCount && isReturn && !holdsNumbers(column.column, options)) continue;
          if (entry.kind === 'synonym' && isContradicted(entry.target, column.column, options)) continue;
          if (entry.kind === 'weak' && entry.target === 'number' && holdsNumbers(column.column, options)) {
            candidates.push({ index, target: entry.target, kind: 'guess', score: 0.75, rank: 0.7 });
            continue;
          }
          // What a return proposes goes before what it says of today: 建议知悉范围 before 接触岗位/人员.
          const rank = entry.score - order * 0.001 + (isReturn && isProposal(definition, column) ? 0.01 : 0);
          candidates.push({ index, target: entry.target, kind: entry.kind, score: entry.score, rank });
        }
      });
      for (const target of targets) {
        const score = guess(column, target, options);
        if (score >= 0.5)
          candidates.push({
            index,
            target: target.key,
            kind: 'guess',
            score: Math.min(score, 0.85),
            rank: score * 0.85,
          });
      }
    });
    candidates.sort((left, right) => right.rank - left.rank || left.index - right.index);
    const taken = new Set<string>();
    const result: ColumnMatch[] = columns.map(({ column, header }) => ({
      column,
      header,
      target: null,
      kind: null,
      score: 0,
    }));
    const isDone = new Set<number>();
    for (const { index, target, kind, score } of candidates) {
      const entry = result[index];
      if (!entry || isDone.has(index) || (target !== null && taken.has(target))) continue;
      isDone.add(index);
      if (target !== null) taken.add(target);
      Object.assign(entry, { target, kind, score });
    }
    const matched = result.filter((entry) => entry.target !== null);
    return {
      columns: result,
      score: matched.reduce((sum, entry) => sum + entry.score, 0),
      fits: doesFit(definition, result),
    };
  }

  return { lookUp, match };
}

/** Whether these are the columns of what a department hands in: proposals, not a ledger of graded records. */
export function isDepartmentReturn(
  { departmentReturn }: Pick<RegisterDefinition, 'departmentReturn'>,
  columns: readonly Pick<HeaderColumn, 'header'>[],
): boolean {
  return columns.filter((column) => isProposal({ departmentReturn }, column)).length >= 2;
}

function isProposal(
  { departmentReturn }: Pick<RegisterDefinition, 'departmentReturn'>,
  { header }: Pick<HeaderColumn, 'header'>,
): boolean {
  const keys = [headerKey(header), headerStem(header)];
  return departmentReturn?.headers.some((text) => keys.includes(headerKey(text))) ?? false;
}

/** Enough to import from: the column that names a record beside another one, or the number beside two; a list of one column fits alone. */
function doesFit(definition: RegisterDefinition, columns: readonly ColumnMatch[]): boolean {
  const sure = columns.filter((column) => column.target !== null && column.kind !== 'weak' && column.score >= 0.5);
  const has = (target: string): boolean => sure.some((column) => column.target === target);
  if (columns.some((column) => column.kind === 'remembered' && column.target === definition.title)) return true;
  const title = sure.find((column) => column.target === definition.title);
  // 秘点名称 in full is a table of secrets; 名称 alone may be anything's.
  if (title) return title.score >= 0.98 || sure.length >= 2 || columns.length <= 2;
  return has('number') && sure.length >= 3;
}
