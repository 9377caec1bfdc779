// Saved views: a list as one user arranged it. The journal is told that there was a change, not what a view asks for.
import { AppError } from '../../../shared/contract/envelope.ts';
import { type SavedView, type ViewContent, viewContent } from '../../../shared/contract/routes/views.ts';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { prepared } from '../db/prepared.ts';
import { uuidv7 } from '../format/uuid.ts';
import type { VaultSession } from '../vault/session.ts';
import { buildListSql } from './list-query.ts';
import type { WriteContext } from './write-context.ts';

/** More tabs than anybody finds again. */
const maximumPerRegister = 50;

/** The user's own views of a register, oldest first. */
export function listViews(session: VaultSession, definition: RegisterDefinition): SavedView[] {
  const rows = prepared(
    session.db,
    'SELECT id, name, content FROM saved_view WHERE user = ? AND register = ? ORDER BY id',
  ).all(session.user.rid, definition.key) as { id: string; name: string; content: string }[];
  return rows.map(({ id, name, content }) => ({ id, name, content: viewContent.parse(JSON.parse(content)) }));
}

/**
 * Saves a new view or changes an own one. Throws AppError `value_invalid` for a name that is taken, a condition the
 * register cannot answer or a view too many, `record_missing` for a view that is not there.
 */
export function saveView(
  context: WriteContext,
  definition: RegisterDefinition,
  input: { id: string | null; name: string; content: ViewContent },
): SavedView {
  const { session, journal } = context;
  const { content } = input;
  const name = input.name.normalize('NFC').trim();
  buildListSql(definition, { ...content, sort: [content.sort] }, session.registry);
  const known = listViews(session, definition);
  if (known.some((view) => view.name === name && view.id !== input.id))
    throw new AppError('value_invalid', { field: 'name', reason: 'taken' });
  if (input.id === null && known.length >= maximumPerRegister)
    throw new AppError('value_invalid', { field: 'view', reason: 'too_many' });
  const id = input.id ?? uuidv7(session.now());
  if (input.id === null)
    prepared(session.db, 'INSERT INTO saved_view (id, user, register, name, content) VALUES (?, ?, ?, ?, ?)').run(
      id,
      session.user.rid,
      definition.key,
      name,
      JSON.stringify(content),
    );
  else {
    if (!known.some((view) => view.id === id)) throw new AppError('record_missing', { register: 'view', id });
    prepared(session.db, 'UPDATE saved_view SET name = ?, content = ? WHERE id = ? AND user = ?').run(
      name,
      JSON.stringify(content),
      id,
      session.user.rid,
    );
  }
  journal.append({ action: 'view.saved', register: definition.key, detail: { view: id } });
  return { id, name, content };
}

/** Removes an own view. Throws AppError `record_missing`. */
export function removeView(context: WriteContext, id: string): void {
  const { session, journal } = context;
  const row = prepared(session.db, 'SELECT register FROM saved_view WHERE id = ? AND user = ?').get(
    id,
    session.user.rid,
  ) as { register: string } | undefined;
  if (!row) throw new AppError('record_missing', { register: 'view', id });
  prepared(session.db, 'DELETE FROM saved_view WHERE id = ? AND user = ?').run(id, session.user.rid);
  journal.append({ action: 'view.removed', register: row.register, detail: { view: id } });
}
