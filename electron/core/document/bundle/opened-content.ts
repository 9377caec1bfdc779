// Sealed values that were chosen, record by record, to leave in a bundle. Opened through keys the user holds; kept in memory only.
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import type { KeptValues } from '../../register/kept-values.ts';
import { openValue, prepareOpening } from '../../register/sealed-values.ts';
import type { TableRow } from '../../register/statements.ts';
import type { VaultSession } from '../../vault/session.ts';
import { registerInBundle, shownRevision } from './chosen-records.ts';
import type { BundleRegister } from './issue.ts';
import type { BundleView } from './view.ts';

/** Field -> what its box holds. */
export type OpenedValues = Readonly<Record<string, { value: string; salt: Buffer }>>;

export interface OpenedRecord {
  definition: RegisterDefinition;
  row: TableRow;
  values: OpenedValues;
}

/** By row number. */
export type OpenedContent = ReadonlyMap<number, OpenedRecord>;

const nothing: OpenedValues = {};

/** What of a record was opened; nothing for most. */
export function openedOf(content: OpenedContent, rid: number): OpenedValues {
  return content.get(rid)?.values ?? nothing;
}

/** The sealed values of one revision that are still there. */
export function sealedOf(kept: KeptValues): KeptValues {
  return Object.fromEntries(Object.entries(kept).filter(([, place]) => place.erased !== true));
}

/**
 * Opens the sealed values of one record as a view shows it. Throws AppError `sealed_no_clearance`, `vault_database_damaged`.
 */
export async function openRecord(
  session: VaultSession,
  definition: RegisterDefinition,
  row: TableRow,
): Promise<OpenedRecord> {
  const kept = sealedOf(shownRevision(session, row).kept);
  await prepareOpening(session, row.rid, kept);
  const values = Object.fromEntries(
    Object.entries(kept).map(([field, place]) => [field, openValue(session, definition, row, field, place)]),
  );
  return { definition, row, values };
}

/**
 * Opens everything chosen. Throws AppError `record_missing` for a record that is not in the view, `record_frozen`,
 * `sealed_no_clearance`.
 */
export async function openChosen(view: BundleView, registers: readonly BundleRegister[]): Promise<OpenedContent> {
  const { session } = view;
  const content = new Map<number, OpenedRecord>();
  for (const { register, opened } of registers) {
    const definition = registerInBundle(session, register);
    for (const id of opened) {
      const row = view.byId(definition, id);
      if (!row) throw new AppError('record_missing', { register, id });
      if (view.isFrozen(row.rid)) throw new AppError('record_frozen', { number: row.number });
      content.set(row.rid, await openRecord(session, definition, row));
    }
  }
  return content;
}
