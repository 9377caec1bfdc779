// Drafts of forms: kept, listed, opened and dropped for the one user whose key they are boxed with. Holds no record.
import { hkdfSync } from 'node:crypto';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { AppError } from '../../../shared/contract/envelope.ts';
import { type DraftContent, draftContent } from '../../../shared/contract/routes/drafts.ts';
import { columnOf, type RegisterDefinition } from '../../../shared/registers/definition.ts';
import { withDatabaseErrors } from '../db/handle.ts';
import { prepared } from '../db/prepared.ts';
import { openBox, sealBox } from '../format/sealed-box.ts';
import { uuidv7 } from '../format/uuid.ts';
import { isSealedContentAllowed, type VaultSession } from '../vault/session.ts';
import { getRow } from './read.ts';
import { statementsFor, type TableRow } from './statements.ts';
import { type WriteContext, writeTransaction } from './write-context.ts';

/** A form is a few thousand characters; this is far beyond what anybody types. */
const maximumBytes = 4 << 20;
interface DraftRow {
  id: string;
  register: string;
  record: string | null;
  version: number | null;
  saved_at: number;
  box: Buffer;
}

type Head = Omit<DraftRow, 'box'>;

/**
 * The key of a user's drafts: derived from the identity only the user's own slot holds, so that neither another user nor
 * whoever has the database key can open or make one. Derived and not wrapped, because keeping a form must not wait.
 */
function draftKey(session: VaultSession): Buffer {
  return Buffer.from(
    hkdfSync('sha256', Buffer.from(session.keys.identity, 'utf8'), Buffer.alloc(0), 'midian/draft-key/1', 32),
  );
}

function placeOf(session: VaultSession, row: Head) {
  return {
    format: session.header.format,
    vault: session.header.vaultId,
    user: session.user.id,
    draft: row.id,
    register: row.register,
    record: row.record,
    version: row.version,
    savedAtMs: row.saved_at,
  };
}

function ownRow(session: VaultSession, id: string): DraftRow {
  const row = prepared(
    session.db,
    'SELECT id, register, record, version, saved_at, box FROM draft WHERE id = ? AND user = ?',
  ).get(id, session.user.rid) as DraftRow | undefined;
  if (!row) throw new AppError('record_missing', { register: 'draft', id });
  return row;
}

/** What the journal says of a draft: which form, never what stood in it. */
function eventOf(row: Head, action: string) {
  return {
    action,
    register: row.register,
    ...(row.record === null ? {} : { record: row.record }),
    ...(row.version === null ? {} : { version: row.version }),
    detail: { draft: row.id },
  };
}

function requireKeepable(session: VaultSession, definition: RegisterDefinition, content: DraftContent): void {
  const isFilled = (key: string) => typeof content.form[key] === 'string' && content.form[key] !== '';
  if (
    definition.fields.some(({ key, class: fieldClass }) => fieldClass === 'sealed' && isFilled(key)) &&
    !isSealedContentAllowed(session)
  )
    throw new AppError('sealed_needs_second_officer');
}

/**
 * Keeps a form. Throws AppError `record_missing` for a draft or record that is not there, `value_invalid` where it is too
 * large, `sealed_needs_second_officer`, `read_only`, `busy`, `disk_full`.
 */
export function saveDraft(
  session: VaultSession,
  definition: RegisterDefinition,
  input: { id: string | null; recordId: string | null; version: number | null; content: DraftContent },
): { id: string; savedAtMs: number } {
  if (session.readOnly) throw new AppError('read_only');
  requireKeepable(session, definition, input.content);
  if (input.recordId !== null) getRow(session, definition, input.recordId);
  const plain = Buffer.from(JSON.stringify(input.content), 'utf8');
  if (plain.length > maximumBytes) throw new AppError('value_invalid', { field: 'content' });
  const row: Head = {
    id: input.id ?? uuidv7(session.now()),
    register: definition.key,
    record: input.recordId,
    version: input.version,
    saved_at: session.now(),
  };
  const box = sealBox(draftKey(session), plain, placeOf(session, row));
  if (input.id === null)
    writeTransaction(session, (context) => {
      prepared(
        session.db,
        'INSERT INTO draft (id, user, register, record, version, saved_at, box) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ).run(row.id, session.user.rid, row.register, row.record, row.version, row.saved_at, box);
      context.journal.append(eventOf(row, 'draft.saved'));
    });
  else {
    const known = ownRow(session, input.id);
    if (known.register !== row.register || known.record !== row.record)
      throw new AppError('record_missing', { register: 'draft', id: input.id });
    withDatabaseErrors(() =>
      prepared(session.db, 'UPDATE draft SET version = ?, saved_at = ?, box = ? WHERE id = ? AND user = ?').run(
        row.version,
        row.saved_at,
        box,
        row.id,
        session.user.rid,
      ),
    );
  }
  return { id: row.id, savedAtMs: row.saved_at };
}

/** The user's own drafts, latest first, with number and title of the records they are about. */
export function listDrafts(session: VaultSession): RouteOutput<'draft.list'>['drafts'] {
  const rows = prepared(
    session.db,
    'SELECT id, register, record, version, saved_at FROM draft WHERE user = ? ORDER BY saved_at DESC, id DESC',
  ).all(session.user.rid) as Head[];
  return rows.map((row) => {
    const definition = session.registry.byKey(row.register);
    const record =
      row.record === null
        ? undefined
        : (statementsFor(session.db, definition).byId.get(row.record) as TableRow | undefined);
    const title = record?.[columnOf(definition.title)];
    return { ...headOf(row), number: record?.number ?? null, title: typeof title === 'string' ? title : null };
  });
}

function headOf(row: Head) {
  return {
    id: row.id,
    register: row.register,
    recordId: row.record,
    version: row.version,
    savedAtMs: row.saved_at,
  };
}

/** Opens an own draft; an event. Throws AppError `record_missing`, `vault_database_damaged` where the box was changed. */
export function openDraft(context: WriteContext, id: string): RouteOutput<'draft.open'> {
  const { session } = context;
  const row = ownRow(session, id);
  const plain = openBox(draftKey(session), row.box, placeOf(session, row));
  const content = plain && draftContent.safeParse(JSON.parse(plain.toString('utf8')));
  if (!content?.success) throw new AppError('vault_database_damaged', { detail: 'draft' });
  context.journal.append(eventOf(row, 'draft.opened'));
  return { ...headOf(row), content: content.data };
}

/** Drops an own draft: given up, or its form saved. Throws AppError `record_missing`. */
export function dropDraft(context: WriteContext, id: string, action: 'draft.discarded' | 'draft.used'): void {
  const { session } = context;
  const row = ownRow(session, id);
  prepared(session.db, 'DELETE FROM draft WHERE id = ? AND user = ?').run(id, session.user.rid);
  context.journal.append(eventOf(row, action));
}
