// The lists behind the figures of the workbench, the addresses that lead there, and the choice of the page of risk: pure, both ways.
import { expect, test } from 'vitest';
import { readFilters, readListState } from '../../../renderer/pages/registers/list/list-state.ts';
import { readRiskChoice, writeRiskChoice } from '../../../renderer/pages/rules/risk-choice.ts';
import { lackingPath, listPath } from '../../../renderer/pages/workbench/figure-links.ts';
import { filter } from '../../../shared/contract/routes/common.ts';
import { figureKeys, figureList, gradedList } from '../../../shared/figures.ts';
import { allRegisters } from '../../../shared/registers/all.ts';
import { riskDueOn, riskFrom } from '../../../shared/risk.ts';

const registerOf = (key: string) => {
  const found = allRegisters.find((register) => register.key === key);
  if (!found) throw new Error(key);
  return found;
};

test('every list asks fields and statuses its register has, in a form the contract takes', () => {
  for (const key of figureKeys) {
    const { register, filters } = figureList(key, '2026-11-20');
    const definition = registerOf(register);
    for (const part of filters) {
      expect(filter.safeParse(part).success).toBe(true);
      if (part.field !== 'status') expect(definition.fields.map((field) => field.key)).toContain(part.field);
      else expect(definition.statuses.map(({ code }) => code)).toEqual(expect.arrayContaining([...part.values]));
    }
  }
});

test('the address of a figure is read back by the list as the same filters', () => {
  const lists = [
    ...figureKeys.map((key) => figureList(key, '2026-11-20')),
    gradedList({ department: null }),
    gradedList({ level: 'core', department: '0199aaaa-0000-7000-8000-000000000000' }),
  ];
  for (const list of lists) {
    const [path = '', query = ''] = listPath(list).split('?');
    expect(path).toBe(`/r/${list.register}`);
    expect(readListState(registerOf(list.register), new URLSearchParams(query)).filters).toEqual(list.filters);
    expect(readFilters(new URLSearchParams(query).get('f'))).toEqual(list.filters);
  }
  expect(lackingPath(null)).toBe('/measures?gaps=1');
  expect(lackingPath('zones')).toBe('/measures?lacks=zones');
});

test('seven days end with the seventh day after today, across a month', () => {
  expect(figureList('reviewSoon', '2026-11-27').filters.slice(1)).toEqual([
    { field: 'nextReviewOn', operator: 'notBefore', values: ['2026-11-27'] },
    { field: 'nextReviewOn', operator: 'before', values: ['2026-12-05'] },
  ]);
});

test('an assessment holds for a year from its day, or from the last day of its month', () => {
  expect(riskDueOn('2025-11-20')).toBe('2026-11-20');
  expect(riskDueOn('2025-02')).toBe('2026-02-28');
  expect(riskDueOn('2024-02-29')).toBe('2025-02-28');
  expect(riskFrom('2026-11-20')).toBe('2025-11-20');
});

test('the choice of the page of risk stands in its address; what is written there wrongly is left open', () => {
  const choices = [
    { cell: { likelihood: 3, harm: 5 }, onlyDue: true, level: 'core', department: 'd', page: 2 },
    { cell: 'unrated' as const, onlyDue: false, level: null, department: null, page: 0 },
    { cell: null, onlyDue: false, level: null, department: null, page: 0 },
  ];
  for (const choice of choices) expect(readRiskChoice(writeRiskChoice(choice))).toEqual(choice);
  expect(readRiskChoice(new URLSearchParams('cell=6-1&due=yes&page=-3'))).toEqual(choices[2]);
});
