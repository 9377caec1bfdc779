// The migrations in order. A migration once released is never edited (test/house compares their digests).
import { migration0001 } from './0001-vault.ts';
import { migration0002 } from './0002-registers.ts';
import { migration0003 } from './0003-drafts.ts';
import { migration0004 } from './0004-evidence.ts';
import { migration0005 } from './0005-time-stamps.ts';
import { migration0006 } from './0006-backups.ts';
import { migration0007 } from './0007-officers.ts';
import { migration0008 } from './0008-procedures.ts';
import { migration0009 } from './0009-measures.ts';
import { migration0010 } from './0010-draft-readers.ts';
import { migration0011 } from './0011-return-and-knowledge.ts';

/** Position + 1 is the schema version it leads to. */
export const migrations: readonly string[] = [
  migration0001,
  migration0002,
  migration0003,
  migration0004,
  migration0005,
  migration0006,
  migration0007,
  migration0008,
  migration0009,
  migration0010,
  migration0011,
];
