// Routes on procedures: start, amend, take steps on screen or from paper, tick off what follows, read; and the inbox (待办).
import { z } from 'zod';
import { actingRoles, requestKinds } from '../../procedures/template.ts';
import { procedureTemplates } from '../../procedures/templates.ts';
import { route } from '../route.ts';
import { empty, fullDate, recordId, recordRow } from './common.ts';

const read = { state: 'unlocked', roles: 'any', writes: false } as const;
const propose = { state: 'unlocked', roles: ['officer', 'liaison'], writes: true } as const;
const act = { state: 'unlocked', roles: actingRoles, writes: true } as const;

const shortText = z.string().trim().max(500);
const longText = z.string().trim().max(20_000);
const templateKey = z.enum(procedureTemplates.map(({ key }) => key) as [string, ...string[]]);
const stepKey = z.string().regex(/^[a-z][A-Za-z]{1,40}$/);

/** Somebody who signed: the name as written, and the person of the roster where it is one. */
const signer = z.strictObject({ name: z.string().trim().min(1).max(100), personId: recordId.nullable().default(null) });

/** What is asked for a record. What is left out is taken from the record itself, or from what is common to all. */
const proposal = z.strictObject({
  request: z.enum(requestKinds).optional(),
  level: z.string().max(40).nullable().optional(),
  term: z.string().max(40).nullable().optional(),
  scope: longText.nullable().optional(),
  reason: longText.nullable().optional(),
  /** Scores of the grading assistant, `factor=points` separated by spaces. */
  assessment: shortText.nullable().optional(),
});
export type Proposal = z.output<typeof proposal>;

const item = proposal.extend({ record: recordId });

/** What was decided for rows of the list, by their position on paper; both ends are meant. */
const decision = z.strictObject({
  outcome: z.enum(['agreed', 'adjusted', 'refused']),
  request: z.enum(['keep', 'change', 'extend', 'release']).optional(),
  level: z.string().max(40).optional(),
  term: z.string().max(40).optional(),
  scope: longText.optional(),
  note: shortText.optional(),
});
export type Decision = z.output<typeof decision>;

const rangeDecision = decision.extend({ from: z.number().int().min(1), to: z.number().int().min(1) });

const results = z.strictObject({
  /** For every row no exception names. */
  rest: decision,
  exceptions: z.array(rangeDecision).max(1000).default([]),
});
export type Results = z.output<typeof results>;

const taking = z.strictObject({
  /** The step the caller saw as the present one. */
  step: stepKey,
  outcome: z.enum([
    'proposed',
    'agreed',
    'decided',
    'filed',
    'executed',
    'confirmed',
    'returned',
    'refused',
    'withdrawn',
    'delegated',
    'commented',
  ]),
  mode: z.enum(['screen', 'paper']),
  /** Who signed, with mode paper. */
  doneBy: signer.nullable().default(null),
  /** The date on the paper; today where it is left out. */
  doneOn: fullDate.nullable().default(null),
  opinion: longText.nullable().default(null),
  /** Login of who is to act, with outcome delegated. */
  delegate: z.string().max(60).nullable().default(null),
  results: results.nullable().default(null),
});
export type Taking = z.output<typeof taking>;

/** A procedure that waits for somebody, as the inbox lists it. */
const inboxEntry = z.strictObject({
  /** step: a decision is waited for. returned: it came back to be put right. tasks: marks and notices are left to do. */
  kind: z.enum(['step', 'returned', 'tasks']),
  procedure: recordRow,
  step: stepKey,
  /** What the step is called in this procedure. */
  stepLabel: z.strictObject({ zh: z.string(), en: z.string() }),
  /** Whether the user may take it on screen. */
  mine: z.boolean(),
  /** Login of who was asked to act in place. */
  delegate: z.string().nullable(),
  dueOn: fullDate.nullable(),
  /** Whether the deadline is a legal one or the enterprise's own (制度). */
  firmness: z.enum(['statute', 'house']).nullable(),
  /** Whether the deadline runs through a year whose holidays are in no table, and so knows weekends only. */
  holidaysMissing: z.boolean(),
  /** Since when it waits. */
  since: fullDate,
  openTasks: z.number().int(),
});
export type InboxEntry = z.infer<typeof inboxEntry>;

