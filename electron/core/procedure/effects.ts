// What a decision does to the registers, at its filing: grades, changes, releases, reviews. The only place procedures change secrets.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { RequestKind } from '../../../shared/procedures/template.ts';
import { procedureTemplates } from '../../../shared/procedures/templates.ts';
import type { FieldValues } from '../../../shared/registers/definition.ts';
import { reviewMonths } from '../../../shared/review.ts';
import { addMonths } from '../../../shared/values/date.ts';
import { termEnd } from '../../../shared/values/term.ts';
import type { TableRow } from '../register/statements.ts';
import { rowById, updateRecord } from '../register/store.ts';
import type { WriteContext } from '../register/write-context.ts';
import { requireDifference } from './compare.ts';
import { hasContent, type Run } from './read-run.ts';
import { requireFit, startRun } from './start-run.ts';
import { addGradingTasks, addReleaseTasks, addRemarkTasks } from './tasks.ts';
import { writeItem } from './write-run.ts';

/** What filing does besides: runs it started. */
export interface Filed {
  started: { id: string; number: string }[];
}

type Effect = (context: WriteContext, run: Run, filedOn: string) => Filed;

const nothing: Filed = { started: [] };

/** Items that were agreed or adjusted. */
function decided(run: Run): TableRow[] {
  return run.items.filter(({ status }) => status === 'agreed' || status === 'adjusted');
}

function writeSecret(
  context: WriteContext,
  row: TableRow,
  values: FieldValues,
  input: { status?: string; factDate: string; run: Run },
): TableRow {
  return updateRecord(context, context.session.registry.byKey('secret'), row, {
    version: null,
    values,
    factDate: input.factDate,
    reason: `${input.run.template.label.zh} ${input.run.row.number ?? ''}`.trim(),
    ...(input.status === undefined ? {} : { status: input.status }),
  });
}

function nextReview(context: WriteContext, level: unknown, from: string): string {
  const { grades } = context.session.settings.scheme;
  return addMonths(from, reviewMonths(grades, typeof level === 'string' ? level : null));
}

/** Each decided item with the row of its secret, ended on the day of filing. */
function* eachDecided(context: WriteContext, run: Run, filedOn: string) {
  const secrets = context.session.registry.byKey('secret');
  for (const item of decided(run)) {
    const secret = rowById(context, secrets, String(item.secret));
    // Between decision and filing somebody may have voided it or entered its grade by hand.
    requireFit(secret, String(item.request) as RequestKind);
    yield { item, secret };
    writeItem(context, item, { endsOn: filedOn }, item.status, filedOn);
  }
}

const text = (value: TableRow[string] | undefined) => (typeof value === 'string' && value !== '' ? value : null);

/** Grades hold from the day they were approved; the exact content may follow later. */
const fileGrading: Effect = (context, run, filedOn) => {
  for (const { item, secret } of eachDecided(context, run, filedOn)) {
    const gradedOn = text(item.decided_on) ?? filedOn;
    const level = text(item.decided_level);
    const graded = writeSecret(
      context,
      secret,
      {
        level,
        term: text(item.decided_term),
        scope: text(item.decided_scope) ?? text(secret.scope),
        gradedOn,
        approvalNumber: run.row.number,
        filedOn,
        nextReviewOn: nextReview(context, level, gradedOn),
      },
      { status: hasContent(context.session, secret) ? 'in_force' : 'content_due', factDate: gradedOn, run },
    );
    addGradingTasks(context, run.row.id, graded);
  }
  return nothing;
};

/** A term in years counts from the decision, not from the first grading: it is written as the date it ends on. */
function changedTerm(term: string | null, from: string): string | null {
  return term === null ? null : term.startsWith('P') ? termEnd(term, from) : term;
}

function change(context: WriteContext, run: Run, item: TableRow, secret: TableRow): void {
  const changedOn = text(item.decided_on) ?? text(item.starts_on) ?? '';
  requireDifference(secret, Number(item.position), {
    request: String(item.request),
    level: text(item.decided_level),
    term: text(item.decided_term),
    scope: text(item.decided_scope),
    on: changedOn,
  });
  const level = text(item.decided_level) ?? text(secret.level);
  const changed = writeSecret(
    context,
    secret,
    {
      level,
      term: changedTerm(text(item.decided_term), changedOn) ?? text(secret.term),
      scope: text(item.decided_scope) ?? text(secret.scope),
      changedOn,
      approvalNumber: run.row.number,
      nextReviewOn: nextReview(context, level, changedOn),
    },
    { factDate: changedOn, run },
  );
  addRemarkTasks(context, run.row.id, secret, changed);
}

