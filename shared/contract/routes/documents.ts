// Routes of documents on paper: one job that writes a PDF to a place the user chose.
import { z } from 'zod';
import { route } from '../route.ts';
import { asOf, filter, jobStarted, pastPart, pathToken, recordId, registerKey, sort } from './common.ts';

/** What can be printed: a register as its paper form, the public list (R02), the hand-over list of a bundle (F16). */
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
]);
export type PrintedDocument = z.output<typeof printedDocument>;

export const documentRoutes = {
  'document.create': route({
    kind: 'job',
    input: z.strictObject({ target: pathToken, document: printedDocument }),
    output: jobStarted,
    access: { state: 'unlocked', roles: ['officer', 'approver', 'auditor', 'liaison'], writes: true },
    audit: 'document.created',
  }),
};
