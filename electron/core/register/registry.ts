// The registers a vault is opened with, by key and by code, and the row numbers that carry the code.
import assert from 'node:assert';
import { AppError } from '../../../shared/contract/envelope.ts';
import { linkEnds, type RegisterDefinition } from '../../../shared/registers/definition.ts';

/** Rows of one register share the upper part of `rid`, so that one search index serves all and still filters by range. */
const rowsPerRegister = 2 ** 40;

export interface Registry {
  readonly all: readonly RegisterDefinition[];
  /** Throws AppError `register_unknown`. */
  byKey(key: string): RegisterDefinition;
  ofRow(rid: number): RegisterDefinition;
  /** Link registers with an end at this register, and which field that is. */
  linksOf(key: string): { definition: RegisterDefinition; own: string; other: string; otherRegister: string }[];
}

/** First and last row number of a register. */
export function rowRange(definition: RegisterDefinition): { first: number; last: number } {
  return { first: definition.code * rowsPerRegister + 1, last: (definition.code + 1) * rowsPerRegister - 1 };
}

/** Builds the lookups; codes and keys must be unique. */
export function createRegistry(all: readonly RegisterDefinition[]): Registry {
  const keys = new Map(all.map((definition) => [definition.key, definition]));
  const codes = new Map(all.map((definition) => [definition.code, definition]));
  assert(keys.size === all.length && codes.size === all.length, 'register keys and codes are unique');
  return {
    all,
    byKey: (key) => {
      const found = keys.get(key);
      if (!found) throw new AppError('register_unknown', { register: key });
      return found;
    },
    ofRow: (rid) => {
      const found = codes.get(Math.floor(rid / rowsPerRegister));
      assert(found, 'row number of an unknown register');
      return found;
    },
    linksOf: (key) =>
      all
        .filter((definition) => definition.kind === 'link')
        .flatMap((definition) => {
          const { from, to } = linkEnds(definition);
          const found = [];
          if (from.register === key)
            found.push({ definition, own: from.field, other: to.field, otherRegister: to.register });
          if (to.register === key)
            found.push({ definition, own: to.field, other: from.field, otherRegister: from.register });
          return found;
        }),
  };
}
