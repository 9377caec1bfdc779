// Routes on people: who there is, adding them, roles, reset, and the separation of duties.
import { z } from 'zod';
import { separationPairs } from '../../separation.ts';
import { roles, route } from '../route.ts';
import { empty, jobStarted, password, recordId } from './common.ts';

const reader = { state: 'unlocked', roles: 'any', writes: false } as const;
const system = { state: 'unlocked', roles: ['system'], writes: true } as const;
const wardens = { state: 'unlocked', roles: ['system', 'officer'], writes: true } as const;

const role = z.enum(roles);
const roleList = z.array(role).min(1).max(roles.length);
const pair = z.enum(separationPairs);
const userStatus = z.enum(['active', 'invited', 'removed']);

export const userShape = z.strictObject({
  id: recordId,
  login: z.string(),
  name: z.string(),
  /** As given and signed. */
  roles: z.array(role),
  /** Those that count: a pair held without a waiver costs the weaker role. */
  effectiveRoles: z.array(role),
  status: userStatus,
  department: z.strictObject({ id: recordId, name: z.string() }).nullable(),
  /** Labels of the compartments he can open. */
  clearances: z.array(z.string()),
  /** Of his own key; null before the first log-in and after removal. */
  fingerprint: z.string().nullable(),
  /** Somebody cleared compared the fingerprint with him. */
  confirmed: z.boolean(),
  conflicts: z.array(pair),
  waivers: z.array(pair),
  isOwn: z.boolean(),
});
export type UserView = z.infer<typeof userShape>;

const waiver = z.strictObject({
  id: recordId,
  userId: recordId,
  login: z.string(),
  name: z.string(),
  pair,
  reason: z.string(),
  waivedAtMs: z.number().int(),
  waivedBy: z.string(),
  withdrawnAtMs: z.number().int().nullable(),
});

export const userRoutes = {
  'user.list': route({
    kind: 'query',
    input: empty,
    output: z.strictObject({ users: z.array(userShape) }),
    access: reader,
    audit: null,
  }),
  'user.add': route({
    kind: 'session',
    input: z.strictObject({
      login: z.string().trim().min(1).max(60),
      name: z.string().trim().min(1).max(60),
      /** Id of a department's record; a liaison needs one. */
      department: recordId.nullable().default(null),
      roles: roleList,
      /** The first password; it lets in once, to set one's own. */
      password,
    }),
    output: z.strictObject({ id: recordId }),
    access: system,
    audit: 'user.added',
  }),
  'user.setRoles': route({
    kind: 'command',
    input: z.strictObject({ id: recordId, roles: roleList, department: recordId.nullable().default(null) }),
    output: empty,
    access: system,
    audit: 'user.rolesChanged',
  }),
  'user.reset': route({
    kind: 'session',
    input: z.strictObject({ id: recordId, password }),
    output: empty,
    access: system,
    audit: 'user.reset',
  }),
  /** Slot gone, certificate ended, what he held rotated where the user can; ends with how much is left to rotate. */
  'user.remove': route({
    kind: 'job',
    input: z.strictObject({ id: recordId }),
    output: jobStarted,
    access: system,
    audit: 'user.removed',
  }),
  /** What an office hand-over lists about people, keys and shares (F13, section 6). */
  'office.handover': route({
    kind: 'query',
    input: empty,
    output: z.strictObject({
      users: z.array(
        z.strictObject({
          login: z.string(),
          name: z.string(),
          roles: z.array(role),
          status: userStatus,
          department: z.string().nullable(),
          clearances: z.array(z.string()),
          fingerprint: z.string().nullable(),
          firstLoginAtMs: z.number().int().nullable(),
        }),
      ),
      compartments: z.array(
        z.strictObject({ label: z.string(), generation: z.number().int(), holders: z.array(z.string()) }),
      ),
      recovery: z
        .strictObject({
          set: z.string(),
          threshold: z.number().int(),
          holders: z.array(z.string()),
          madeAtMs: z.number().int(),
          rehearsedAtMs: z.number().int().nullable(),
        })
        .nullable(),
      waivers: z.array(z.strictObject({ login: z.string(), pair, reason: z.string(), waivedAtMs: z.number().int() })),
    }),
    access: { state: 'unlocked', roles: ['system', 'officer', 'auditor'], writes: false },
    audit: null,
  }),
  'separation.list': route({
    kind: 'query',
    input: empty,
    output: z.strictObject({ waivers: z.array(waiver) }),
    access: reader,
    audit: null,
  }),
  'separation.waive': route({
    kind: 'command',
    input: z.strictObject({ userId: recordId, pair, reason: z.string().trim().min(2).max(500) }),
    output: z.strictObject({ id: recordId }),
    access: wardens,
    audit: 'separation.waived',
  }),
  'separation.withdraw': route({
    kind: 'command',
    input: z.strictObject({ id: recordId }),
    output: empty,
    access: wardens,
    audit: 'separation.withdrawn',
  }),
};
