// Routes of what must go and what must stay: marks on records, and erasure that one person asks for and another carries out.
import { z } from 'zod';
import { route } from '../route.ts';
import { empty, jobStarted, recordId, registerKey } from './common.ts';

const deciders = { state: 'unlocked', roles: ['officer', 'approver'], writes: true } as const;
const reason = z.string().trim().min(2).max(500);
export const markKind = z.enum(['frozen', 'hold']);

/** What of a record goes: named fields, or everything with its files. */
export const erasureItem = z.strictObject({
  register: registerKey,
  id: recordId,
  /** Keys of fields; null: all of them, the attached files too. */
  fields: z.array(z.string().max(60)).min(1).max(100).nullable(),
});

const erasureRequest = z.strictObject({
  id: recordId,
  kind: z.enum(['personal', 'purge']),
  state: z.enum(['asked', 'done', 'refused']),
  items: z.array(
    z.strictObject({
      register: registerKey,
      id: recordId,
      number: z.string().nullable(),
      title: z.string(),
      fields: z.array(z.string()).nullable(),
    }),
  ),
  /** Also where this person is named in other records. */
  mentions: z.boolean(),
  basis: z.string(),
  askedBy: z.string(),
  askedAtMs: z.number().int(),
  decidedBy: z.string().nullable(),
  decidedAtMs: z.number().int().nullable(),
  witness: z.string().nullable(),
  /** Whether the user may carry it out: not who asked, unless a single officer is on record. */
  mayCarryOut: z.boolean(),
  needsWitness: z.boolean(),
});

export const erasureRoutes = {
  'mark.set': route({
    kind: 'command',
    input: z.strictObject({ register: registerKey, ids: z.array(recordId).min(1).max(1000), kind: markKind, reason }),
    output: z.strictObject({ marked: z.number().int() }),
    access: deciders,
    audit: 'hold.set',
  }),
  'mark.lift': route({
    kind: 'command',
    input: z.strictObject({ register: registerKey, ids: z.array(recordId).min(1).max(1000), kind: markKind }),
    output: z.strictObject({ lifted: z.number().int() }),
    access: deciders,
    audit: 'hold.lifted',
  }),
  'mark.list': route({
    kind: 'query',
    input: z.strictObject({ register: registerKey, id: recordId }),
    output: z.strictObject({
      marks: z.array(z.strictObject({ kind: markKind, reason: z.string(), atMs: z.number().int(), by: z.string() })),
      /** Fields whose values were erased. */
      erased: z.array(z.string()),
    }),
    access: { state: 'unlocked', roles: 'any', writes: false },
    audit: null,
  }),
  'erasure.ask': route({
    kind: 'command',
    input: z.strictObject({
      kind: z.enum(['personal', 'purge']),
      items: z.array(erasureItem).min(1).max(500),
      mentions: z.boolean(),
      basis: reason,
    }),
    output: z.strictObject({ id: recordId }),
    access: deciders,
    audit: 'erasure.asked',
  }),
  'erasure.refuse': route({
    kind: 'command',
    input: z.strictObject({ id: recordId }),
    output: empty,
    access: deciders,
    audit: 'erasure.refused',
  }),
  'erasure.list': route({
    kind: 'query',
    input: empty,
    output: z.strictObject({ requests: z.array(erasureRequest) }),
    access: { state: 'unlocked', roles: ['officer', 'approver', 'auditor'], writes: false },
    audit: null,
  }),
  'erasure.carryOut': route({
    kind: 'job',
    input: z.strictObject({
      id: recordId,
      /** With a single officer: who stood by, and on which paper it is signed. */
      witness: z.string().trim().max(200).nullable().default(null),
      password: z.string().max(1024),
    }),
    output: jobStarted,
    access: deciders,
    audit: 'erasure.done',
  }),
};
export type ErasureRequest = z.infer<typeof erasureRequest>;
