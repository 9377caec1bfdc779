// Takes frozen records out of a copy of the database: what is suspected of being a state secret goes into no backup. Their
// numbers, commitments and events stay, so the copy verifies. Works on copies only; the vault itself is purged by two people.
import { columnOf, linkEnds } from '../../../../shared/registers/definition.ts';
import type { Db } from '../../db/handle.ts';
import type { VaultSession } from '../../vault/session.ts';
import { flushSearchQueue } from '../search-index.ts';
import { statementsFor, type TableRow } from '../statements.ts';
import type { WriteContext } from '../write-context.ts';
import { allKeys, eraseAttachment, eraseValues } from './erase-values.ts';

/** Erases every frozen record of `copy` with its attachments and what links say of it; returns how many there were. */
export function eraseFrozen(session: VaultSession, copy: Db): number {
  const frozen = copy.prepare("SELECT record FROM record_mark WHERE kind = 'frozen'").pluck().all() as number[];
  if (frozen.length === 0) return 0;
  copy.pragma('secure_delete = ON');
  const context: Pick<WriteContext, 'session' | 'touched' | 'searchQueue'> = {
    session: { ...session, db: copy },
    touched: new Set(),
    searchQueue: [],
  };
  copy
    .transaction(() => {
      for (const rid of frozen) eraseWhole(context as WriteContext, rid);
      flushSearchQueue(context as WriteContext);
      // Why somebody suspected it may tell what it was.
      copy.exec("UPDATE record_mark SET reason = '' WHERE kind = 'frozen'");
    })
    .immediate();
  copy.exec('VACUUM');
  return frozen.length;
}

function eraseWhole(context: WriteContext, rid: number): void {
  const { db, registry } = context.session;
  const definition = registry.ofRow(rid);
  const row = statementsFor(db, definition).byRid.get(rid) as TableRow | undefined;
  if (!row) return;
  eraseValues(context, definition, row, { keys: allKeys(definition), where: null });
  const attachments = db.prepare('SELECT * FROM attachment WHERE owner_id = ?').all(row.id) as TableRow[];
  for (const attachment of attachments) eraseAttachment(context, attachment);
  for (const { definition: link, own } of registry.linksOf(definition.key)) {
    const { from, to } = linkEnds(link);
    const keys = allKeys(link);
    keys.delete(from.field);
    keys.delete(to.field);
    const linked = db.prepare(`SELECT * FROM ${link.table} WHERE ${columnOf(own)} = ?`).all(row.id) as TableRow[];
    for (const found of linked) eraseValues(context, link, found, { keys, where: null });
  }
}
