// What of a form goes into a draft, and a form again from one. Pure: what was typed, not what it would be saved as.
import type { RecordRow } from '../../../../shared/contract/routes/common.ts';
import type { DraftContent } from '../../../../shared/contract/routes/drafts.ts';
import { type RegisterDefinition, valueKeysOf } from '../../../../shared/registers/definition.ts';
import type { RecordForm } from './record-form.ts';

/** The form as a draft holds it; null where nothing differs from what it started with. */
export function draftOf(
  register: RegisterDefinition,
  row: RecordRow | null,
  start: RecordForm,
  now: RecordForm,
  more: { section: string | null; names: Readonly<Record<string, string>>; reason: string },
): DraftContent | null {
  const changed = Object.keys(start).filter((key) => (now[key] ?? null) !== (start[key] ?? null));
  if (changed.length === 0) return null;
  const open = register.fields.filter((field) => field.class !== 'sealed').flatMap(valueKeysOf);
  const kept = <T>(keys: readonly string[], of: (key: string) => T) =>
    Object.fromEntries(keys.map((key) => [key, of(key)]));
  return {
    section: more.section,
    form: kept(changed, (key) => now[key] ?? null),
    base:
      row === null
        ? {}
        : kept(
            open.filter((key) => changed.includes(key)),
            (key) => row.values[key] ?? null,
          ),
    names: kept(
      changed.filter((key) => (more.names[key] ?? '') !== ''),
      (key) => more.names[key] ?? '',
    ),
    reason: more.reason,
  };
}

/**
 * The record the draft's form started from, as far as the draft touches it: what others changed meanwhile in those fields
 * then meets a conflict when it is saved, and the rest is as it stands now.
 */
export function rowOfDraft(present: RecordRow, draft: { version: number | null; content: DraftContent }): RecordRow {
  if (draft.version === null) return present;
  return { ...present, version: draft.version, values: { ...present.values, ...draft.content.base } };
}
