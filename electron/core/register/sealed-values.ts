// Stores and opens the boxes of sealed fields. A box holds value and salt; what was committed to stands in the revision.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { prepared } from '../db/prepared.ts';
import { commitment } from '../format/commitment.ts';
import { openBox, sealBox } from '../format/sealed-box.ts';
import { openDataKeysOf, type VaultSession } from '../vault/session.ts';
import { type ComposedBox, placeOf } from './compose-box.ts';
import type { KeptValues } from './kept-values.ts';
import type { WriteContext } from './write-context.ts';

/** Writes a box under the transaction's data key for its grade. */
export function insertBox(
  context: WriteContext,
  row: { rid: number; version: number },
  { field, level, box }: ComposedBox,
): void {
  prepared(
    context.session.db,
    'INSERT INTO sealed_value (record, field, version, data_key, box) VALUES (?, ?, ?, ?, ?)',
  ).run(row.rid, field, row.version, context.dataKey(level, row.rid).rid, box);
}

/** Seals a value that is open anew, for the compartment its record belongs into now; version, salt and commitment stay. */
export function reboxValue(
  context: WriteContext,
  input: {
    definition: RegisterDefinition;
    row: { rid: number; id: string };
    field: string;
    version: number;
    level: string | null;
  },
): void {
  const { session } = context;
  const { definition, row, field, version } = input;
  const sealed = sealedRow(session, row.rid, field, version);
  const key = sealed && session.openedDataKeys.get(sealed.data_key);
  if (!sealed || !key) throw new AppError('sealed_no_clearance', { field });
  const { format, vaultId } = session.header;
  const place = (compartment: string) =>
    placeOf({ format, vaultId }, { definition, id: row.id, version }, field, compartment);
  const plain = openBox(key, sealed.box, place(sealed.compartment));
  if (!plain) throw new AppError('vault_database_damaged', { detail: 'sealed_value' });
  const dataKey = context.dataKey(input.level, row.rid);
  const box = sealBox(dataKey.key, plain, place(dataKey.compartment));
  prepared(
    session.db,
    'UPDATE sealed_value SET data_key = ?, box = ? WHERE record = ? AND field = ? AND version = ?',
  ).run(dataKey.rid, box, row.rid, field, version);
}

interface SealedRow {
  data_key: number;
  box: Buffer;
  compartment: string;
}

function sealedRow(session: VaultSession, rid: number, field: string, version: number): SealedRow | undefined {
  return prepared(
    session.db,
    `SELECT s.data_key, s.box, c.id AS compartment FROM sealed_value s
       JOIN data_key d ON d.rid = s.data_key JOIN compartment c ON c.rid = d.compartment
       WHERE s.record = ? AND s.field = ? AND s.version = ?`,
  ).get(rid, field, version) as SealedRow | undefined;
}

/** Unwraps the data keys needed to open these sealed values. Throws AppError `sealed_no_clearance`. */
export async function prepareOpening(session: VaultSession, rid: number, kept: KeptValues): Promise<void> {
  const rows = Object.entries(kept).map(([field, { version }]) => sealedRow(session, rid, field, version)?.data_key);
  await openDataKeysOf(
    session,
    rows.filter((row) => row !== undefined),
  );
}

/**
 * Opens one sealed value after `prepareOpening`, and checks it against its commitment. Throws AppError
 * `vault_database_damaged` where box or commitment do not fit.
 */
export function openValue(
  session: VaultSession,
  definition: RegisterDefinition,
  row: { rid: number; id: string },
  field: string,
  kept: { version: number; commitment: string },
): { value: string; salt: Buffer } {
  const sealed = sealedRow(session, row.rid, field, kept.version);
  const key = sealed && session.openedDataKeys.get(sealed.data_key);
  if (!sealed || !key) throw new AppError('sealed_no_clearance', { field });
  const { format, vaultId } = session.header;
  const record = { definition, id: row.id, version: kept.version };
  const plain = openBox(key, sealed.box, placeOf({ format, vaultId }, record, field, sealed.compartment));
  if (!plain) throw new AppError('vault_database_damaged', { detail: 'sealed_value' });
  const { salt, value } = JSON.parse(plain.toString('utf8')) as { salt: string; value: string };
  if (commitment(field, Buffer.from(salt, 'base64'), value) !== kept.commitment)
    throw new AppError('vault_database_damaged', { detail: 'sealed_value' });
  return { value, salt: Buffer.from(salt, 'base64') };
}

/** Whether the data key of a sealed value has been unwrapped in this session. */
export function isOpenable(session: VaultSession, rid: number, field: string, version: number): boolean {
  const sealed = sealedRow(session, rid, field, version);
  return sealed !== undefined && session.openedDataKeys.has(sealed.data_key);
}
