// Routes of the journal and of evidence bundles.
import { z } from 'zod';
import { disclosureLevels } from '../../disclosure.ts';
import { route } from '../route.ts';
import { asOf, empty, filter, fullDate, jobStarted, pathToken, recordId, registerKey } from './common.ts';

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

const witness = z.strictObject({
  kind: z.enum(['token', 'bundle', 'backup', 'checkpoint']),
  /** How many events the head covers. */
  size: z.number().int(),
  atMs: z.number().int(),
  /** Authority, bundle or file. */
  name: z.string(),
  by: z.string(),
  isOutside: z.boolean(),
});

export const problem = z.strictObject({
  kind: z.enum(['changed', 'missing', 'extra', 'renamed', 'proof', 'format']),
  path: z.string(),
  /** Where a renamed file is now, or what exactly is wrong. */
  detail: z.string().nullable(),
});

/** What a bundle is made of, asked alike by preview and issue. */
const choice = {
  registers: z
    .array(
      z.strictObject({
        register: registerKey,
        filters: z.array(filter).max(50),
        /** Records whose sealed content goes in. */
        opened: z.array(recordId).max(500).default([]),
        /** Records whose attached files go in. */
        files: z.array(recordId).max(5000).default([]),
      }),
    )
    .min(1),
  level: z.enum(disclosureLevels),
  /** All attached files: within the firm only. */
  attachments: z.boolean(),
  asOf: asOf.nullable().default(null),
};

const issuers = { state: 'unlocked', roles: ['officer', 'approver'], writes: true } as const;
/** What leaves asks for the password again. */
const passwordAgain = z.string().max(1024);

export const evidenceRoutes = {
  'journal.list': route({
    kind: 'query',
    input: z.strictObject({
      beforeSeq: z.number().int().nullable().default(null),
      limit: z.number().int().min(1).max(500).default(100),
      recordId: recordId.nullable().default(null),
      actor: z.string().max(60).nullable().default(null),
      day: fullDate.nullable().default(null),
      /** One kind of act: `record.created`. */
      action: z.string().max(60).nullable().default(null),
    }),
    output: z.strictObject({ size: z.number().int(), events: z.array(journalEvent) }),
    access: read,
    audit: null,
  }),
  /** Where heads of the journal are kept besides the vault, and how far somebody outside vouches for it. */
  'journal.witnesses': route({
    kind: 'query',
    input: empty,
    output: z.strictObject({
      size: z.number().int(),
      witnesses: z.array(witness),
      /** The one that covers most of the journal and is not kept by the office; null where there is none. */
      outside: witness.nullable(),
      /** The last head signed by an auditor, who writes no records; null where none did. */
      coSigned: witness.nullable(),
    }),
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
    input: z.strictObject(choice),
    output: z.strictObject({
      given: z.array(
        z.strictObject({
          register: registerKey,
          records: z.number().int(),
          attachments: z.number().int(),
          attachmentBytes: z.number().int(),
          /** Records whose sealed content goes in. */
          opened: z.number().int(),
          /** Records for which this level shows nothing but the number. */
          unnamed: z.number().int(),
        }),
      ),
      withheld: z.array(
        z.strictObject({
          register: registerKey,
          /** A field's key, or `attachments`, or `records`. */
          field: z.string(),
          values: z.number().int(),
          reason: z.enum(['sealed', 'level', 'personal', 'publicName', 'notChosen', 'frozen']),
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
      ...choice,
      /** Further documents by form code: R02 lists the chosen secrets by their public names. */
      documents: z
        .array(z.enum(['R02']))
        .max(1)
        .default([]),
      recipient: z.string().max(200),
      purpose: z.string().max(500),
      /** Needed outside level internal. */
      approval: z
        .strictObject({
          approver: z.string().min(1).max(60),
          approverId: recordId.nullable().default(null),
          approvedOn: fullDate,
          form: z.string().max(80),
        })
        .nullable()
        .default(null),
      password: passwordAgain,
    }),
    output: jobStarted,
    access: issuers,
    audit: 'bundle.issued',
  }),
  'bundle.rebuild': route({
    kind: 'job',
    input: z.strictObject({ bundle: recordId, target: pathToken, password: passwordAgain }),
    output: jobStarted,
    access: issuers,
    audit: 'bundle.rebuilt',
  }),
  /** Records of an issued bundle with the values it withheld, by name: what a disclosure may show. */
  'bundle.withheld': route({
    kind: 'query',
    input: z.strictObject({
      bundle: recordId,
      register: registerKey,
      search: z.string().max(200).default(''),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(100).default(50),
    }),
    output: z.strictObject({
      total: z.number().int(),
      records: z.array(
        z.strictObject({
          id: recordId,
          number: z.string().nullable(),
          title: z.string(),
          fields: z.array(z.string()),
        }),
      ),
    }),
    access: { state: 'unlocked', roles: ['officer', 'approver'], writes: false },
    audit: null,
  }),
  'bundle.disclose': route({
    kind: 'job',
    input: z.strictObject({
      bundle: recordId,
      target: pathToken,
      reveals: z
        .array(z.strictObject({ register: registerKey, record: recordId, fields: z.array(z.string().max(60)).min(1) }))
        .min(1)
        .max(500),
      recipient: z.string().max(200),
      purpose: z.string().max(500),
      password: passwordAgain,
    }),
    output: jobStarted,
    access: issuers,
    audit: 'bundle.disclosed',
  }),
  'bundle.verify': route({
    kind: 'job',
    input: z.strictObject({
      source: pathToken,
      /** Fingerprint the issuer told; null: not compared. */
      key: z.string().max(100).nullable().default(null),
      /** Disclosure files made later for this bundle. */
      disclosures: z.array(pathToken).max(100).default([]),
      /** Time-stamp tokens over the whole ZIP, and certificates to trust in time stamps. */
      tokens: z.array(pathToken).max(100).default([]),
      authorities: z.array(pathToken).max(100).default([]),
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
