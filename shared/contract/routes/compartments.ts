// Routes on compartments and clearance: who holds what, granting, withdrawing, free compartments, what lies in the wrong one.
import { z } from 'zod';
import { route } from '../route.ts';
import { empty, jobStarted, recordId, registerKey } from './common.ts';

const reader = { state: 'unlocked', roles: 'any', writes: false } as const;
const officer = { state: 'unlocked', roles: ['officer'], writes: true } as const;
const label = z.string().trim().min(1).max(60);

export const compartmentShape = z.strictObject({
  id: recordId,
  label: z.string(),
  /** Grade rank it seals; null for a free one. */
  rank: z.number().int().nullable(),
  generation: z.number().int(),
  /** Whether the user holds it. */
  isOwn: z.boolean(),
  holders: z.array(
    z.strictObject({ userId: recordId, login: z.string(), name: z.string(), kind: z.enum(['person', 'recovery']) }),
  ),
  /** Records that were assigned to it; of a free one. */
  records: z.number().int(),
  /** Login of somebody who lost it while its key stayed: it wants a new one. */
  staleBy: z.string().nullable(),
});
export type CompartmentView = z.infer<typeof compartmentShape>;

export const compartmentRoutes = {
  'compartment.list': route({
    kind: 'query',
    input: empty,
    output: z.strictObject({ compartments: z.array(compartmentShape) }),
    access: reader,
    audit: null,
  }),
  'compartment.create': route({
    kind: 'session',
    input: z.strictObject({ label }),
    output: z.strictObject({ id: recordId }),
    access: officer,
    audit: 'compartment.created',
  }),
  'compartment.rename': route({
    kind: 'command',
    input: z.strictObject({ id: recordId, label }),
    output: empty,
    access: officer,
    audit: 'compartment.renamed',
  }),
  /** Puts a record's content into a free compartment; null: back into that of its grade. */
  'compartment.assign': route({
    kind: 'command',
    input: z.strictObject({ register: registerKey, id: recordId, compartment: recordId.nullable() }),
    output: empty,
    access: officer,
    audit: 'compartment.assigned',
  }),
  'compartment.rotate': route({
    kind: 'job',
    input: z.strictObject({ id: recordId }),
    output: jobStarted,
    access: officer,
    audit: 'compartment.rotated',
  }),
  'compartment.misplaced': route({
    kind: 'query',
    input: empty,
    output: z.strictObject({
      misplaced: z.array(
        z.strictObject({
          /** Label of the compartment it lies in, and of its own. */
          from: z.string(),
          to: z.string(),
          values: z.number().int(),
          files: z.number().int(),
          /** Whether the user can move it. */
          isOwn: z.boolean(),
        }),
      ),
    }),
    access: reader,
    audit: null,
  }),
  'compartment.reseal': route({
    kind: 'job',
    input: empty,
    output: jobStarted,
    access: officer,
    audit: 'compartment.resealed',
  }),
  'clearance.grant': route({
    kind: 'session',
    input: z.strictObject({
      userId: recordId,
      compartments: z.array(recordId).min(1).max(100),
      /** As the granter had it from the user himself. */
      fingerprint: z.string().min(1).max(200),
    }),
    output: z.strictObject({ granted: z.number().int() }),
    access: officer,
    audit: 'compartment.granted',
  }),
  'clearance.revoke': route({
    kind: 'job',
    input: z.strictObject({ userId: recordId, compartments: z.array(recordId).min(1).max(100) }),
    output: jobStarted,
    access: officer,
    audit: 'compartment.revoked',
  }),
};
