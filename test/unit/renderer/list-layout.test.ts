// The columns of a list: from the definition, in the clerk's order, whatever the profile holds.
import { describe, expect, test } from 'vitest';
import { layoutColumns, movedOrder, parseLayout } from '../../../renderer/pages/registers/list/list-layout.ts';
import { allRegisters } from '../../../shared/registers/all.ts';
import { secretRegister } from '../../../shared/registers/secret.ts';

const shown = (stored: unknown) =>
  layoutColumns(secretRegister, parseLayout(stored))
    .filter((column) => column.isShown)
    .map((column) => column.key);

describe('the columns of a list', () => {
  test('the secret register starts with the columns of the paper register', () => {
    expect(shown(undefined)).toEqual([
      'number',
      'name',
      'level',
      'term',
      'department',
      'responsible',
      'nextReviewOn',
      'status',
      'lateEntry',
    ]);
  });

  test('every field of every register can become a column', () => {
    for (const register of allRegisters) {
      const keys = layoutColumns(register, parseLayout(undefined)).map((column) => column.key);
      expect(keys).toEqual(expect.arrayContaining(register.fields.map((field) => field.key)));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  test('a hidden column stays hidden and a chosen one is shown', () => {
    const keys = shown({ shown: { level: false, place: true } });
    expect(keys).not.toContain('level');
    expect(keys).toContain('place');
  });

  test('moving a column passes over hidden ones', () => {
    const columns = layoutColumns(secretRegister, parseLayout(undefined));
    expect(shown({ order: movedOrder(columns, 'level', -1) }).slice(0, 3)).toEqual(['number', 'level', 'name']);
    expect(shown({ order: movedOrder(columns, 'level', 1) }).slice(0, 4)).toEqual(['number', 'name', 'term', 'level']);
  });

  test('moving the last column right changes nothing', () => {
    const columns = layoutColumns(secretRegister, parseLayout(undefined));
    expect(movedOrder(columns, 'lateEntry', 1)).toEqual(columns.map((column) => column.key));
  });

  test('a stored layout of another shape counts as none', () => {
    for (const stored of [
      null,
      7,
      'x',
      [],
      { order: 'name', shown: [1], widths: { name: 'wide', level: 5 }, isCompact: 'yes' },
    ]) {
      expect(shown(stored)).toEqual(shown(undefined));
    }
    expect(parseLayout({ widths: { name: 320, level: 1 } }).widths).toEqual({ name: 320 });
  });
});
