// Routes of figures over the registers, computed when asked and stored nowhere: those of the workbench, and the matrix of risk.
import { z } from 'zod';
import { figureKeys } from '../../figures.ts';
import { route } from '../route.ts';
import { fullDate, partialDate, recordId } from './common.ts';

const read = { state: 'unlocked', roles: 'any', writes: false } as const;

const count = z.number().int();
const step = z.number().int().min(1).max(5);

const riskChoice = {
  /** Today where it is left out. */
  date: fullDate.nullable().default(null),
  /** Only what is to be assessed: never assessed, or more than a year ago. */
  onlyDue: z.boolean().default(false),
  level: z.string().max(40).nullable().default(null),
  department: recordId.nullable().default(null),
};

export const figureRoutes = {
  /** Computed beside the core, which answers others meanwhile. */
  'workbench.figures': route({
    kind: 'session',
    input: z.strictObject({ date: fullDate.nullable().default(null) }),
    output: z.strictObject({
      date: fullDate,
      /** Totals of the lists of `shared/figures.ts`. */
      lists: z.record(z.enum(figureKeys), count),
      /** Secrets in force by grade, highest first; null: none entered. Grades without secrets are left out. */
      levels: z.array(z.strictObject({ level: z.string().nullable(), count })),
      /** Secrets in force by department, most first, each by grade; null: none entered. */
      departments: z.array(
        z.strictObject({
          id: recordId.nullable(),
          name: z.string(),
          total: count,
          levels: z.array(z.strictObject({ level: z.string().nullable(), count })),
        }),
      ),
      measures: z.strictObject({
        /** Secrets in force. */
        secrets: count,
        /** Those that lack evidence for any of the seven kinds. */
        withGaps: count,
        /** By kind: how many lack evidence for it. */
        lacking: z.record(z.string(), count),
      }),
    }),
    access: read,
    audit: null,
  }),
  /** Secrets in force by likelihood and harm. */
  'risk.matrix': route({
    kind: 'query',
    input: z.strictObject(riskChoice),
    output: z.strictObject({
      date: fullDate,
      total: count,
      /** Of the total: to be assessed. */
      due: count,
      /** Cells without secrets are left out. */
      cells: z.array(z.strictObject({ likelihood: step, harm: step, count })),
      /** Likelihood or harm not entered. */
      unrated: count,
    }),
    access: read,
    audit: null,
  }),
  /** The secrets of one cell, of those without one, or all; in the order of their numbers. */
  'risk.secrets': route({
    kind: 'query',
    input: z.strictObject({
      ...riskChoice,
      cell: z
        .union([z.strictObject({ likelihood: step, harm: step }), z.literal('unrated')])
        .nullable()
        .default(null),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    output: z.strictObject({
      total: count,
      secrets: z.array(
        z.strictObject({
          id: recordId,
          number: z.string().nullable(),
          name: z.string(),
          level: z.string().nullable(),
          department: z.string(),
          likelihood: step.nullable(),
          harm: step.nullable(),
          assessedOn: partialDate.nullable(),
          /** When it is to be assessed again; null where it never was. */
          dueOn: fullDate.nullable(),
          isDue: z.boolean(),
        }),
      ),
    }),
    access: read,
    audit: null,
  }),
};
