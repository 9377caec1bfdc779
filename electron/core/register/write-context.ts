// One write transaction: everything a command changes, its events and its counts, or nothing at all.
import assert from 'node:assert';
import { AppError } from '../../../shared/contract/envelope.ts';
import { withDatabaseErrors } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { rangeRoot } from '../format/merkle.ts';
import { beginAppending, type JournalAppender, readHead } from '../journal/append.ts';
import { type DataKey, insertDataKey } from '../vault/data-keys.ts';
import { addDraftReader, settleDraftReaders } from '../vault/draft-readers.ts';
import { compartmentOfLevel, compartmentOfRecord, type VaultSession } from '../vault/session.ts';
import { flushSearchQueue, type IndexEntry } from './search-index.ts';

export interface WriteContext {
  readonly session: VaultSession;
  readonly journal: JournalAppender;
  /** Id shared by the records of one command that touches many. */
  readonly batch: string | null;
  /** Moves a record from one count to another; null where it is new or (in tests) gone. */
  count(
    register: string,
    before: { status: string; void: number } | null,
    after: { status: string; void: number },
  ): void;
  /** The data key this transaction seals a record's content with, for its grade; its row is written on first use. */
  dataKey(level: string | null, record?: number): { rid: number; key: Buffer; compartment: string };
  /** Search entries not written yet (search-index.ts). */
  readonly searchQueue: IndexEntry[];
  /** Registers touched, for the page to re-read. */
  readonly touched: Set<string>;
}

/**
 * Runs `work` in one immediate transaction. Rolls back on any failure, and when `work` appended no event. After the commit
 * the new head is remembered in the user's profile. Throws AppError `read_only`, `busy`, `disk_full`, and what `work` throws.
 */
export function writeTransaction<T>(
  session: VaultSession,
  work: (context: WriteContext) => T,
  batch: string | null = null,
): T {
  if (session.readOnly) throw new AppError('read_only');
  const counts = new Map<string, { register: string; status: string; void: number; change: number }>();
  const used = new Map<number, { rid: number; key: DataKey; compartment: string }>();
  const touched = new Set<string>();
  const add = (register: string, at: { status: string; void: number }, change: number) => {
    const key = `${register}\n${at.status}\n${at.void}`;
    const known = counts.get(key) ?? { register, status: at.status, void: at.void, change: 0 };
    known.change += change;
    counts.set(key, known);
  };
  const result = withDatabaseErrors(() =>
    session.db
      .transaction(() => {
        const journal = beginAppending(session.db, session.user.login, session.now());
        const context: WriteContext = {
          session,
          journal,
          batch,
          touched,
          searchQueue: [],
          count: (register, before, after) => {
            if (before) add(register, before, -1);
            add(register, after, 1);
          },
          dataKey: (level, record) => {
            const compartment =
              record === undefined ? compartmentOfLevel(session, level) : compartmentOfRecord(session, record, level);
            const known = used.get(compartment.rid);
            if (known) return { rid: known.rid, key: known.key.key, compartment: compartment.id };
            const key = session.spareDataKeys.get(compartment.rid);
            assert(key, 'a spare data key is made before every command');
            const rid = insertDataKey(session.db, key);
            if (key.readerWrapped) addDraftReader(session.db, rid, session.user.rid, key.readerWrapped);
            used.set(compartment.rid, { rid, key, compartment: compartment.id });
            return { rid, key: key.key, compartment: compartment.id };
          },
        };
        const value = work(context);
        if (journal.appended() === 0) throw new AppError('internal', { reason: 'command_without_event' });
        flushSearchQueue(context);
        settleDraftReaders(session.db, { dataKeys: [...used.values()].map(({ rid }) => rid) });
        const upsert = prepared(
          session.db,
          'INSERT INTO register_count (register, status, void, records) VALUES (?, ?, ?, ?) ON CONFLICT (register, status, void) DO UPDATE SET records = records + excluded.records',
        );
        for (const item of counts.values())
          if (item.change !== 0) upsert.run(item.register, item.status, item.void, item.change);
        journal.finish();
        return value;
      })
      .immediate(),
  );
  // A key is spent only once its row is really there.
  for (const [compartment, { rid, key }] of used) {
    session.spareDataKeys.delete(compartment);
    session.openedDataKeys.set(rid, key.key);
  }
  rememberHead(session);
  return result;
}

/** Notes the present head in the user's profile, so that a rolled-back vault is noticed at the next unlock. */
export function rememberHead(session: VaultSession): void {
  const { range } = readHead(session.db);
  try {
    session.profile.rememberHead(session.header.vaultId, session.witness, session.databaseKey, {
      size: range.size,
      root: rangeRoot(range).toString('hex'),
      slot: session.slotDigest,
    });
  } catch {
    // The profile is a witness, not a place of truth: a full profile disk must not undo a committed change.
  }
}
