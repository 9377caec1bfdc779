// What the running core holds: the open session, path tokens, jobs, and how it speaks to whoever hosts it.
import type { AppError } from '../../shared/contract/envelope.ts';
import type { CoreEvent } from '../../shared/contract/events.ts';
import type { RegisterDefinition } from '../../shared/registers/definition.ts';
import type { Jobs } from './jobs.ts';
import type { OpenedAttachments } from './register/attachments/open-attachments.ts';
import type { ImportSessions } from './register/import/sessions.ts';
import type { ReadingWorker } from './rules/readings.ts';
import type { Profile } from './vault/profile.ts';
import type { VaultSession } from './vault/session.ts';

export interface CoreDependencies {
  registers: readonly RegisterDefinition[];
  migrations: readonly string[];
  profileFolder: string;
  /** ms UTC; tests set their own clock. */
  now: () => number;
  emit: (event: CoreEvent) => void;
  /** Where new vaults go unless the user says otherwise. */
  defaultFolder: string;
  version: string;
  /** Called after the vault is closed; the host then ends the process. */
  onLocked: (reason: LockReason) => void;
  /** For the log on this machine, which holds no content. */
  logError: (requestId: string, cause: unknown) => void;
}

export type LockReason = 'user' | 'idle' | 'suspend' | 'quit';

export interface CoreState {
  readonly dependencies: CoreDependencies;
  readonly profile: Profile;
  readonly paths: Map<string, string>;
  readonly jobs: Jobs;
  readonly imports: ImportSessions;
  readonly attachments: OpenedAttachments;
  readonly readings: ReadingWorker;
  session: VaultSession | null;
  /** Size of the journal when it was last verified whole in this session; null before. */
  verifiedSize: number | null;
  journalBroken: boolean;
  lastActiveMs: number;
  lock(reason: LockReason): Promise<void>;
}

export type Refusal = AppError;
