// The details of events in words, for the audit page.
import { expect, test } from 'vitest';
import { detailText } from '../../../shared/messages/detail-texts.ts';

test('members have words in both languages, values that are lists or yes and no too', () => {
  const detail = { batch: '0193', factDate: '2026-11-20', late: true, roles: ['officer', 'reader'], records: 5 };
  expect(detailText(detail, 'zh')).toBe('批次：0193　事实日期：2026-11-20　补录：是　角色：officer、reader　记录：5');
  expect(detailText(detail, 'en')).toBe(
    'Batch: 0193　Fact date: 2026-11-20　Late entry: yes　Roles: officer, reader　Records: 5',
  );
});

test('a member without a word keeps its name, also where it is called like a part of every object', () => {
  expect(detailText({ somethingNew: 1, constructor: 'x' }, 'zh')).toBe('somethingNew：1　constructor：x');
});

test('what is empty is left out', () => {
  expect(detailText({ reason: '', purpose: null, rows: 0 }, 'zh')).toBe('行数：0');
});
