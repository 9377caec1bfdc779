// What the rules find: of the whole vault, kept in memory for the head of the journal it was computed at, and of one record at once.
// Nothing of it is written.
import type { ParsedInput, RouteOutput } from '../../../shared/contract/contract.ts';
import { allRules } from '../../../shared/rules/all.ts';
import { type Finding, findAll } from '../../../shared/rules/finding.ts';
import { statementsFor } from '../register/statements.ts';
import type { VaultSession } from '../vault/session.ts';
import { keptForState } from './kept.ts';
import { onePassReader } from './one-pass.ts';
import { tableReader } from './table-reader.ts';

type Answer = RouteOutput<'rules.findings'>;
type Question = ParsedInput<'rules.findings'> & { date: string };

function counted(ofRule: ReadonlyMap<string, readonly Finding[]>): Answer['counts'] {
  return [...ofRule].map(([rule, list]) => ({ rule, severity: (list[0] as Finding).severity, count: list.length }));
}

function answer(question: Question, counts: Answer['counts'], shown: readonly Finding[]): Answer {
  const { date, offset, limit } = question;
  return { date, counts, total: shown.length, findings: shown.slice(offset, offset + limit) };
}

interface Found {
  all: readonly Finding[];
  ofRule: ReadonlyMap<string, readonly Finding[]>;
}

/**
 * Answers of one connection, which computes anew only when the vault, the day or the grading scheme is another; `onRow` hears of
 * every row read and may throw to cancel.
 */
export function createFindings(session: VaultSession, onRow?: () => void): (question: Question) => Answer {
  const found = keptForState(session, (date): Found => {
    const all = findAll(allRules, onePassReader(tableReader(session, date, null, onRow), allRules, date), date);
    return { all, ofRule: Map.groupBy(all, ({ rule }) => rule) };
  });
  return (question) => {
    const { all, ofRule } = found(question.date);
    return answer(question, counted(ofRule), question.rule === null ? all : (ofRule.get(question.rule) ?? []));
  };
}

/** Registers whose records rules judge. */
const judged: readonly string[] = ['secret', 'person', 'informationSystem'];

/** What the rules find on one record: reads only what its findings follow from, however large the vault is. */
export function findingsOfRecord(session: VaultSession, question: Question & { record: string }): Answer {
  const { record: id, date, rule } = question;
  const register = judged.find(
    (key) => statementsFor(session.db, session.registry.byKey(key)).byId.get(id) !== undefined,
  );
  if (register === undefined) return answer(question, [], []);
  const found = findAll(allRules, tableReader(session, date, { register, id }), date).filter(
    ({ record }) => record === id,
  );
  return answer(
    question,
    counted(Map.groupBy(found, (finding) => finding.rule)),
    rule === null ? found : found.filter((finding) => finding.rule === rule),
  );
}
