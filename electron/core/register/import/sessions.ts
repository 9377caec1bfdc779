// The import sessions of a core: one worker each, from choosing the file to commit or close.
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { TaskWorker } from '../../jobs.ts';

export interface ImportSession {
  worker: TaskWorker;
  register: string;
  fileName: string;
}

export interface ImportSessions {
  add(id: string, session: ImportSession): void;
  /** Throws AppError `import_nothing_to_do` where the session is gone (closed, or its worker died). */
  get(id: string): ImportSession;
  close(id: string): Promise<void>;
  closeAll(): Promise<void>;
}

/** Keeps the sessions; each holds a sheet in memory, so a new one closes those of the same register. */
export function createImportSessions(): ImportSessions {
  const sessions = new Map<string, ImportSession>();
  const close = async (id: string) => {
    const session = sessions.get(id);
    sessions.delete(id);
    await session?.worker.stop();
  };
  return {
    add: (id, session) => {
      for (const [other, { register }] of sessions) if (register === session.register) void close(other);
      sessions.set(id, session);
    },
    get: (id) => {
      const session = sessions.get(id);
      if (!session) throw new AppError('import_nothing_to_do');
      return session;
    },
    close,
    closeAll: async () => {
      await Promise.all([...sessions.keys()].map(close));
    },
  };
}
