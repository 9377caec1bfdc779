// Routes of the journal and of evidence bundles.
import { z } from 'zod';
import { disclosureLevels } from '../../disclosure.ts';
import { route } from '../route.ts';
import { empty, filter, fullDate, jobStarted, pathToken, recordId, registerKey } from './common.ts';

const read = { state: 'unlocked', roles: 'any', writes: false } as const;

export const journalEvent = z.strictObject({
  seq: z.number().int(),
  atMs: z.number().int(),
  actor: z.string(),
  action: z.string(),
  register: z.string().nullable(),
  recordId: recordId.nullable(),
  number: z.string().nullable(),
  version: z.number().int().nullable(),
  detail: z.record(z.string(), z.unknown()),
});

export const problem = z.strictObject({
  kind: z.enum(['changed', 'missing', 'extra', 'renamed', 'proof', 'format']),
  path: z.string(),
  /** Where a renamed file is now, or what exactly is wrong. */
  detail: z.string().nullable(),
});

export const evidenceRoutes = {
  'journal.list': route({
    kind: 'query',
    input: z.strictObject({
      beforeSeq: z.number().int().nullable().default(null),
      limit: z.number().int().min(1).max(500).default(100),
      recordId: recordId.nullable().default(null),
      actor: z.string().max(60).nullable().default(null),
      day: fullDate.nullable().default(null),
    }),
    output: z.strictObject({ size: z.number().int(), events: z.array(journalEvent) }),
    access: read,
    audit: null,
  }),
  'journal.verify': route({
    kind: 'job',
    input: z.strictObject({ full: z.boolean() }),
    output: jobStarted,
    access: read,
    audit: null,
  }),
  'bundle.preview': route({
    kind: 'query',
    input: z.strictObject({
      registers: z.array(z.strictObject({ register: registerKey, filters: z.array(filter).max(50) })).min(1),
      level: z.enum(disclosureLevels),
      attachments: z.boolean(),
    }),
    output: z.strictObject({
      given: z.array(
        z.strictObject({
          register: registerKey,
          records: z.number().int(),
          attachments: z.number().int(),
          attachmentBytes: z.number().int(),
          /** Records for which this level shows nothing but the number. */
          unnamed: z.number().int(),
        }),
      ),
      withheld: z.array(
        z.strictObject({
          register: registerKey,
          /** A field's key, or `attachments`. */
          field: z.string(),
          values: z.number().int(),
          reason: z.enum(['sealed', 'level', 'personal', 'publicName', 'notChosen']),
          /** What stands in its place. */
          shown: z.enum(['nothing', 'masked', 'publicName']),
        }),
      ),
    }),
    access: read,
    audit: null,
  }),
  'bundle.create': route({
    kind: 'job',
    input: z.strictObject({
      target: pathToken,
      registers: z.array(z.strictObject({ register: registerKey, filters: z.array(filter).max(50) })).min(1),
      level: z.enum(disclosureLevels),
      attachments: z.boolean(),
      recipient: z.string().max(200),
      purpose: z.string().max(500),
      /** Outward exports ask for the password again. */
      password: z.string().max(1024),
    }),
    output: jobStarted,
    access: { state: 'unlocked', roles: ['officer', 'approver'], writes: true },
    audit: 'bundle.issued',
  }),
  'bundle.verify': route({
    kind: 'job',
    input: z.strictObject({
      source: pathToken,
      /** Fingerprint the issuer told; null: not compared. */ key: z.string().max(100).nullable().default(null),
    }),
    output: jobStarted,
    access: { state: 'any', roles: 'any', writes: false },
    audit: null,
  }),
  'bundle.list': route({
    kind: 'query',
    input: empty,
    output: z.strictObject({ bundles: z.array(journalEvent) }),
    access: read,
    audit: null,
  }),
};
