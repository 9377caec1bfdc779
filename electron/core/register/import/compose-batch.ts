// What the writing thread and the composing thread of an import hand each other: records as flat lists and one piece of
// bytes a batch, because objects by the hundred thousand cost more to copy than to make. Composes and writes nothing.
import type { MessagePort } from 'node:worker_threads';
import type { ErrorCode, ErrorParams } from '../../../../shared/contract/envelope.ts';
import type { FieldValue, FieldValues, RegisterDefinition } from '../../../../shared/registers/definition.ts';
import type { ComposedBox } from '../compose-box.ts';
import type { ColumnValue, ComposedRecord, Composer, NewRecord } from '../compose-record.ts';
import { headColumns, sortColumns, valueColumns } from '../statements.ts';

/** What stays the same for all records of an import. */
export interface ComposingFrame
  extends Pick<Composer, 'format' | 'vaultId' | 'actor' | 'userRid' | 'atMs' | 'batch' | 'scheme'> {
  definition: RegisterDefinition;
  /** What the vault's collation is made from. */
  order: string;
}

/** A data key for the records of a grade. It lies in memory both threads share, so that wiping it once wipes it. */
export interface SharedKey {
  level: string | null;
  key: Uint8Array<SharedArrayBuffer>;
  compartment: string;
}

/** Records to be composed, with the keys and the titles of references that no batch brought before. */
export interface BatchToCompose {
  cells: (FieldValue | undefined)[];
  keys: SharedKey[];
  titles: { register: string; id: string; title: string }[];
}

export interface PackedBatch {
  cells: ColumnValue[];
  /** Digests, salts and boxes, one behind the other. */
  bytes: Uint8Array<ArrayBuffer>;
}

export type ToComposer = { type: 'frame'; frame: ComposingFrame } | ({ type: 'batch' } & BatchToCompose);

export type FromComposer =
  | ({ type: 'batch' } & PackedBatch)
  | { type: 'failed'; code: ErrorCode | null; params: ErrorParams; detail: string };

/** What the composing thread starts with. */
export interface ComposerStart {
  port: MessagePort;
  /** Counts answers: the writing thread sleeps on it, for it hears no events while it waits. */
  answers: Int32Array<SharedArrayBuffer>;
}

export interface BatchShape {
  packNew(records: readonly NewRecord[]): (FieldValue | undefined)[];
  unpackNew(cells: readonly (FieldValue | undefined)[]): NewRecord[];
  pack(records: readonly ComposedRecord[]): PackedBatch;
  unpack(batch: PackedBatch): ComposedRecord[];
}

const leafBytes = 32;
const placeOf = Object.fromEntries(headColumns.map((column, index) => [column, index])) as Record<
  (typeof headColumns)[number],
  number
>;

/** How records of one register are packed; both threads must hold the same definition. */
export function batchShape(definition: RegisterDefinition): BatchShape {
  const columns = valueColumns(definition);
  const keys = [...new Set(columns.map(({ key }) => key))];
  const width = headColumns.length + columns.length + sortColumns(definition).length;

  function packNew(records: readonly NewRecord[]) {
    const cells: (FieldValue | undefined)[] = [];
    for (const { number, status, factDate, late, values } of records) {
      cells.push(number, status, factDate, late);
      for (const key of keys) cells.push(values[key]);
    }
    return cells;
  }

  function unpackNew(cells: readonly (FieldValue | undefined)[]): NewRecord[] {
    const records: NewRecord[] = [];
    for (let at = 0; at < cells.length; ) {
      const [number, status, factDate, late] = cells.slice(at, at + 4) as [
        string | null,
        string,
        string | null,
        boolean,
      ];
      at += 4;
      const values: FieldValues = {};
      for (const key of keys) {
        const value = cells[at++];
        if (value !== undefined) values[key] = value;
      }
      records.push({ number, status, factDate, late, values });
    }
    return records;
  }

  function pack(records: readonly ComposedRecord[]): PackedBatch {
    const cells: ColumnValue[] = [];
    const pieces: Uint8Array[] = [];
    for (const { reason, columns, boxes, revision, search } of records) {
      const { event, open, openSalt, personal, personalSalt, kept } = revision;
      cells.push(...columns, reason, event.text, open, personal, kept, search?.body ?? null, search?.initials ?? null);
      cells.push(openSalt.length, personalSalt?.length ?? 0, boxes.length);
      pieces.push(event.leaf, openSalt);
      if (personalSalt) pieces.push(personalSalt);
      for (const { field, level, box } of boxes) {
        cells.push(field, level, box.length);
        pieces.push(box);
      }
    }
    const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let filled = 0;
    for (const piece of pieces) {
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return { cells, bytes };
  }

  function unpack({ cells, bytes }: PackedBatch): ComposedRecord[] {
    const records: ComposedRecord[] = [];
    let at = 0;
    let taken = 0;
    const text = () => cells[at++] as string;
    const textOrNull = () => cells[at++] as string | null;
    const length = () => cells[at++] as number;
    const take = (count: number) => {
      taken += count;
      return Buffer.from(bytes.buffer, taken - count, count);
    };
    while (at < cells.length) {
      const columns = cells.slice(at, at + width);
      at += width;
      const reason = textOrNull();
      const [eventText, open, personal, kept] = [text(), text(), text(), text()];
      const [body, initials] = [textOrNull(), textOrNull()];
      const [openSaltBytes, personalSaltBytes, boxCount] = [length(), length(), length()];
      const leaf = take(leafBytes);
      const openSalt = take(openSaltBytes);
      const personalSalt = personalSaltBytes === 0 ? null : take(personalSaltBytes);
      const boxes = Array.from(
        { length: boxCount },
        (): ComposedBox => ({
          field: text(),
          level: textOrNull(),
          box: take(length()),
        }),
      );
      records.push({
        id: columns[placeOf.id] as string,
        status: columns[placeOf.status] as string,
        number: columns[placeOf.number] as string | null,
        factDate: columns[placeOf.fact_date] as string | null,
        late: columns[placeOf.late] === 1,
        reason,
        columns,
        boxes,
        revision: { event: { text: eventText, leaf }, open, openSalt, personal, personalSalt, kept },
        search: body === null || initials === null ? null : { body, initials },
      });
    }
    return records;
  }

  return { packNew, unpackNew, pack, unpack };
}
