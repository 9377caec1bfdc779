// Routes around the vault itself: create, open, lock, settings, check.
import { z } from 'zod';
import { roles, route } from '../route.ts';
import { empty, jobStarted, password, pathToken } from './common.ts';

const anyone = { state: 'any', roles: 'any', writes: false } as const;
const locked = { state: 'locked', roles: 'any', writes: false } as const;
const reader = { state: 'unlocked', roles: 'any', writes: false } as const;

/** Whether a value can be written as JSON: no cycles, no BigInt. */
function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

const label = z.strictObject({ zh: z.string(), en: z.string() });
export const gradingSchemeShape = z.strictObject({
  key: z.string(),
  label,
  grades: z
    .array(
      z.strictObject({ code: z.string(), rank: z.number().int(), label, synonyms: z.array(z.string()).readonly() }),
    )
    .readonly(),
});

/** House rules for passwords, lock-out and idle lock: practice, not law (law.md 8.4 has the defaults). */
export const securityPolicyShape = z.strictObject({
  minimumLength: z.number().int().min(8).max(64),
  /** How many of: lower case, capitals, digits, signs, Chinese characters. */
  kinds: z.number().int().min(1).max(5),
  /** After so many days a reminder comes up; 0: never. Nobody is locked out by age. */
  changeAfterDays: z.number().int().min(0).max(3650),
  /** So many earlier passwords are not taken again; 0: any. */
  history: z.number().int().min(0).max(24),
  /** After so many wrong passwords in a row the login is locked for `lockMinutes`. */
  lockAfter: z.number().int().min(3).max(20),
  lockMinutes: z.number().int().min(1).max(1440),
  idleMinutes: z.number().int().min(5).max(60),
});
export type SecurityPolicy = z.infer<typeof securityPolicyShape>;

/** Whose process has a vault open, since when; shown to the second one. */
export const holder = z.strictObject({
  host: z.string(),
  processId: z.number().int(),
  sinceMs: z.number().int(),
  sameHost: z.boolean(),
});

export const sessionState = z.strictObject({
  state: z.enum(['locked', 'unlocked']),
  vault: z
    .strictObject({
      id: z.string(),
      name: z.string(),
      /** The folder as the user knows it, for showing. */
      folder: z.string(),
      organisation: z.string(),
      demo: z.boolean(),
      readOnly: z.boolean(),
      /** False until a second cleared officer, a rehearsed recovery or a recorded waiver exists. */
      sealedContentAllowed: z.boolean(),
      /** Reason of the recorded waiver of a second officer or rehearsed recovery; null without one. */
      singleOfficerReason: z.string().nullable(),
      stateSecretDeclaredAtMs: z.number().int().nullable(),
    })
    .nullable(),
  user: z
    .strictObject({
      id: z.string(),
      login: z.string(),
      name: z.string(),
      roles: z.array(z.enum(roles)),
      /** Id of his department's record; a liaison has one. */
      department: z.string().nullable(),
      /** Since when the house rule asks for another password; null while it does not. */
      passwordDueSinceMs: z.number().int().nullable(),
    })
    .nullable(),
  policy: securityPolicyShape,
  scheme: gradingSchemeShape.nullable(),
  numberPatterns: z.record(z.string(), z.string()),
  journal: z
    .strictObject({ size: z.number().int(), verifiedSize: z.number().int().nullable(), broken: z.boolean() })
    .nullable(),
  idleMinutes: z.number().int(),
  version: z.string(),
});
export type SessionState = z.infer<typeof sessionState>;

