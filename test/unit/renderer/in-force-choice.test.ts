// The address of the report on a date.
import { describe, expect, test } from 'vitest';
import { inForcePath, readInForceChoice } from '../../../renderer/pages/reports/in-force-choice.ts';
import type { Filter } from '../../../shared/contract/routes/common.ts';
import { inForceHead, otherText } from '../../../shared/in-force.ts';

const read = (path: string) => readInForceChoice(new URLSearchParams(path.split('?')[1] ?? ''));

describe('the report on a date', () => {
  test('an address carries chosen secrets, conditions and search, and reads back as the same', () => {
    const filters: Filter[] = [{ field: 'level', operator: 'is', values: ['core'] }];
    const ids = ['a', 'b'];
    expect(read(inForcePath({ filters, search: '云母' }))).toEqual({ ids: null, filters, search: '云母' });
    expect(read(inForcePath({ ids }))).toEqual({ ids, filters: [], search: '' });
    expect(inForcePath({})).toBe('/evidence/in-force');
  });

  test('the head names the reading asked for first, and both counts', () => {
    const counts = { fact: 1102, recorded: 968, both: 960, frozen: 2 };
    const of = (reading: 'fact' | 'recorded') =>
      inForceHead({ date: '2025-06-30', reading }, counts, true, 'zh')[2]?.[1];
    expect(of('fact')).toBe(
      '依文书当日有效 1,102 项；当日前已记录 968 项；两种口径均在册 960 项。按所选条件列出，不是全部秘点。另有 2 项待保密工作机构答复，未列入。',
    );
    expect(of('recorded')).toMatch(/^当日前已记录 968 项；依文书当日有效 1,102 项；/);
  });

  test('only the reading by record is said to be shown by our records without reserve', () => {
    const head = (reading: 'fact' | 'recorded') =>
      inForceHead({ date: '2025-06-30', reading }, { fact: 1, recorded: 1, both: 1, frozen: 0 }, false, 'zh')[1]?.[1];
    expect(head('recorded')).toContain('由本系统记录所示');
    expect(head('fact')).toContain('只有“当日前已记录”可称由本系统记录所示');
    expect(otherText({ state: 'absent', text: null }, 'fact', 'zh')).toBe('记录于其后，当日前未记录');
  });
});
