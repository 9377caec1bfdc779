// Routes on records, links, attachments and search: the same for every register.
import { z } from 'zod';
import { route } from '../route.ts';
import {
  asOf,
  fieldValues,
  filter,
  fullDate,
  jobStarted,
  partialDate,
  pastPart,
  pathToken,
  recordId,
  recordRow,
  registerKey,
  sort,
} from './common.ts';

const read = { state: 'unlocked', roles: 'any', writes: false } as const;
const write = { state: 'unlocked', roles: ['officer', 'liaison'], writes: true } as const;

const reason = z.string().trim().min(1).max(500);

const revisionView = z.strictObject({
  version: z.number().int(),
  atMs: z.number().int(),
  actor: z.string(),
  action: z.string(),
  factDate: partialDate.nullable(),
  lateEntry: z.boolean(),
  reason: z.string().nullable(),
  eventSeq: z.number().int(),
  status: z.string(),
  /** Fields whose value differs from the version before; sealed ones name no value. */
  changes: z.array(
    z.strictObject({
      field: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      sealed: z.boolean(),
    }),
  ),
});

const linkView = z.strictObject({ link: recordRow, other: recordRow });

export const registerRoutes = {
  'register.list': route({
    kind: 'query',
    input: z.strictObject({
      register: registerKey,
      filters: z.array(filter).max(50).default([]),
      search: z.string().max(200).default(''),
      sort: z.array(sort).max(3).default([]),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(1000).default(100),
      includeVoid: z.boolean().default(false),
      asOf: asOf.nullable().default(null),
      /** With as-of: which of the past records. */
      part: pastPart.default('all'),
    }),
    output: z.strictObject({
      total: z.number().int(),
      records: z.array(recordRow),
      /** With as-of: what the whole register held on the date, whatever the filters. */
      past: z
        .strictObject({
          /** In force on the date in the reading asked for. */
          inForce: z.number().int(),
          /** Of those: the state shown was recorded by the end of the date, and after it. */
          recordedByDate: z.number().int(),
          recordedLater: z.number().int(),
          /** Of those: today's record says something else. */
          changed: z.number().int(),
          /** On the register that day, but proposed, released, closed. */
          notInForce: z.number().int(),
          /** In force on the date in the other reading. */
          inForceOtherReading: z.number().int(),
          /** Number of the last event of the journal at the end of the date; 0 before the first. */
          journalSize: z.number().int(),
          /** Of the records listed: status of today by id, where it is another. */
          statusToday: z.record(recordId, z.string()),
        })
        .nullable(),
    }),
    access: read,
    audit: null,
  }),
  /** Counts for the view tabs and the navigation. */
  'register.counts': route({
    kind: 'query',
    input: z.strictObject({ register: registerKey }),
    output: z.strictObject({
      all: z.number().int(),
      mine: z.number().int(),
      lateEntry: z.number().int(),
      void: z.number().int(),
      ungraded: z.number().int(),
      /** Periodic reviews up to 60 days ahead, those that are past among them; 0 where the register has none. */
      due: z.number().int(),
      /** Reviews whose date is past. */
      overdue: z.number().int(),
      byStatus: z.record(z.string(), z.number().int()),
    }),
    access: read,
    audit: null,
  }),
  /** Distinct values of a field with their counts, for the filter menu; most frequent first. */
  'register.values': route({
    kind: 'query',
    input: z.strictObject({ register: registerKey, field: z.string().max(60) }),
    output: z.strictObject({
      values: z.array(z.strictObject({ value: z.string().nullable(), label: z.string(), count: z.number().int() })),
    }),
    access: read,
    audit: null,
  }),
  'register.get': route({
    kind: 'query',
    input: z.strictObject({ register: registerKey, id: recordId, asOf: asOf.nullable().default(null) }),
    output: z.strictObject({
      record: recordRow,
      links: z.record(z.string(), z.array(linkView)),
      attachments: z.array(recordRow),
      openings: z.strictObject({
        count: z.number().int(),
        lastAtMs: z.number().int().nullable(),
        lastBy: z.string().nullable(),
      }),
      cleared: z.array(z.string()),
      compartment: z.string().nullable(),
    }),
    access: read,
    audit: null,
  }),
  /** Records by id, in the order asked for; what is not there is left out. */
  'register.some': route({
    kind: 'query',
    input: z.strictObject({ register: registerKey, ids: z.array(recordId).max(1000) }),
    output: z.strictObject({ records: z.array(recordRow) }),
    access: read,
    audit: null,
  }),
  'register.history': route({
    kind: 'query',
    input: z.strictObject({
      register: registerKey,
      id: recordId,
      /** Of values in words. */
      language: z.enum(['zh', 'en']).default('zh'),
    }),
    output: z.strictObject({ revisions: z.array(revisionView) }),
    access: read,
    audit: null,
  }),
  'register.nextNumber': route({
    kind: 'query',
    input: z.strictObject({ register: registerKey }),
    output: z.strictObject({ number: z.string() }),
    access: read,
    audit: null,
  }),
  'register.create': route({
    kind: 'command',
    input: z.strictObject({
      register: registerKey,
      number: z.string().max(80).nullable(),
      status: z.string().max(40).optional(),
      values: fieldValues,
      factDate: partialDate.nullable().optional(),
      reason: z.string().max(500).nullable().optional(),
      /** The draft this form was kept as; it goes with the saving. */
      draft: recordId.optional(),
    }),
    output: recordRow,
    access: write,
    audit: 'record.created',
  }),
  'register.update': route({
    kind: 'command',
    input: z.strictObject({
      register: registerKey,
      id: recordId,
      /** The version the user saw; a later one is a conflict. */
      version: z.number().int(),
      number: z.string().max(80).optional(),
      status: z.string().max(40).optional(),
      /** Only the fields that change; null empties one. */
      values: fieldValues,
      factDate: partialDate.nullable().optional(),
      reason: z.string().max(500).nullable().optional(),
      /** The draft this form was kept as; it goes with the saving. */
      draft: recordId.optional(),
    }),
    output: recordRow,
    access: write,
    audit: 'record.updated',
  }),
  'register.void': route({
    kind: 'command',
    input: z.strictObject({ register: registerKey, ids: z.array(recordId).min(1).max(1000), reason }),
    output: z.strictObject({ voided: z.number().int() }),
    access: write,
    audit: 'record.voided',
  }),
  'register.restore': route({
    kind: 'command',
    input: z.strictObject({ register: registerKey, ids: z.array(recordId).min(1).max(1000), reason }),
    output: z.strictObject({ restored: z.number().int() }),
    access: write,
    audit: 'record.restored',
  }),
  /** Opens sealed fields of one record; each opening is an event in the journal. */
  'register.openSealed': route({
    kind: 'command',
    input: z.strictObject({ register: registerKey, id: recordId, purpose: z.string().max(200).nullable() }),
    output: z.strictObject({ values: z.record(z.string(), z.string()) }),
    access: { state: 'unlocked', roles: ['officer', 'approver', 'liaison', 'reader'], writes: true },
    audit: 'sealed.opened',
  }),
  'link.add': route({
    kind: 'command',
    input: z.strictObject({
      link: registerKey,
      fromId: recordId,
      toIds: z.array(recordId).min(1).max(1000),
      startsOn: fullDate,
      values: fieldValues.default({}),
    }),
    output: z.strictObject({ added: z.number().int() }),
    access: write,
    audit: 'link.added',
  }),
  'link.close': route({
    kind: 'command',
    input: z.strictObject({ link: registerKey, ids: z.array(recordId).min(1).max(1000), endsOn: fullDate, reason }),
    output: z.strictObject({ closed: z.number().int() }),
    access: write,
    audit: 'link.closed',
  }),
  'attachment.add': route({
    kind: 'job',
    input: z.strictObject({
      register: registerKey,
      ownerId: recordId,
      files: z.array(pathToken).min(1).max(1000),
      mode: z.enum(['sealed', 'fingerprint']),
      documentDate: partialDate.nullable(),
      note: z.string().max(500).nullable(),
    }),
    output: jobStarted,
    access: write,
    audit: 'attachment.added',
  }),
  /** Which record each file of a folder of scans would go to, by number or name in the file name. Writes nothing. */
  'attachment.matchFolder': route({
    kind: 'session',
    input: z.strictObject({ register: registerKey, folder: pathToken }),
    output: z.strictObject({
      files: z.array(
        z.strictObject({
          file: pathToken,
          name: z.string(),
          sizeBytes: z.number().int(),
          matches: z.array(
            z.strictObject({
              id: recordId,
              number: z.string().nullable(),
              name: z.string(),
              by: z.enum(['number', 'name']),
            }),
          ),
        }),
      ),
    }),
    access: { ...write, writes: false },
    audit: null,
  }),
  'attachment.addMany': route({
    kind: 'job',
    input: z.strictObject({
      register: registerKey,
      files: z
        .array(z.strictObject({ file: pathToken, ownerId: recordId }))
        .min(1)
        .max(10_000),
      mode: z.enum(['sealed', 'fingerprint']),
    }),
    output: jobStarted,
    access: write,
    audit: 'attachment.added',
  }),
  /** Opens a sealed file for reading in pieces; the opening is an event. */
  'attachment.open': route({
    kind: 'session',
    input: z.strictObject({ id: recordId }),
    output: z.strictObject({
      handle: z.string(),
      name: z.string(),
      mediaType: z.string(),
      sizeBytes: z.number().int(),
    }),
    access: { state: 'unlocked', roles: ['officer', 'approver', 'liaison', 'reader'], writes: true },
    audit: 'sealed.opened',
  }),
  /** Up to 1 MiB of an opened file, as base64. */
  'attachment.read': route({
    kind: 'session',
    input: z.strictObject({ handle: z.string(), offset: z.number().int().min(0) }),
    output: z.strictObject({ base64: z.string(), end: z.boolean() }),
    access: read,
    audit: null,
  }),
  'attachment.save': route({
    kind: 'job',
    input: z.strictObject({ id: recordId, target: pathToken }),
    output: jobStarted,
    access: { state: 'unlocked', roles: ['officer', 'approver'], writes: true },
    audit: 'attachment.exported',
  }),
  'search.global': route({
    kind: 'query',
    input: z.strictObject({ text: z.string().max(200), limit: z.number().int().min(1).max(50).default(20) }),
    output: z.strictObject({
      total: z.number().int(),
      hits: z.array(
        z.strictObject({
          register: registerKey,
          id: recordId,
          number: z.string().nullable(),
          title: z.string(),
          detail: z.string(),
          void: z.boolean(),
        }),
      ),
    }),
    access: read,
    audit: null,
  }),
  'register.export': route({
    kind: 'job',
    input: z.strictObject({
      register: registerKey,
      target: pathToken,
      filters: z.array(filter).max(50).default([]),
      search: z.string().max(200).default(''),
      ids: z.array(recordId).max(1000).nullable().default(null),
      language: z.enum(['zh', 'en']).default('zh'),
    }),
    output: jobStarted,
    access: { state: 'unlocked', roles: ['officer', 'approver', 'auditor', 'liaison'], writes: true },
    audit: 'register.exported',
  }),
  'register.template': route({
    kind: 'job',
    input: z.strictObject({ register: registerKey, target: pathToken, language: z.enum(['zh', 'en']).default('zh') }),
    output: jobStarted,
    access: read,
    audit: null,
  }),
  /** R03, the empty sheet a department fills in; department null: its name is left to be written. */
  'register.returnSheet': route({
    kind: 'job',
    input: z.strictObject({ target: pathToken, department: recordId.nullable().default(null) }),
    output: jobStarted,
    access: read,
    audit: null,
  }),
};
