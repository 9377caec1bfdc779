// Reads runs of procedures: their items, steps and tasks, and where they stand. The only SQL on procedures; writes nothing.
import {
  isApplicable,
  type RunState,
  runState,
  type StepOutcome,
  type TakenStep,
} from '../../../shared/procedures/run-state.ts';
import { actingRoles, type ProcedureTemplate } from '../../../shared/procedures/template.ts';
import { templateOf } from '../../../shared/procedures/templates.ts';
import type { SeparationPair } from '../../../shared/separation.ts';
import { prepared } from '../db/prepared.ts';
import { getRow } from '../register/read.ts';
import type { TableRow } from '../register/statements.ts';
import { waiversOf } from '../vault/separation.ts';
import type { VaultSession } from '../vault/session.ts';

/** A step as it was taken. */
export interface StepTaken extends TakenStep {
  row: TableRow;
  /** Name as written of who acted. */
  doneBy: string;
  /** Who that is on the roster, where it is known. */
  doneById: string | null;
  doneOn: string;
}

export interface Run {
  row: TableRow;
  template: ProcedureTemplate;
  /** Rows of procedureItem, in the order of the paper list. */
  items: TableRow[];
  taken: StepTaken[];
  tasks: TableRow[];
  state: RunState;
}

/** A run with all that belongs to it. Throws AppError `record_missing`. */
export function readRun(session: VaultSession, id: string): Run {
  const row = getRow(session, session.registry.byKey('procedure'), id);
  const rows = (sql: string) => prepared(session.db, sql).all(id) as TableRow[];
  const items = rows('SELECT * FROM procedure_item WHERE procedure = ? AND void = 0 ORDER BY position, rid');
  const taken = rows('SELECT * FROM procedure_step WHERE procedure = ? AND void = 0 ORDER BY rid').map(asTaken);
  const tasks = rows('SELECT * FROM procedure_task WHERE procedure = ? AND void = 0 ORDER BY rid');
  const template = templateOf(String(row.template));
  return { row, template, items, taken, tasks, state: runState(template, conditionsOf(session, row, items), taken) };
}

function asTaken(row: TableRow): StepTaken {
  return {
    row,
    step: String(row.step),
    outcome: row.outcome as StepOutcome,
    delegate: row.delegate === null ? null : String(row.delegate),
    doneBy: String(row.done_by),
    doneById: row.done_by_id === null ? null : String(row.done_by_id),
    doneOn: String(row.done_on),
  };
}

function conditionsOf(session: VaultSession, row: TableRow, items: readonly TableRow[]) {
  const { grades } = session.settings.scheme;
  const rankOf = (level: unknown) => grades.find(({ code }) => code === level)?.rank;
  const ranks = items.map((item) => rankOf(item.proposed_level)).filter((rank) => rank !== undefined);
  return { expertAsked: row.expert_asked === 1, ranks: [...new Set(ranks)] };
}

/** The steps of the template that belong to this run, in order. */
export function stepsOf(session: VaultSession, run: Run) {
  const conditions = conditionsOf(session, run.row, run.items);
  return run.template.steps.filter((step) => isApplicable(step, conditions));
}

/** Open runs in which one of these records waits for a decision, or for its filing: record id → number of the run. */
export function busyRecords(session: VaultSession, ids: readonly string[]): Map<string, string> {
  const found = prepared(
    session.db,
    `SELECT i.secret AS id, p.number FROM procedure_item i JOIN procedure p ON p.id = i.procedure
     WHERE i.status IN ('pending', 'agreed', 'adjusted') AND i.ends_on IS NULL AND i.void = 0
       AND p.void = 0 AND p.status IN ('open', 'returned')
       AND i.secret IN (SELECT value FROM json_each(?))`,
  ).all(JSON.stringify(ids)) as { id: string; number: string }[];
  return new Map(found.map(({ id, number }) => [id, number]));
}

/** Runs that are not closed, oldest deadline first. */
export function openRuns(session: VaultSession): string[] {
  return prepared(
    session.db,
    `SELECT id FROM procedure WHERE void = 0 AND status IN ('open', 'returned') ORDER BY coalesce(due_on, '9999'), rid`,
  )
    .pluck()
    .all() as string[];
}

/** What is affected when a secret's grade changes: carriers it lies on, people and posts in the know today. */
export function affectedBy(
  session: VaultSession,
  secret: string,
): { carriers: string[]; people: string[]; posts: string[] } {
  const ids = (sql: string) => prepared(session.db, sql).pluck().all(secret) as string[];
  return {
    carriers: ids(
      `SELECT DISTINCT l.carrier FROM secret_carrier l JOIN carrier c ON c.id = l.carrier
       WHERE l.secret = ? AND l.ends_on IS NULL AND l.void = 0 AND c.void = 0 AND c.status <> 'destroyed' ORDER BY l.rid`,
    ),
    people: ids(
      'SELECT DISTINCT person FROM secret_person WHERE secret = ? AND ends_on IS NULL AND void = 0 ORDER BY rid',
    ),
    posts: ids('SELECT DISTINCT post FROM secret_post WHERE secret = ? AND ends_on IS NULL AND void = 0 ORDER BY rid'),
  };
}

/** Whether a secret's content is here: sealed in the vault, or as a file or a fingerprint of one. */
export function hasContent(session: VaultSession, row: TableRow): boolean {
  if (row.content !== null) return true;
  const files = prepared(session.db, 'SELECT count(*) FROM attachment WHERE owner_id = ? AND void = 0').pluck();
  return (files.get(row.id) as number) > 0;
}

const activePeople = "FROM user WHERE status = 'active' AND kind IS NULL";

/** Whether somebody with this login can be asked to act: administrators and auditors take no step (三权分设). */
export function canActFor(session: VaultSession, login: string): boolean {
  return (
    prepared(
      session.db,
      `SELECT 1 ${activePeople} AND login = ?
       AND EXISTS (SELECT 1 FROM json_each(user.roles) WHERE value IN (SELECT value FROM json_each(?)))`,
    ).get(login, JSON.stringify(actingRoles)) !== undefined
  );
}

/** The pairs of duties a person of this name may hold by waiver; one entry for every user so called. */
export function waiversOfName(session: VaultSession, name: string): SeparationPair[][] {
  const rows = prepared(session.db, `SELECT rid ${activePeople} AND name = ?`).all(name) as { rid: number }[];
  return rows.map(({ rid }) => waiversOf(session.db, rid));
}
