// Routes of third-party time stamps: what was asked, what came, and by which certificates it is judged.
import { z } from 'zod';
import { tokenProblems } from '../../evidence/token-problems.ts';
import { route } from '../route.ts';
import { empty, pathToken, recordId } from './common.ts';

const read = { state: 'unlocked', roles: 'any', writes: false } as const;
const office = { state: 'unlocked', roles: ['officer', 'approver', 'auditor', 'system'], writes: true } as const;

const subjectKind = z.enum(['checkpoint', 'attachment', 'bundle']);
const problem = z.enum([...tokenProblems, 'subject_differs', 'token_changed']);
const fileName = z.string();

const stampToken = z.strictObject({
  id: recordId,
  genTimeMs: z.number().int(),
  /** Hex. */
  serial: z.string(),
  policy: z.string(),
  /** Whom the signer's certificate names. */
  authority: z.string(),
  /** By the certificates chosen now. */
  trusted: z.boolean(),
  problem: problem.nullable(),
  importedAtMs: z.number().int(),
  importedBy: z.string(),
});

const stampRequest = z.strictObject({
  id: recordId,
  kind: subjectKind,
  /** Size of the journal, attachment id or bundle id. */
  subject: z.string(),
  name: z.string().nullable(),
  /** Hex. */
  imprint: z.string(),
  requestedAtMs: z.number().int(),
  requestedBy: z.string(),
  tokens: z.array(stampToken),
});

const authority = z.strictObject({
  id: recordId,
  name: z.string(),
  sha256: z.string(),
  validFromMs: z.number().int(),
  validUntilMs: z.number().int(),
  chosenAtMs: z.number().int(),
});

export const stampRoutes = {
  'stamp.list': route({
    kind: 'query',
    input: z.strictObject({
      kind: subjectKind.nullable().default(null),
      /** Only stamps over these: attachment or bundle ids. */
      subjects: z.array(z.string().max(60)).max(2000).nullable().default(null),
    }),
    output: z.strictObject({ requests: z.array(stampRequest), authorities: z.array(authority) }),
    access: read,
    audit: null,
  }),
  'stamp.request': route({
    kind: 'session',
    input: z.strictObject({
      subject: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('checkpoint') }),
        z.strictObject({ kind: z.literal('attachment'), id: recordId }),
        z.strictObject({ kind: z.literal('bundle'), id: recordId }),
      ]),
      target: pathToken,
    }),
    output: z.strictObject({ id: recordId, name: fileName }),
    access: office,
    audit: 'stamp.requested',
  }),
  /** The file of an earlier request once more. */
  'stamp.saveRequest': route({
    kind: 'session',
    input: z.strictObject({ id: recordId, target: pathToken }),
    output: empty,
    access: { ...office, writes: false },
    audit: null,
  }),
  /** A token as a file to hand over: `<name>.zip.tsr` beside a bundle. */
  'stamp.saveToken': route({
    kind: 'session',
    input: z.strictObject({ id: recordId, target: pathToken }),
    output: empty,
    access: { ...office, writes: false },
    audit: null,
  }),
  'stamp.import': route({
    kind: 'session',
    input: z.strictObject({ files: z.array(pathToken).min(1).max(200) }),
    output: z.strictObject({
      imported: z.array(
        z.strictObject({
          name: fileName,
          id: recordId,
          kind: subjectKind,
          genTimeMs: z.number().int(),
          authority: z.string(),
          trusted: z.boolean(),
        }),
      ),
      /** Files that were not taken, by the code of the reason. */
      refused: z.array(
        z.strictObject({
          name: fileName,
          code: z.string(),
          params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
        }),
      ),
    }),
    access: office,
    audit: 'stamp.imported',
  }),
  'stamp.verify': route({
    kind: 'session',
    input: z.strictObject({
      /** Certificate files that count for this once, besides those chosen. */
      authorities: z.array(pathToken).max(20).default([]),
    }),
    output: z.strictObject({
      ok: z.boolean(),
      tokens: z.array(
        z.strictObject({
          id: recordId,
          kind: subjectKind,
          subject: z.string(),
          name: z.string().nullable(),
          genTimeMs: z.number().int(),
          serial: z.string(),
          policy: z.string(),
          authority: z.string(),
          ok: z.boolean(),
          trusted: z.boolean(),
          problem: problem.nullable(),
        }),
      ),
    }),
    access: read,
    audit: null,
  }),
  'stamp.chooseAuthority': route({
    kind: 'session',
    input: z.strictObject({ file: pathToken }),
    output: z.strictObject({ chosen: z.array(z.strictObject({ name: z.string(), sha256: z.string() })) }),
    access: office,
    audit: 'stamp.authorityChosen',
  }),
  'stamp.withdrawAuthority': route({
    kind: 'session',
    input: z.strictObject({ id: recordId }),
    output: empty,
    access: office,
    audit: 'stamp.authorityWithdrawn',
  }),
};
