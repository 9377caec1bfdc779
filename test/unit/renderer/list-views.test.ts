// The tabs over a list and what each asks for.
import { describe, expect, test } from 'vitest';
import { type Counts, listViews, viewFilters } from '../../../renderer/pages/registers/list/list-views.ts';
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
    expect(of('due').filters).toEqual([{ field: 'nextReviewOn', operator: 'to', values: ['2027-01-19'] }]);
    expect(of('void')).toEqual({ filters: [{ field: 'status', operator: 'is', values: ['void'] }], includeVoid: true });
  });
});