export const procedureRoutes = {
  'procedure.start': route({
    kind: 'command',
    input: z.strictObject({
      template: templateKey,
      title: shortText.default(''),
      department: recordId.nullable().default(null),
      reason: longText.default(''),
      items: z.array(item).max(1000).default([]),
      /** For every item that does not say otherwise. */
      common: proposal.default({}),
      subject: recordId.nullable().default(null),
      year: z.number().int().min(1900).max(2100).nullable().default(null),
      expertAsked: z.boolean().default(false),
      stateSecretDeclared: z.boolean().default(false),
      mode: z.enum(['screen', 'paper']).default('screen'),
      proposer: signer.nullable().default(null),
      startedOn: fullDate.nullable().default(null),
    }),
    output: z.strictObject({ id: recordId, number: z.string() }),
    access: propose,
    audit: 'procedure.started',
  }),
  /** Puts right what came back: title, grounds and items, before it is proposed again. */
  'procedure.amend': route({
    kind: 'command',
    input: z.strictObject({
      id: recordId,
      reason: longText.optional(),
      items: z.array(item).max(1000).default([]),
      /** Records taken out of the run. */
      without: z.array(recordId).max(1000).default([]),
    }),
    output: z.strictObject({ changed: z.number().int() }),
    access: propose,
    audit: 'procedure.amended',
  }),
  /** Takes one step, or several signed on one paper, in order; all or none. */
  'procedure.take': route({
    kind: 'command',
    input: z.strictObject({
      id: recordId,
      steps: z.array(taking).min(1).max(20),
      /** The code at the foot of the paper that was signed. */
      formCode: z.string().trim().max(20).nullable().default(null),
    }),
    output: z.strictObject({
      status: z.string(),
      step: stepKey.nullable(),
      /** Runs that came about by filing: changes a review asked for. */
      started: z.array(z.strictObject({ id: recordId, number: z.string() })),
    }),
    access: act,
    audit: 'procedure.stepTaken',
  }),
  /** Ticks off what follows a decision. The last one closes the run. */
  'procedure.finishTasks': route({
    kind: 'command',
    input: z.strictObject({
      ids: z.array(recordId).min(1).max(5000),
      outcome: z.enum(['done', 'notNeeded']),
      doneOn: fullDate.nullable().default(null),
      doneBy: signer.nullable().default(null),
      note: shortText.nullable().default(null),
    }),
    output: z.strictObject({ finished: z.number().int(), closed: z.array(recordId) }),
    access: propose,
    audit: 'procedure.tasksFinished',
  }),
  'procedure.get': route({
    kind: 'query',
    input: z.strictObject({ id: recordId }),
    output: z.strictObject({
      procedure: recordRow,
      /** Names of the steps that belong to this run, in order. */
      steps: z.array(stepKey),
      current: stepKey.nullable(),
      /** Why the user may not take the present step on screen; null where he may. */
      obstacle: z.enum(['closed', 'role', 'separation']).nullable(),
      delegate: z.string().nullable(),
      /** Whether the user may hand the present step on, or take it back. */
      mayHandOn: z.boolean(),
      /** Whether the user may take the run back: it is his, or he is an officer, and nothing of it is filed. */
      mayWithdraw: z.boolean(),
      firmness: z.enum(['statute', 'house']).nullable(),
      /** Whether the deadline runs through a year whose holidays are in no table, and so knows weekends only. */
      holidaysMissing: z.boolean(),
      taken: z.array(recordRow),
      items: z.array(z.strictObject({ item: recordRow, secret: recordRow })),
      tasks: z.array(recordRow),
      /** The code a form printed now would carry. */
      formCode: z.string(),
      formDigest: z.string(),
    }),
    access: read,
    audit: null,
  }),
  'inbox.list': route({
    kind: 'query',
    input: empty,
    output: z.strictObject({ entries: z.array(inboxEntry) }),
    access: read,
    audit: null,
  }),
};