export const vaultRoutes = {
  'session.get': route({ kind: 'query', input: empty, output: sessionState, access: anyone, audit: null }),
  /** Answers at once; used to show that the core is alive during jobs. */
  'session.ping': route({
    kind: 'query',
    input: empty,
    output: z.strictObject({ atMs: z.number().int() }),
    access: anyone,
    audit: null,
  }),
  /** The page tells that somebody is there; the idle lock counts from the last call. */
  'session.active': route({ kind: 'query', input: empty, output: empty, access: anyone, audit: null }),
  'profile.get': route({
    kind: 'query',
    input: empty,
    output: z.strictObject({
      language: z.enum(['zh', 'en']).nullable(),
      theme: z.enum(['light', 'dark', 'system']),
      /** Column widths and the like, by page; no vault text. */
      layout: z.record(z.string(), z.unknown()),
      recent: z.array(
        z.strictObject({
          path: z.string(),
          name: z.string(),
          organisation: z.string(),
          lastOpenedMs: z.number().int(),
          exists: z.boolean(),
          demo: z.boolean(),
        }),
      ),
      defaultFolder: z.string(),
    }),
    access: anyone,
    audit: null,
  }),
  'profile.set': route({
    kind: 'session',
    input: z.strictObject({
      language: z.enum(['zh', 'en']).optional(),
      theme: z.enum(['light', 'dark', 'system']).optional(),
      layout: z.record(z.string().max(80), z.unknown().refine(isJson)).optional(),
      forgetRecent: z.string().optional(),
    }),
    output: empty,
    access: anyone,
    audit: null,
  }),
  'vault.inspect': route({
    kind: 'session',
    input: z.strictObject({ path: z.string().max(4096).optional(), folder: pathToken.optional() }),
    output: z.strictObject({
      path: z.string(),
      name: z.string(),
      organisation: z.string(),
      users: z.array(z.strictObject({ login: z.string() })),
      /** Whether there are recovery shares. */
      hasRecovery: z.boolean(),
      holder: holder.nullable(),
    }),
    access: locked,
    audit: null,
  }),
  'password.judge': route({
    kind: 'query',
    input: z.strictObject({
      password: z.string().max(1024),
      login: z.string().max(200),
      organisation: z.string().max(200),
    }),
    output: z.strictObject({
      acceptable: z.boolean(),
      /** 0 (guessed at once) to 4. */
      strength: z.number().int(),
      problems: z.array(
        z.enum(['too_short', 'too_few_kinds', 'contains_login', 'contains_organisation', 'common', 'repeated']),
      ),
    }),
    access: anyone,
    audit: null,
  }),
  'vault.create': route({
    kind: 'session',
    input: z.strictObject({
      folder: pathToken.optional(),
      /** Path of the new vault folder; used by the command line and as typed by the user. */
      path: z.string().max(4096).optional(),
      organisation: z.string().min(1).max(200),
      officerLogin: z.string().min(1).max(60),
      officerName: z.string().min(1).max(60),
      password,
      scheme: z.enum(['three', 'two', 'four']),
      numberPatterns: z.record(z.string(), z.string().max(60)),
      /** The user's recorded answer to the state-secret question; creating without it is refused. */
      stateSecretDeclared: z.boolean(),
      /** Recorded waiver of a second officer or rehearsed recovery. */
      singleOfficerReason: z.string().max(500).nullable(),
    }),
    output: sessionState,
    access: locked,
    audit: 'vault.created',
  }),
  'vault.unlock': route({
    kind: 'session',
    input: z.strictObject({
      path: z.string().max(4096).optional(),
      folder: pathToken.optional(),
      login: z.string().max(60).nullable(),
      password,
      readOnly: z.boolean(),
      /** The user states that he knows of a restore from a backup older than what was seen here. */
      acceptRestored: z.boolean().default(false),
      /** At the first log-in: the user's own password from now on. */
      nextPassword: password.nullable().default(null),
    }),
    output: sessionState,
    access: locked,
    audit: 'session.unlocked',
  }),
  'vault.lock': route({ kind: 'session', input: empty, output: empty, access: reader, audit: 'session.locked' }),
  'vault.changePassword': route({
    kind: 'session',
    input: z.strictObject({ current: password, next: password }),
    output: empty,
    access: { ...reader, writes: true },
    audit: 'user.passwordChanged',
  }),
  'vault.settings': route({
    kind: 'command',
    input: z.strictObject({
      scheme: z.enum(['three', 'two', 'four']).optional(),
      numberPatterns: z.record(z.string(), z.string().max(60)).optional(),
      /** Records or withdraws the waiver of a second officer or rehearsed recovery. */
      singleOfficerReason: z.string().trim().min(2).max(500).nullable().optional(),
      policy: securityPolicyShape.optional(),
    }),
    output: empty,
    access: { state: 'unlocked', roles: ['system', 'officer'], writes: true },
    audit: 'vault.settingsChanged',
  }),
  /** A new database key for everybody who is still in: after somebody who knew it was removed. */
  'vault.rekey': route({
    kind: 'job',
    input: z.strictObject({ password }),
    output: jobStarted,
    access: { state: 'unlocked', roles: ['system'], writes: true },
    audit: 'vault.rekeyed',
  }),
  'vault.check': route({ kind: 'job', input: empty, output: jobStarted, access: reader, audit: 'vault.checked' }),
  'vault.createDemo': route({
    kind: 'job',
    input: z.strictObject({
      folder: pathToken.optional(),
      path: z.string().max(4096).optional(),
      password,
      secrets: z.number().int().min(1).max(200_000).optional(),
    }),
    output: jobStarted,
    access: locked,
    audit: 'vault.created',
  }),
  'job.list': route({
    kind: 'query',
    input: empty,
    output: z.strictObject({ jobs: z.array(z.unknown()) }),
    access: anyone,
    audit: null,
  }),
  'job.cancel': route({
    kind: 'session',
    input: z.strictObject({ jobId: z.string() }),
    output: empty,
    access: anyone,
    audit: null,
  }),
};
