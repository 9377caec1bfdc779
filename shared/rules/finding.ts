// What a rule is and what it finds. A rule is a pure judgement over the registers on a day; findings are computed when asked for, stored
// nowhere and part of no export.
import type { GradingScheme } from '../levels.ts';
import type { FieldValue, Label } from '../registers/definition.ts';
import type { WorkCalendar } from '../working-days.ts';

/** high: a right or a duty hangs on it. medium: to be put right in its time. low: worth a look. */
export const severities = ['high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** What puts a finding right: filling a field, a link, a procedure, or looking at the record. */
export type Fix =
  | { act: 'edit'; field: string }
  | { act: 'link'; link: string }
  | { act: 'procedure'; template: string }
  | { act: 'open' };

export interface Finding {
  /** Key of the rule. */
  rule: string;
  severity: Severity;
  register: string;
  record: string;
  number: string | null;
  /** What the record is called. */
  title: string;
  /** The field it is about, where there is one. */
  field: string | null;
  /** What stands in its sentence. */
  params: Record<string, string | number>;
  /** Key of the legal source. */
  source: string;
  /** Until when, where the rule knows a day. */
  dueOn: string | null;
  fix: Fix;
}

export interface RuleRecord {
  id: string;
  number: string | null;
  status: string;
  values: Readonly<Record<string, FieldValue | undefined>>;
  /** Instant of creation, ms UTC. */
  recordedAtMs: number;
}

/** What rules read: the registers as they stand, void records left out. */
export interface RuleReader {
  readonly scheme: GradingScheme;
  readonly calendar: WorkCalendar;
  /** Records of a register with these values; sealed fields hold a number where something is sealed. */
  records(register: string, fields: readonly string[]): Iterable<RuleRecord>;
  /** Links that have not ended on the day: both ends by id. */
  links(link: string): Iterable<{ from: string; to: string; startsOn: string | null }>;
  /** Whether a record has a file or the fingerprint of one. */
  hasAttachment(record: string): boolean;
}

export interface Rule {
  key: string;
  /** What it looks for, as a heading over its findings. */
  label: Label;
  severity: Severity;
  /** Key of the legal source it rests on. */
  source: string;
  /** What is found, in neutral words; `{name}` stands for a parameter. */
  finding: Label;
  /** The fix as a button says it. */
  fixLabel: Label;
  /** What the codes mean that a parameter may hold, separated by spaces. */
  words?: Readonly<Record<string, Label>>;
  judge(read: RuleReader, date: string): Iterable<Omit<Finding, 'rule' | 'severity' | 'source'>>;
}

/** Everything the rules find on a day, severest first, then by what is due first. */
export function findAll(rules: readonly Rule[], read: RuleReader, date: string): Finding[] {
  const found = rules.flatMap(({ key: rule, severity, source, judge }) =>
    Array.from(judge(read, date), (finding) => ({ rule, severity, source, ...finding })),
  );
  const rank = ({ severity }: Finding) => severities.indexOf(severity);
  const due = ({ dueOn }: Finding) => dueOn ?? '9999';
  return found.sort(
    (left, right) => rank(left) - rank(right) || (due(left) < due(right) ? -1 : Number(due(left) > due(right))),
  );
}

/** A finding in words. */
export function findingText(rule: Rule, params: Finding['params'], language: 'zh' | 'en'): string {
  const word = (code: string) => rule.words?.[code]?.[language] ?? code;
  const text = (value: string | number | undefined) =>
    rule.words === undefined || typeof value !== 'string'
      ? String(value ?? '')
      : value
          .split(' ')
          .map(word)
          .join(language === 'zh' ? '、' : ', ');
  return rule.finding[language].replace(/\{(\w+)\}/g, (_all, name: string) => text(params[name]));
}
