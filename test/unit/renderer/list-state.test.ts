// The address of a list: what is written reads back, what is broken falls back to the usual.
import { describe, expect, test } from 'vitest';
import {
  type ListState,
  readListState,
  withFilters,
  writeListState,
} from '../../../renderer/pages/registers/list/list-state.ts';
import { personRegister } from '../../../shared/registers/person.ts';
import { secretRegister } from '../../../shared/registers/secret.ts';

const state: ListState = {
  view: 'status:proposed',
  search: '云母 &= 带',
  filters: [
    { field: 'level', operator: 'is', values: ['core', 'important'] },
    { field: 'gradedOn', operator: 'from', values: ['2025-07-01'] },
  ],
  includeVoid: true,
  sort: { field: 'name', direction: 'asc' },
  page: 3,
};

describe('the address of a list', () => {
  test('a written state reads back the same', () => {
    const address = writeListState(secretRegister, state).toString();
    expect(readListState(secretRegister, new URLSearchParams(address))).toEqual(state);
  });

  test('the usual state leaves the address empty', () => {
    const usual = readListState(secretRegister, new URLSearchParams());
    expect(writeListState(secretRegister, usual).toString()).toBe('');
  });

  test('registers numbered by year start with the newest, others with the first', () => {
    expect(readListState(secretRegister, new URLSearchParams()).sort).toEqual({ field: 'number', direction: 'desc' });
    expect(readListState(personRegister, new URLSearchParams()).sort).toEqual({ field: 'number', direction: 'asc' });
  });

  test('a damaged address shows the usual list instead of failing', () => {
    const read = readListState(secretRegister, new URLSearchParams('f=%7Bbroken&sort=name.sideways&page=-2&void=x'));
    expect(read).toEqual(readListState(secretRegister, new URLSearchParams()));
  });

  test('filters of unknown shape are dropped one by one', () => {
    const text = JSON.stringify([
      { field: 'level', operator: 'is', values: ['core'] },
      { field: 'level', operator: 'drop table' },
      7,
    ]);
    expect(readListState(secretRegister, new URLSearchParams({ f: text })).filters).toHaveLength(1);
  });

  test('new conditions on a field replace its old ones', () => {
    const next = withFilters(state.filters, 'gradedOn', [
      { field: 'gradedOn', operator: 'to', values: ['2026-01-01'] },
    ]);
    expect(next.map((filter) => `${filter.field} ${filter.operator}`)).toEqual(['level is', 'gradedOn to']);
  });
});
