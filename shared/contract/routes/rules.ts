// Routes of what is computed when asked and stored nowhere: findings of the rules, and the matrices of measures and of who knows what.
import { z } from 'zod';
import { measureKinds } from '../../registers/measure.ts';
import { severities } from '../../rules/finding.ts';
import { route } from '../route.ts';
import { filter, fullDate, partialDate, recordId, registerKey } from './common.ts';

const measureCodes = measureKinds.map(({ code }) => code);

const read = { state: 'unlocked', roles: 'any', writes: false } as const;

export const findingView = z.strictObject({
  rule: z.string(),
  severity: z.enum(severities),
  register: registerKey,
  record: recordId,
  number: z.string().nullable(),
  title: z.string(),
  field: z.string().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  source: z.string(),
  dueOn: fullDate.nullable(),
  fix: z.discriminatedUnion('act', [
    z.strictObject({ act: z.literal('edit'), field: z.string() }),
    z.strictObject({ act: z.literal('link'), link: z.string() }),
    z.strictObject({ act: z.literal('procedure'), template: z.string() }),
    z.strictObject({ act: z.literal('open') }),
  ]),
});

const page = {
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(200).default(50),
};

const choice = {
  filters: z.array(filter).max(50).default([]),
  search: z.string().max(200).default(''),
};

export const ruleRoutes = {
  /** Computed beside the core, which answers others meanwhile; one record's own findings are computed at once. */
  'rules.findings': route({
    kind: 'session',
    input: z.strictObject({
      /** Today where it is left out. */
      date: fullDate.nullable().default(null),
      rule: z.string().max(60).nullable().default(null),
      /** Of one record. */
      record: recordId.nullable().default(null),
      ...page,
      limit: z.number().int().min(1).max(10_000).default(50),
    }),
    output: z.strictObject({
      date: fullDate,
      /**
       * How many findings each rule has, severest rules first; rules without findings are left out. Of the one record where one is
       * asked for, else of all.
       */
      counts: z.array(z.strictObject({ rule: z.string(), severity: z.enum(severities), count: z.number().int() })),
      total: z.number().int(),
      findings: z.array(findingView),
    }),
    access: read,
    audit: null,
  }),
  /** Seven kinds of measures for each secret in force (法释〔2020〕7号 art. 6). */
  'measures.matrix': route({
    kind: 'session',
    input: z.strictObject({
      ...choice,
      date: fullDate.nullable().default(null),
      /** Only secrets with a kind that lacks evidence. */
      onlyGaps: z.boolean().default(false),
      /** Only secrets that lack evidence for this kind. */
      lacks: z.enum(measureCodes).nullable().default(null),
      ...page,
    }),
    output: z.strictObject({
      date: fullDate,
      total: z.number().int(),
      /** Of all secrets that fit: how many have evidence for each kind. */
      covered: z.record(z.string(), z.number().int()),
      rows: z.array(
        z.strictObject({
          id: recordId,
          number: z.string().nullable(),
          name: z.string(),
          level: z.string().nullable(),
          cells: z.record(
            z.string(),
            z.strictObject({
              hasEvidence: z.boolean(),
              startsOn: partialDate.nullable(),
              /** The measure the cell dates from, which a link in it leads to. */
              lead: z.strictObject({
                id: recordId,
                register: registerKey,
                recordedAtMs: z.number().int(),
                /** Whether it was recorded long after its first day (补录). */
                lateEntry: z.boolean(),
              }),
              measures: z.array(
                z.strictObject({
                  id: recordId,
                  /** measure, or the system whose digital measures count. */
                  register: registerKey,
                  number: z.string().nullable(),
                  name: z.string(),
                  startsOn: partialDate.nullable(),
                  recordedAtMs: z.number().int(),
                  hasEvidence: z.boolean(),
                }),
              ),
            }),
          ),
        }),
      ),
    }),
    access: read,
    audit: null,
  }),
  /** People against secrets: who knows what today, by name or by post. */
  'knowledge.matrix': route({
    kind: 'session',
    input: z.strictObject({
      ...choice,
      department: recordId.nullable().default(null),
      date: fullDate.nullable().default(null),
      ...page,
      limit: z.number().int().min(1).max(100).default(30),
    }),
    output: z.strictObject({
      date: fullDate,
      total: z.number().int(),
      secrets: z.array(
        z.strictObject({ id: recordId, number: z.string().nullable(), name: z.string(), level: z.string().nullable() }),
      ),
      people: z.array(
        z.strictObject({
          id: recordId,
          number: z.string().nullable(),
          name: z.string(),
          department: z.string(),
          hasAgreement: z.boolean(),
          isTrained: z.boolean(),
          /** By secret: since when, and whether through a post alone. */
          knows: z.record(
            recordId,
            z.strictObject({ since: partialDate.nullable(), byPost: z.boolean(), extent: z.string().nullable() }),
          ),
        }),
      ),
    }),
    access: read,
    audit: null,
  }),
};
