// Routes of backup and restore.
import { z } from 'zod';
import { route } from '../route.ts';
import { empty, jobStarted, password, pathToken } from './common.ts';

const read = { state: 'unlocked', roles: 'any', writes: false } as const;
const office = { state: 'unlocked', roles: ['system', 'officer'], writes: true } as const;
const locked = { state: 'locked', roles: 'any', writes: false } as const;

export const backupRoutes = {
  'backup.list': route({
    kind: 'query',
    input: empty,
    output: z.strictObject({
      settings: z.strictObject({
        /** As the user knows it, for showing; null where none is chosen. */
        folder: z.string().nullable(),
        everyDays: z.number().int().nullable(),
        keep: z.number().int().nullable(),
      }),
      lastMs: z.number().int().nullable(),
      /** When the next scheduled one is due; null where none is scheduled. */
      dueMs: z.number().int().nullable(),
      overdue: z.boolean(),
      backups: z.array(
        z.strictObject({
          id: z.string(),
          folder: z.string(),
          file: z.string(),
          sha256: z.string(),
          sizeBytes: z.number().int(),
          journalSize: z.number().int(),
          /** Attachments that were already wrong in the vault. */
          problems: z.number().int(),
          madeAtMs: z.number().int(),
          madeBy: z.string(),
          removedAtMs: z.number().int().nullable(),
        }),
      ),
    }),
    access: read,
    audit: null,
  }),
  /** Backup files in a folder that the list does not name. */
  'backup.unlisted': route({
    kind: 'session',
    /** Null: the folder of the settings. */
    input: z.strictObject({ folder: pathToken.nullable().default(null) }),
    output: z.strictObject({
      files: z.array(
        z.strictObject({
          file: z.string(),
          sizeBytes: z.number().int(),
          state: z.enum(['own', 'renamed', 'other', 'unreadable']),
          madeAtMs: z.number().int().nullable(),
        }),
      ),
    }),
    access: read,
    audit: null,
  }),
  'backup.settings': route({
    kind: 'session',
    input: z.strictObject({
      /** Left out: as it is. */
      folder: pathToken.optional(),
      everyDays: z.number().int().min(1).max(366).nullable().optional(),
      keep: z.number().int().min(1).max(1000).nullable().optional(),
    }),
    output: empty,
    access: office,
    audit: 'backup.settingsChanged',
  }),
  'backup.make': route({
    kind: 'job',
    /** Null: the folder of the settings. */
    input: z.strictObject({ folder: pathToken.nullable().default(null) }),
    output: jobStarted,
    access: office,
    audit: 'backup.made',
  }),
  'backup.inspect': route({
    kind: 'session',
    input: z.strictObject({ file: pathToken }),
    output: z.strictObject({
      name: z.string(),
      madeAtMs: z.number().int(),
      users: z.array(z.strictObject({ login: z.string() })),
    }),
    access: locked,
    audit: null,
  }),
  'backup.restore': route({
    kind: 'job',
    input: z.strictObject({
      file: pathToken,
      /** The folder in which the vault's folder is made. */
      folder: pathToken.optional(),
      /** Name of the vault, without suffix; or its whole path where no folder is given. */
      name: z.string().min(1).max(1000),
      login: z.string().max(60).nullable(),
      password,
    }),
    output: jobStarted,
    access: locked,
    audit: 'vault.restored',
  }),
};
