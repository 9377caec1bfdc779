// Routes of recovery: what set there is, making one, rehearsing, and recovering a locked vault.
import { z } from 'zod';
import { route } from '../route.ts';
import { empty, jobStarted, password, pathToken, recordId } from './common.ts';

const reader = { state: 'unlocked', roles: 'any', writes: false } as const;
const officer = { state: 'unlocked', roles: ['officer'], writes: true } as const;
const locked = { state: 'locked', roles: 'any', writes: false } as const;

/** Words of a share as on its sheet, or the text of its QR code. */
const shareText = z.string().min(1).max(2000);
const shareTexts = z.array(shareText).min(1).max(9);
const place = { path: z.string().max(4096).optional(), folder: pathToken.optional() };

export const recoverySetShape = z.strictObject({
  id: recordId,
  threshold: z.number().int(),
  total: z.number().int(),
  /** Who keeps which share, by number. */
  holders: z.array(z.string()),
  madeAtMs: z.number().int(),
  madeBy: z.string(),
  rehearsedAtMs: z.number().int().nullable(),
  rehearsedBy: z.string().nullable(),
  voidAtMs: z.number().int().nullable(),
});
export type RecoverySetView = z.infer<typeof recoverySetShape>;

export const recoveryRoutes = {
  'recovery.list': route({
    kind: 'query',
    input: empty,
    /** Latest first; the first is the present one unless it is void. */
    output: z.strictObject({ sets: z.array(recoverySetShape) }),
    access: reader,
    audit: null,
  }),
  /** Ends with a token; the shares themselves are taken with it, once. */
  'recovery.make': route({
    kind: 'job',
    input: z.strictObject({
      threshold: z.number().int().min(2).max(9),
      holders: z.array(z.string().trim().min(1).max(60)).min(2).max(9),
      /** Of the words. */
      language: z.enum(['zh', 'en']).default('zh'),
      /** Where the sheets are written; null: shown only. */
      target: pathToken.nullable().default(null),
      password,
    }),
    output: jobStarted,
    access: officer,
    audit: 'recovery.made',
  }),
  'recovery.take': route({
    kind: 'session',
    input: z.strictObject({ token: recordId }),
    output: z.strictObject({
      set: recordId,
      threshold: z.number().int(),
      shares: z.array(z.strictObject({ number: z.number().int(), holder: z.string(), words: z.array(z.string()) })),
    }),
    access: { state: 'unlocked', roles: ['officer'], writes: false },
    audit: null,
  }),
  'recovery.rehearse': route({
    kind: 'session',
    input: z.strictObject({ shares: shareTexts }),
    output: z.strictObject({ set: recordId, atMs: z.number().int() }),
    access: officer,
    audit: 'recovery.rehearsed',
  }),
  /** Names the first share that is wrong; opens nothing. Of a locked vault by its place, else of the open one. */
  'recovery.judge': route({
    kind: 'session',
    input: z.strictObject({ ...place, shares: z.array(shareText).max(9) }),
    output: z.strictObject({
      set: z.string(),
      threshold: z.number().int(),
      total: z.number().int(),
      /** Numbers of the shares given. */
      numbers: z.array(z.number().int()),
    }),
    access: { state: 'any', roles: 'any', writes: false },
    audit: null,
  }),
  'recovery.recover': route({
    kind: 'job',
    input: z.strictObject({
      ...place,
      shares: shareTexts,
      login: z.string().trim().min(1).max(60),
      name: z.string().trim().min(1).max(60),
      password,
    }),
    output: jobStarted,
    access: locked,
    audit: 'recovery.used',
  }),
};
