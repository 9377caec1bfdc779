// Every route of the core in one table, and the types callers and handlers derive from it.
import type { z } from 'zod';
import type { VerifyReport } from '../evidence/report.ts';
import { backupRoutes } from './routes/backups.ts';
import { calendarRoutes } from './routes/calendar.ts';
import { compartmentRoutes } from './routes/compartments.ts';
import { documentRoutes } from './routes/documents.ts';
import { draftRoutes } from './routes/drafts.ts';
import { erasureRoutes } from './routes/erasure.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { figureRoutes } from './routes/figures.ts';
import { importRoutes } from './routes/import.ts';
import { procedureRoutes } from './routes/procedures.ts';
import { recoveryRoutes } from './routes/recovery.ts';
import { registerRoutes } from './routes/registers.ts';
import { ruleRoutes } from './routes/rules.ts';
import { stampRoutes } from './routes/stamps.ts';
import { userRoutes } from './routes/users.ts';
import { vaultRoutes } from './routes/vault.ts';
import { viewRoutes } from './routes/views.ts';

export const contract = {
  ...vaultRoutes,
  ...userRoutes,
  ...compartmentRoutes,
  ...recoveryRoutes,
  ...registerRoutes,
  ...draftRoutes,
  ...viewRoutes,
  ...procedureRoutes,
  ...calendarRoutes,
  ...ruleRoutes,
  ...figureRoutes,
  ...importRoutes,
  ...erasureRoutes,
  ...evidenceRoutes,
  ...documentRoutes,
  ...stampRoutes,
  ...backupRoutes,
};

export type Contract = typeof contract;
export type RouteName = keyof Contract;
/** What a caller passes: defaults may be left out. */
export type RouteInput<Name extends RouteName> = z.input<Contract[Name]['input']>;
/** What a handler receives: defaults are filled in. */
export type ParsedInput<Name extends RouteName> = z.output<Contract[Name]['input']>;
export type RouteOutput<Name extends RouteName> = z.output<Contract[Name]['output']>;

/** The results job routes end with, in `JobProgress.result`. */
export interface JobResults {
  import: { batch: string; created: number; updated: number; unchanged: number; departmentsCreated: number };
  undoImport: { restored: number; voided: number };
  export: { rows: number; token: string };
  attach: { added: number; sizeBytes: number };
  bundle: {
    /** Id of the bundle. */
    bundle: string;
    /** Its number in the register of bundles. */
    number: string;
    name: string;
    files: number;
    records: number;
    attachments: number;
    sizeBytes: number;
    sha256: string;
    sm3: string;
    keyFingerprint: string;
    /** SHA-256 of the page verify.html in the bundle. */
    verifierSha256: string;
    token: string;
  };
  rebuild: { name: string; sizeBytes: number; sha256: string; token: string };
  disclose: { name: string; reveals: number; disclosure: string; token: string };
  erasure: {
    records: number;
    revisions: number;
    files: number;
    namedWithoutIdentity: number;
    /** Backups made before, which still hold what was erased. */
    backups: { name: string; atMs: number }[];
    compacted: boolean;
  };
  verify: VerifyReport;
  check: { ok: boolean; problems: { code: string; params: Record<string, string | number | boolean | null> }[] };
  journalVerify: {
    ok: boolean;
    events: number;
    head: string;
    problems: { code: string; params: Record<string, string | number | boolean | null> }[];
  };
  rotate: { compartments: number; keys: number };
  removeUser: { rotated: number; left: number };
  /** Backups made before, which open with the old key. */
  rekey: { backups: { name: string; atMs: number }[] };
  recoveryMake: {
    set: string;
    shares: number;
    /** For `recovery.take`. */
    take: string;
    token: string | null;
  };
  recover: { login: string; path: string };
  reseal: { values: number; files: number; left: number };
  demo: { path: string };
  document: { rows: number; pages: number; sizeBytes: number; token: string };
  backup: {
    id: string;
    name: string;
    sizeBytes: number;
    sha256: string;
    journalSize: number;
    problems: { code: 'attachment_missing' | 'attachment_changed'; name: string }[];
    /** Names of older backups that rotation removed. */
    removed: string[];
  };
  restore: {
    path: string;
    organisation: string;
    madeAtMs: number;
    journalSize: number;
    /** Events last seen on this machine, where that was more. */
    seen: number | null;
    problems: { code: 'attachment_missing' | 'attachment_changed'; name: string }[];
  };
}
