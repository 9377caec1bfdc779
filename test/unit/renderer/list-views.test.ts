// The tabs over a list and what each asks for.
import { describe, expect, test } from 'vitest';
import {
  type Counts,
  listViews,
  pastPartOf,
  pastViewKey,
  pastViews,
  viewFilters,
} from '../../../renderer/pages/registers/list/list-views.ts';
import { carrierRegister } from '../../../shared/registers/carrier.ts';
import { secretRegister } from '../../../shared/registers/secret.ts';

const counts: Counts = {
  all: 1284,
  mine: 46,
  lateEntry: 212,
  void: 23,
  ungraded: 0,
  due: 31,
  overdue: 4,
  byStatus: { proposed: 18, in_force: 1213, released: 53 },
};
const keys = (present = 'all') => listViews(secretRegister, counts, present).map((view) => view.key);

describe('the views of a list', () => {
  test('a view that would be empty has no tab', () => {
    expect(keys()).toEqual(['all', 'mine', 'due', 'status:proposed', 'late', 'status:released', 'void']);
  });

  test('the view that is open keeps its tab', () => {
    expect(keys('ungraded')).toContain('ungraded');
  });

  test('the usual status is no view of its own', () => {
    expect(keys()).not.toContain('status:in_force');
  });

  test('a register with several persons has no view of my own', () => {
    expect(listViews(carrierRegister, { ...counts, byStatus: {} }, 'all').map((view) => view.key)).not.toContain(
      'mine',
    );
  });

  test('each view asks for what its tab says', () => {
    const of = (view: string) => viewFilters(secretRegister, view, '2026-11-20', '沈若溪');
    expect(of('all').filters).toEqual([]);
    expect(of('mine').filters).toEqual([{ field: 'responsible', operator: 'is', values: ['沈若溪'] }]);
    expect(of('status:proposed').filters).toEqual([{ field: 'status', operator: 'is', values: ['proposed'] }]);
    expect(of('ungraded').filters).toEqual([{ field: 'level', operator: 'empty', values: [] }]);
    expect(of('due').filters).toEqual([
      { field: 'nextReviewOn', operator: 'to', values: ['2027-01-19'] },
      // What is only proposed, or released, is not reviewed.
      { field: 'status', operator: 'isNot', values: ['proposed', 'released'] },
    ]);
    expect(of('void')).toEqual({ filters: [{ field: 'status', operator: 'is', values: ['void'] }], includeVoid: true });
  });
});

describe('the tabs of a past date', () => {
  const past = {
    inForce: 1102,
    recordedByDate: 968,
    recordedLater: 134,
    changed: 187,
    notInForce: 0,
    inForceOtherReading: 968,
    journalSize: 31774,
    statusToday: {},
  };
  const tabs = (present: 'inForce' | 'notInForce' = 'inForce', notInForce = 0) =>
    pastViews({ ...past, notInForce }, present).map(({ part, count }) => `${part} ${count}`);

  test('in force, entered later and different today are always there, with their counts', () => {
    expect(tabs()).toEqual(['inForce 1102', 'recordedLater 134', 'changed 187']);
    expect(pastViews(undefined, 'inForce').map(({ count }) => count)).toEqual([null, null, null]);
  });

  test('what was not in force has a tab where there is some, or where it is shown', () => {
    expect(tabs('inForce', 3)).toContain('notInForce 3');
    expect(tabs('notInForce')).toContain('notInForce 0');
  });

  test('the address names the part; any view of today stands for what was in force', () => {
    expect(pastPartOf(pastViewKey('changed'))).toBe('changed');
    expect(pastPartOf('status:proposed')).toBe('inForce');
    expect(pastPartOf('past:unknown')).toBe('inForce');
  });
});
