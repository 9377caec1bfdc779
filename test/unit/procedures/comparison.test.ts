// A change must change something and an extension must end later than what holds.
import { describe, expect, test } from 'vitest';
import { comparisonProblem } from '../../../shared/procedures/comparison.ts';

const present = { level: 'important', term: 'P5Y', scope: '工艺组', from: '2024-03-10' };
const asked = (request: string, values: { level?: string; term?: string; scope?: string }) => ({
  request,
  level: null,
  term: null,
  scope: null,
  on: '2026-10-12',
  ...values,
});
const problem = (request: string, values: Parameters<typeof asked>[1], holds = present) =>
  comparisonProblem(asked(request, values), holds)?.problem ?? null;

describe('a change', () => {
  test('to what holds already is none, however the same day is written', () => {
    expect(problem('change', { level: 'important' })).toBe('unchanged');
    expect(problem('change', { level: 'important', term: 'P5Y', scope: ' 工艺组 ' })).toBe('unchanged');
    expect(problem('change', { term: '2029-03-10' })).toBe('unchanged');
  });

  test('of any one part is one', () => {
    for (const values of [{ level: 'core' }, { term: 'P3Y' }, { term: 'long_term' }, { scope: '全厂' }])
      expect(problem('change', { level: 'important', ...values })).toBeNull();
  });

  test('that says nothing yet is not compared: a yearly review decides later', () => {
    expect(problem('change', {})).toBeNull();
  });
});

describe('an extension', () => {
  test('ends later than the present term, counted from the day it is decided', () => {
    expect(problem('extend', { term: '2029-03-09' })).toBe('notLater');
    expect(problem('extend', { term: '2029-03-10' })).toBe('notLater');
    expect(problem('extend', { term: '2029-03' })).toBeNull();
    expect(problem('extend', { term: 'P2Y' })).toBe('notLater');
    expect(problem('extend', { term: 'P3Y' })).toBeNull();
    expect(problem('extend', { term: 'long_term' })).toBeNull();
    expect(comparisonProblem(asked('extend', { term: 'P2Y' }), present)?.end).toBe('2029-03-10');
  });

  test('of a term without end is refused, of one whose end nobody knows is not', () => {
    for (const term of ['long_term', 'until_published'])
      expect(problem('extend', { term: '2040-01-01' }, { ...present, term })).toBe('openEnded');
    expect(comparisonProblem(asked('extend', { term: 'P1Y' }), { ...present, from: null })).toBeNull();
    expect(comparisonProblem(asked('extend', { term: 'P1Y' }), { ...present, term: null })).toBeNull();
  });
});

test('a release and a review that keeps are compared with nothing', () => {
  expect(problem('release', { level: 'important' })).toBeNull();
  expect(problem('keep', { level: 'important' })).toBeNull();
});
