// What the forms of a procedure print, as plain values: the run, its records as they stood when it was proposed, and the steps
// signed on screen. The only reading of the vault behind these forms; sealed content never comes here.
import type { GradingScheme } from '../../../../../shared/levels.ts';
import { passedSteps } from '../../../../../shared/procedures/run-state.ts';
import type { ProcedureStep, ProcedureTemplate } from '../../../../../shared/procedures/template.ts';
import type { FieldValues } from '../../../../../shared/registers/definition.ts';
import { localDate } from '../../../../../shared/time.ts';
import { prepared } from '../../../db/prepared.ts';
import { formDigest } from '../../../procedure/form-code.ts';
import { affectedBy, type Run, readRun, stepsOf } from '../../../procedure/read-run.ts';
import { rowOfRevision } from '../../../register/as-of.ts';
import { isMarked } from '../../../register/marks.ts';
import { getRow, toRecords } from '../../../register/read.ts';
import type { TableRow } from '../../../register/statements.ts';
import type { VaultSession } from '../../../vault/session.ts';
import { contentDigest } from '../document-head.ts';

/** A carrier as forms name it: number and copy, never its name. */
export interface PaperCarrier {
  number: string;
  copyNumber: number | null;
  form: string | null;
}

/** A secret as a form shows it. */
export interface PaperSecret {
  number: string | null;
  name: string;
  values: FieldValues;
  department: string | null;
  carriers: readonly PaperCarrier[];
  people: readonly string[];
  posts: readonly string[];
}

export interface Grading {
  level: string | null;
  term: string | null;
  scope: string | null;
}

export interface PaperItem {
  position: number;
  /** Taken off the list: its row stays, struck through. */
  isWithdrawn: boolean;
  request: string | null;
  /** As it stood when the run was proposed. */
  secret: PaperSecret;
  proposed: Grading;
  reason: string | null;
  /** What was decided on screen; null while nothing was, and where it was decided in ink. */
  result: (Grading & { status: string; request: string | null; note: string | null }) | null;
  /** Grade and term once approved, for the upper left of the form. */
  graded: (Grading & { from: string | null }) | null;
}

/** A step signed on screen. */
export interface Signed {
  name: string;
  on: string;
  opinion: string | null;
  /** Code of procedureStep.outcome, and its word. */
  code: string;
  outcome: string;
}

export interface PaperRun {
  template: ProcedureTemplate;
  organisation: string;
  demo: boolean;
  scheme: GradingScheme;
  /** Null on an empty form. */
  row: TableRow | null;
  number: string | null;
  /** What it is about, in words. */
  title: string;
  steps: readonly ProcedureStep[];
  signed: ReadonlyMap<string, Signed>;
  /** Names expected to sign, by step. */
  expected: ReadonlyMap<string, string>;
  department: string | null;
  items: readonly PaperItem[];
  /** Results were entered from a signed paper: that paper counts. */
  isDecidedInInk: boolean;
  digest: string;
  today: string;
}

/** Stands where a record may not be shown. */
const frozenName = '（待保密工作机构答复，不予打印）';

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

/** The row of a secret when the run was proposed; what a filing changed since is not what was signed. */
function rowAtProposal(session: VaultSession, item: TableRow, live: TableRow): TableRow {
  if (item.status === 'pending') return live;
  const revision = prepared(
    session.db,
    `SELECT record AS rid, version, at, actor, status, void, number, fact_date, late, reason, open_values, personal_values, kept
     FROM revision WHERE record = ? AND seq < (SELECT seq FROM revision WHERE record = ? AND version = 1)
     ORDER BY version DESC LIMIT 1`,
  ).get(live.rid, item.rid) as Parameters<typeof rowOfRevision>[2] | undefined;
  if (revision === undefined) return live;
  return rowOfRevision(session, session.registry.byKey('secret'), revision, {
    id: live.id,
    recordedAt: live.recorded_at,
    createdBy: live.created_by,
  });
}

function titles(session: VaultSession, register: string, ids: readonly string[]): string[] {
  const definition = session.registry.byKey(register);
  return ids.map((id) => String(getRow(session, definition, id).name ?? ''));
}

/** Carriers, people and posts a secret is linked to today. */
function surroundings(session: VaultSession, secret: string): Pick<PaperSecret, 'carriers' | 'people' | 'posts'> {
  const { carriers, people, posts } = affectedBy(session, secret);
  const definition = session.registry.byKey('carrier');
  const forms = definition.fields.find(({ key }) => key === 'form');
  const formName = (code: unknown) =>
    (forms?.kind === 'choice' ? forms.choices.find((choice) => choice.code === code)?.label.zh : null) ?? null;
  return {
    carriers: carriers.map((id) => {
      const row = getRow(session, definition, id);
      return {
        number: row.number ?? '',
        copyNumber: typeof row.copy_number === 'number' ? row.copy_number : null,
        form: formName(row.form),
      };
    }),
    people: titles(session, 'person', people),
    posts: titles(session, 'post', posts),
  };
}

