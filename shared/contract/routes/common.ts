// Shapes several routes share. Strict: an unknown key is an error, on the way in and on the way out.
import { z } from 'zod';

export const partialDate = z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/);
export const fullDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const registerKey = z.string().regex(/^[a-z][A-Za-z]{1,40}$/);
export const recordId = z.string().uuid();
export const fieldValue = z.union([z.string().max(200_000), z.number().int(), z.boolean(), z.null()]);
export const fieldValues = z.record(z.string().max(60), fieldValue);
export const pathToken = z.string().min(1).max(200);
export const password = z.string().min(1).max(1024);
export const empty = z.strictObject({});
export const jobStarted = z.strictObject({ jobId: z.string() });

/** A past date and what is asked of it: what held by its papers, or what our journal had recorded. */
export const asOf = z.strictObject({ date: fullDate, reading: z.enum(['fact', 'recorded']) });
export type AsOf = z.infer<typeof asOf>;

/**
 * Which records of a past date: inForce holds on that day; recordedLater of those what our journal recorded only after it; changed
 * of those what stands otherwise today; notInForce is on the register without holding (proposed, released).
 */
export const pastPart = z.enum(['all', 'inForce', 'recordedLater', 'changed', 'notInForce']);
export type PastPart = z.infer<typeof pastPart>;

export const filter = z.strictObject({
  field: z.string().max(60),
  /**
   * is: any of `values`. from/to: dates and numbers, inclusive. before/notBefore: dates by their last day, so that one known to the
   * month is before a day once the month is over.
   */
  operator: z.enum(['is', 'isNot', 'contains', 'from', 'to', 'before', 'notBefore', 'empty', 'filled']),
  values: z.array(z.union([z.string().max(1000), z.number().int(), z.boolean()])).max(500),
});
export type Filter = z.infer<typeof filter>;

export const sort = z.strictObject({ field: z.string().max(60), direction: z.enum(['asc', 'desc']) });
export type Sort = z.infer<typeof sort>;

/** One record as lists and pages show it. Sealed values never stand here; `sealed` names the fields that have one. */
export const recordRow = z.strictObject({
  id: recordId,
  register: registerKey,
  number: z.string().nullable(),
  status: z.string(),
  version: z.number().int(),
  values: fieldValues,
  /** Display texts of references, by field: the department's name. */
  labels: z.record(z.string(), z.string()),
  sealed: z.array(z.string()),
  factDate: partialDate.nullable(),
  /** True where the fact is older than its recording (补录). */
  lateEntry: z.boolean(),
  recordedAtMs: z.number().int(),
  updatedAtMs: z.number().int(),
  voidReason: z.string().nullable(),
});
export type RecordRow = z.infer<typeof recordRow>;
