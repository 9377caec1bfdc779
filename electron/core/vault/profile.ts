// The user's profile outside any vault: recent vaults, window preferences, wrong-password counts, journal heads last seen.
// It holds no vault text; heads are authenticated with a key only the user has.
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileDurably } from './header.ts';

const preferencesShape = z.object({
  language: z.enum(['zh', 'en']).nullable().default(null),
  theme: z.enum(['light', 'dark', 'system']).default('system'),
  layout: z.record(z.string(), z.unknown()).default({}),
  recent: z
    .array(
      z.object({
        path: z.string(),
        name: z.string(),
        organisation: z.string(),
        lastOpenedMs: z.number(),
        demo: z.boolean(),
      }),
    )
    .default([]),
});
export type Preferences = z.infer<typeof preferencesShape>;

const attemptsShape = z.object({ failures: z.number().int().min(0), lastMs: z.number().int() });
const lockOutShape = z.object({ lockAfter: z.number().int().min(3), lockMinutes: z.number().int().min(1) });
export type LockOut = z.infer<typeof lockOutShape>;
/** Where no vault said otherwise: law.md 8.4. */
const defaultLockOut: LockOut = { lockAfter: 5, lockMinutes: 10 };
const headShape = z.object({ size: z.number().int(), root: z.string(), slot: z.string(), mac: z.string() });

export interface SeenHead {
  size: number;
  /** Hex. */
  root: string;
  /** SHA-256 of the user's slot, to tell a changed slot from a wrong password. */
  slot: string;
}

/** The profile folder: MIDIAN_PROFILE, else the system's place for application data. */
export function profileFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.MIDIAN_PROFILE) return environment.MIDIAN_PROFILE;
  if (process.platform === 'win32') return join(environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Midian');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Midian');
  return join(environment.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'midian');
}

export interface Profile {
  readonly folder: string;
  preferences(): Preferences;
  savePreferences(next: Preferences): void;
  /** Milliseconds until the next attempt is allowed, 0 at once; and whether that is the lock-out of the vault's policy. */
  waitBeforeAttempt(vaultId: string, login: string, nowMs: number): { waitMs: number; isLocked: boolean };
  /** Keeps what the vault's policy says of wrong passwords. */
  rememberPolicy(vaultId: string, policy: LockOut): void;
  noteFailure(vaultId: string, login: string, nowMs: number): number;
  clearFailures(vaultId: string, login: string): void;
  seenHead(vaultId: string, login: string, key: Buffer): SeenHead | 'none' | 'forged';
  /** The slot digest last seen, readable before the key is known; only good for wording a message. */
  seenSlot(vaultId: string, login: string): string | null;
  rememberHead(vaultId: string, login: string, key: Buffer, head: SeenHead): void;
}

function readJson<T>(path: string, shape: z.ZodType<T>): T | null {
  try {
    return shape.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

function macOf(key: Buffer, vaultId: string, head: SeenHead): Buffer {
  return createHmac('sha256', key)
    .update(`midian/seen-head/1\n${vaultId}\n${head.size}\n${head.root}\n${head.slot}`)
    .digest();
}

/** Opens the profile in `folder`, made on first write. A damaged file counts as absent: the profile is a convenience. */
export function openProfile(folder: string): Profile {
  const name = (vaultId: string, login: string) => hash('sha256', `${vaultId}\n${login}`).slice(0, 32);
  const write = (file: string, value: unknown) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileDurably(join(folder, file), folder, JSON.stringify(value));
  };
  const attempts = (vaultId: string, login: string) =>
    readJson(join(folder, `attempts-${name(vaultId, login)}.json`), attemptsShape);
  const headPath = (vaultId: string, login: string) => `head-${name(vaultId, login)}.json`;
  const lockOutName = (vaultId: string) => `policy-${name(vaultId, '')}.json`;
  const lockOutPath = (vaultId: string) => join(folder, lockOutName(vaultId));
  // Three tries are free; then 2 s, 4 s, 8 s … up to five minutes (law.md 8.4).
  const delayMs = (failures: number) => (failures < 3 ? 0 : Math.min(2 ** (failures - 2) * 1000, 300_000));
  return {
    folder,
    preferences: () => readJson(join(folder, 'preferences.json'), preferencesShape) ?? preferencesShape.parse({}),
    savePreferences: (next) => write('preferences.json', next),
    waitBeforeAttempt: (vaultId, login, nowMs) => {
      const known = attempts(vaultId, login);
      if (!known) return { waitMs: 0, isLocked: false };
      const { lockAfter, lockMinutes } = readJson(lockOutPath(vaultId), lockOutShape) ?? defaultLockOut;
      const isLocked = known.failures >= lockAfter;
      const delay = isLocked ? lockMinutes * 60_000 : delayMs(known.failures);
      // A clock set back must not lock the user out for longer than the delay itself.
      return { waitMs: Math.max(0, Math.min(delay, known.lastMs + delay - nowMs)), isLocked };
    },
    rememberPolicy: (vaultId, policy) => {
      const known = readJson(lockOutPath(vaultId), lockOutShape) ?? defaultLockOut;
      if (known.lockAfter === policy.lockAfter && known.lockMinutes === policy.lockMinutes) return;
      write(lockOutName(vaultId), policy);
    },
    noteFailure: (vaultId, login, nowMs) => {
      const failures = (attempts(vaultId, login)?.failures ?? 0) + 1;
      write(`attempts-${name(vaultId, login)}.json`, { failures, lastMs: nowMs });
      return failures;
    },
    clearFailures: (vaultId, login) => rmSync(join(folder, `attempts-${name(vaultId, login)}.json`), { force: true }),
    seenHead: (vaultId, login, key) => {
      const known = readJson(join(folder, headPath(vaultId, login)), headShape);
      if (!known) return 'none';
      const { mac, ...head } = known;
      const given = Buffer.from(mac, 'hex');
      const expected = macOf(key, vaultId, head);
      return given.length === expected.length && timingSafeEqual(given, expected) ? head : 'forged';
    },
    seenSlot: (vaultId, login) => readJson(join(folder, headPath(vaultId, login)), headShape)?.slot ?? null,
    rememberHead: (vaultId, login, key, head) =>
      write(headPath(vaultId, login), { ...head, mac: macOf(key, vaultId, head).toString('hex') }),
  };
}