function secretOf(session: VaultSession, item: TableRow): PaperSecret {
  const definition = session.registry.byKey('secret');
  const live = getRow(session, definition, String(item.secret));
  if (isMarked(session, live.rid, 'frozen'))
    return {
      number: live.number,
      name: frozenName,
      values: {},
      department: null,
      carriers: [],
      people: [],
      posts: [],
    };
  const [record] = toRecords(session, definition, [rowAtProposal(session, item, live)]);
  const values = record?.values ?? {};
  return {
    number: live.number,
    name: String(values.name ?? ''),
    values,
    department: text(record?.labels.department),
    ...surroundings(session, live.id),
  };
}

function itemOf(session: VaultSession, run: Run, item: TableRow, isOnScreen: boolean): PaperItem {
  const grading = (side: 'proposed' | 'decided'): Grading => ({
    level: text(item[`${side}_level`]),
    term: text(item[`${side}_term`]),
    scope: text(item[`${side}_scope`]),
  });
  const isDecided = ['agreed', 'adjusted', 'refused'].includes(String(item.status));
  const secret = secretOf(session, item);
  const isFiled = item.ends_on !== null && (item.status === 'agreed' || item.status === 'adjusted');
  const before = {
    level: text(secret.values.level),
    term: text(secret.values.term),
    scope: text(secret.values.scope),
    from: text(secret.values.gradedOn),
  };
  return {
    position: Number(item.position),
    isWithdrawn: item.status === 'withdrawn',
    request: text(item.request),
    secret,
    proposed: grading('proposed'),
    reason: text(item.proposed_reason),
    result:
      isDecided && isOnScreen
        ? {
            ...grading('decided'),
            status: String(item.status),
            request: text(item.decided_request),
            note: text(item.decision_note),
          }
        : null,
    graded:
      run.template.key !== 'grading' ? before : isFiled ? { ...grading('decided'), from: text(item.decided_on) } : null,
  };
}

/** Who is expected to sign, where the registers say so. */
function expectedSigners(session: VaultSession, run: Run): Map<string, string> {
  const expected = new Map<string, string>();
  const proposer = text(run.row.proposer);
  if (proposer !== null) expected.set('propose', proposer);
  const department = text(run.row.department);
  const head = department === null ? null : getRow(session, session.registry.byKey('department'), department).head;
  if (typeof head === 'string' && head !== '') expected.set('departmentHead', head);
  return expected;
}

function signedSteps(session: VaultSession, run: Run): Map<string, Signed> {
  const steps = passedSteps(run.taken);
  const end = run.taken.at(-1);
  if (end && (end.outcome === 'refused' || end.outcome === 'withdrawn')) steps.set(end.step, end);
  const outcomes = session.registry.byKey('procedureStep').fields.find(({ key }) => key === 'outcome');
  const word = (code: string) =>
    (outcomes?.kind === 'choice' ? outcomes.choices.find((choice) => choice.code === code)?.label.zh : null) ?? code;
  return new Map(
    [...steps]
      .filter(([, { row }]) => row.mode === 'screen')
      .map(([step, { row, doneBy, doneOn, outcome }]) => [
        step,
        { name: doneBy, on: doneOn, opinion: text(row.opinion), code: outcome, outcome: word(outcome) },
      ]),
  );
}

/** Whether a run holds a record that may be shown nowhere: its title may name it. */
export function holdsFrozen(session: VaultSession, run: string): boolean {
  const found = prepared(
    session.db,
    `SELECT 1 FROM procedure_item i JOIN secret s ON s.id = i.secret JOIN record_mark m ON m.record = s.rid
     WHERE i.procedure = ? AND m.kind = 'frozen'`,
  ).get(run);
  return found !== undefined;
}

/** A run for its form. Throws AppError `record_missing`. */
export function paperRun(session: VaultSession, id: string): PaperRun {
  const run = readRun(session, id);
  const { organisation, demo, scheme } = session.settings;
  const [record] = toRecords(session, session.registry.byKey('procedure'), [run.row]);
  const deciding = run.template.steps.find(({ act }) => act === 'decide')?.name;
  const decided = deciding === undefined ? undefined : passedSteps(run.taken).get(deciding);
  const isInk = decided !== undefined && decided.row.mode === 'paper';
  return {
    template: run.template,
    organisation,
    demo,
    scheme,
    row: run.row,
    number: run.row.number,
    title: holdsFrozen(session, id) ? run.template.label.zh : String(run.row.title ?? ''),
    steps: stepsOf(session, run),
    signed: signedSteps(session, run),
    expected: expectedSigners(session, run),
    department: text(record?.labels.department),
    items: run.items.map((item) => itemOf(session, run, item, !isInk)),
    isDecidedInInk: isInk,
    digest: formDigest(session, run),
    today: localDate(session.now()),
  };
}

/** The form of a procedure with nothing in it. */
export function blankRun(session: VaultSession, template: ProcedureTemplate): PaperRun {
  const { organisation, demo, scheme } = session.settings;
  return {
    template,
    organisation,
    demo,
    scheme,
    row: null,
    number: null,
    title: '',
    steps: template.steps,
    signed: new Map(),
    expected: new Map(),
    department: null,
    items: [],
    isDecidedInInk: false,
    digest: contentDigest(['blank', template.key]),
    today: localDate(session.now()),
  };
}
