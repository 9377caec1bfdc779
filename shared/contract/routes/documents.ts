// Routes of documents on paper: one job that writes a PDF to a place the user chose.
import { z } from 'zod';
import { inForceKinds } from '../../in-force.ts';
import { procedureTemplates } from '../../procedures/templates.ts';
import { route } from '../route.ts';
import {
  asOf,
  filter,
  fullDate,
  jobStarted,
  partialDate,
  pastPart,
  pathToken,
  recordId,
  registerKey,
  sort,
} from './common.ts';

/** Secrets the report on a date looks at: chosen ones, or what fits the conditions. */
const inForceChoice = {
  asOf,
  ids: z.array(recordId).min(1).max(1000).nullable().default(null),
  filters: z.array(filter).max(50).default([]),
  search: z.string().max(200).default(''),
};
const language = z.enum(['zh', 'en']).default('zh');

const templateKey = z.enum(procedureTemplates.map(({ key }) => key) as [string, ...string[]]);

/** Registers whose paper form is also kept by hand (forms.md R01, R05, R10, R11). */
export const blankRegisters = ['secret', 'carrier', 'post', 'person'] as const;

/**
 * What can be printed: a register as its paper form, the public list (R02), the hand-over list of a bundle (F16), the journal, what
 * was in force, the form of a procedure, who knows what (R04), labels; and the forms with nothing in them.
 */
export const printedDocument = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('register'),
    register: registerKey,
    filters: z.array(filter).max(50).default([]),
    search: z.string().max(200).default(''),
    sort: z.array(sort).max(3).default([]),
    /** Void records stay on a paper register, struck through. */
    includeVoid: z.boolean().default(true),
    asOf: asOf.nullable().default(null),
    /** With as-of: which of the past records. */
    part: pastPart.default('all'),
  }),
  z.strictObject({ kind: z.literal('R02'), asOf: asOf.nullable().default(null) }),
  z.strictObject({ kind: z.literal('F16'), bundle: recordId }),
  z.strictObject({
    kind: z.literal('journal'),
    recordId: recordId.nullable().default(null),
    actor: z.string().max(60).nullable().default(null),
    day: fullDate.nullable().default(null),
    action: z.string().max(60).nullable().default(null),
  }),
  /** What protected each secret on a date, in one of the two readings. */
  z.strictObject({ kind: z.literal('inForce'), ...inForceChoice, language }),
  /** The form of a run (F01, F01b, F02, F03, F06, F13); blank: the same form with nothing in it. */
  z.strictObject({ kind: z.literal('procedure'), run: recordId, blank: z.boolean().default(false) }),
  /** R04, who knows what, a page for every secret or person. */
  z.strictObject({
    kind: z.literal('knowers'),
    by: z.enum(['secret', 'person']),
    ids: z.array(recordId).min(1).max(500),
  }),
  /** Labels with mark, number and QR code; on A4 sheets from a place on, or one a page. */
  z.strictObject({
    kind: z.literal('labels'),
    register: z.enum(['secret', 'carrier']),
    ids: z.array(recordId).min(1).max(1000),
    sheet: z.enum(['a4', 'single']).default('a4'),
    start: z.number().int().min(1).max(24).default(1),
  }),
  /** An empty form before there is a run. */
  z.strictObject({ kind: z.literal('blankForm'), template: templateKey, list: z.boolean().default(false) }),
  /** An empty page of a paper register, or of R04, to be written by hand. */
  z.strictObject({ kind: z.literal('blankRegister'), register: z.enum(blankRegisters) }),
  z.strictObject({ kind: z.literal('blankKnowers'), by: z.enum(['secret', 'person']) }),
]);
export type PrintedDocument = z.output<typeof printedDocument>;

export const documentRoutes = {
  /** The same report for the window, some secrets at a time. */
  'inForce.view': route({
    kind: 'query',
    input: z.strictObject({
      ...inForceChoice,
      language,
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(50).default(20),
    }),
    output: z.strictObject({
      /** In force in the reading asked for, frozen ones left out. */
      total: z.number().int(),
      counts: z.strictObject({
        fact: z.number().int(),
        recorded: z.number().int(),
        both: z.number().int(),
        frozen: z.number().int(),
      }),
      secrets: z.array(
        z.strictObject({
          id: recordId,
          number: z.string().nullable(),
          name: z.string(),
          statusToday: z.string().nullable(),
          lines: z.array(
            z.strictObject({
              kind: z.enum(inForceKinds),
              text: z.string(),
              factDate: partialDate.nullable(),
              paper: z.string().nullable(),
              recordedAtMs: z.number().int(),
              isAfter: z.boolean(),
              lateEntry: z.boolean(),
              other: z.strictObject({
                state: z.enum(['same', 'different', 'absent']),
                text: z.string().nullable(),
              }),
            }),
          ),
          more: z.number().int(),
        }),
      ),
    }),
    access: { state: 'unlocked', roles: 'any', writes: false },
    audit: null,
  }),
  'document.create': route({
    kind: 'job',
    input: z.strictObject({ target: pathToken, document: printedDocument }),
    output: jobStarted,
    access: { state: 'unlocked', roles: ['officer', 'approver', 'auditor', 'liaison'], writes: true },
    audit: 'document.created',
  }),
};