function release(context: WriteContext, run: Run, item: TableRow, secret: TableRow, releasedOn: string): void {
  writeSecret(
    context,
    secret,
    { releasedOn, nextReviewOn: null, approvalNumber: run.row.number },
    { status: 'released', factDate: releasedOn, run },
  );
  addReleaseTasks(context, run.row.id, String(item.secret));
}

const fileLevelChange: Effect = (context, run, filedOn) => {
  for (const { item, secret } of eachDecided(context, run, filedOn)) {
    if (item.request === 'release') release(context, run, item, secret, text(item.decided_on) ?? filedOn);
    else change(context, run, item, secret);
  }
  return nothing;
};

/** A secret is released of itself on the last day of its term, or when it became public: nobody decides, it is recorded. */
const fileAutomaticRelease: Effect = (context, run, filedOn) => {
  const secrets = context.session.registry.byKey('secret');
  for (const item of run.items.filter(({ status }) => status === 'pending')) {
    const secret = rowById(context, secrets, String(item.secret));
    requireFit(secret, 'release');
    const on = releaseDate(secret);
    // The last day of a term is still within it; what was published is public on that day.
    const isOver = on !== null && (on < filedOn || (on === filedOn && on === secret.published_on));
    if (!isOver) throw new AppError('procedure_release_not_due', { number: secret.number });
    release(context, run, item, secret, on);
    writeItem(context, item, { decidedOn: on, endsOn: filedOn }, 'agreed', on);
  }
  return nothing;
};

/** The day a secret stopped being one by itself: published, or the end of its term; null while neither is known. */
export function releaseDate(secret: Pick<TableRow, 'id'> & Record<string, unknown>): string | null {
  const published = typeof secret.published_on === 'string' ? secret.published_on : null;
  const term = typeof secret.term === 'string' ? secret.term : null;
  const end = term === null ? null : termEnd(term, typeof secret.graded_on === 'string' ? secret.graded_on : null);
  const dates = [published, end].filter((date) => date !== null).toSorted();
  return dates[0] ?? null;
}

/** 维持 needs nothing more; what is to change goes into one further run, with the review as its source. */
const fileYearlyReview: Effect = (context, run, filedOn) => {
  const changes: TableRow[] = [];
  for (const { item, secret } of eachDecided(context, run, filedOn)) {
    const reviewedOn = text(item.decided_on) ?? filedOn;
    writeSecret(
      context,
      secret,
      { lastReviewedOn: reviewedOn, nextReviewOn: nextReview(context, secret.level, reviewedOn) },
      { factDate: reviewedOn, run },
    );
    if (item.decided_request !== 'keep') changes.push(item);
  }
  if (changes.length === 0) return nothing;
  const reviewed = run.taken.findLast(({ step }) => step === 'review') ?? run.taken[0];
  const started = startRun(
    context,
    {
      template: 'levelChange',
      title: `${procedureTemplates.find(({ key }) => key === 'levelChange')?.label.zh ?? ''}：${run.row.number ?? ''} 复核意见 ${changes.length} 项`,
      department: text(run.row.department),
      reason: `年度复核 ${run.row.number ?? ''}`.trim(),
      items: changes.map((item) => ({
        record: String(item.secret),
        request: item.decided_request as 'change' | 'extend' | 'release',
        level: text(item.decided_level),
        term: text(item.decided_term),
        scope: text(item.decided_scope),
        reason: text(item.decision_note),
      })),
      common: {},
      subject: null,
      year: null,
      expertAsked: false,
      stateSecretDeclared: false,
      // The change is proposed by whoever reviewed, in the way he did it.
      mode: reviewed?.row.mode === 'paper' ? 'paper' : 'screen',
      proposer: reviewed ? { name: reviewed.doneBy, personId: null } : null,
      startedOn: filedOn,
    },
    run.row.id,
  );
  return { started: [{ id: started.row.id, number: started.row.number ?? '' }] };
};

/** The review of what is to leave ends with the handling that was decided. */
const fileDisclosureReview: Effect = (context, run, filedOn) => {
  const definition = context.session.registry.byKey('disclosureReview');
  const row = rowById(context, definition, String(run.row.subject));
  const handling = text(row.handling);
  const status =
    handling === 'withheld' ? 'refused' : handling === null || handling === 'asIs' ? 'approved' : 'conditional';
  updateRecord(context, definition, row, {
    version: null,
    status,
    values: { decidedOn: run.taken.findLast(({ outcome }) => outcome === 'decided')?.doneOn ?? filedOn },
    factDate: filedOn,
  });
  return nothing;
};

/** By template; one without an entry changes nothing but itself. */
export const effects: Readonly<Record<string, Effect>> = {
  grading: fileGrading,
  levelChange: fileLevelChange,
  automaticRelease: fileAutomaticRelease,
  yearlyReview: fileYearlyReview,
  disclosureReview: fileDisclosureReview,
};
