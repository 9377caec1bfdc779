// Drafts and saved views in the window: what of a form is kept, and whether a list still shows what was saved.
import { describe, expect, test } from 'vitest';
import type { TextContext } from '../../../renderer/components/field-text.ts';
import { parseLayout } from '../../../renderer/pages/registers/list/list-layout.ts';
import { defaultSort, type ListState } from '../../../renderer/pages/registers/list/list-state.ts';
import {
  builtInOf,
  contentOf,
  isChanged,
  leaveSaved,
  savedKey,
  savedOf,
  stateOf,
} from '../../../renderer/pages/registers/list/saved-views.ts';
import { draftOf, rowOfDraft } from '../../../renderer/pages/registers/record/draft-content.ts';
import { changeOf, conflictsOf, formOf, numberName } from '../../../renderer/pages/registers/record/record-form.ts';
import type { RecordRow } from '../../../shared/contract/routes/common.ts';
import { draftContent } from '../../../shared/contract/routes/drafts.ts';
import { type SavedView, viewContent } from '../../../shared/contract/routes/views.ts';
import { gradingSchemes } from '../../../shared/levels.ts';
import { secretRegister } from '../../../shared/registers/secret.ts';

const context: TextContext = { language: 'zh', scheme: gradingSchemes[0] ?? null, t: ((key: string) => key) as never };
const row: RecordRow = {
  id: '01a0be89-ae1a-75a2-ae83-63fa0997b735',
  register: 'secret',
  number: '商密〔2023〕017号',
  status: 'in_force',
  version: 6,
  values: { name: '浸渍温度曲线', department: 'd1', responsible: '陆知衡', responsibleId: 'p1', note: '旧' },
  labels: { department: '工艺技术部' },
  sealed: ['content'],
  factDate: null,
  lateEntry: false,
  recordedAtMs: 1,
  updatedAtMs: 2,
  voidReason: null,
};
const more = { section: null, names: { department: '研发部', keeper: '甲' }, reason: '' };

describe('a draft of a form', () => {
  test('holds what was typed and nothing else; a form nobody touched has none', () => {
    const start = formOf(secretRegister, row, context);
    expect(draftOf(secretRegister, row, start, { ...start }, more)).toBeNull();
    const now = { ...start, note: '新', content: '712 ℃', department: 'd2', [numberName]: '17' };
    const draft = draftOf(secretRegister, row, start, now, more);
    expect(draft).toEqual({
      section: null,
      form: { note: '新', content: '712 ℃', department: 'd2', [numberName]: '17' },
      base: { note: '旧', department: 'd1' },
      names: { department: '研发部' },
      reason: '',
    });
    expect(draftContent.safeParse(draft).success).toBe(true);
  });

  test('of a new record fills the form again as it was', () => {
    const start = formOf(secretRegister, null, context);
    const now = { ...start, name: '双面梯度升温曲线', content: '712 ℃', personalData: true };
    const draft = draftOf(secretRegister, null, start, now, more);
    expect({ ...start, ...draft?.form }).toEqual(now);
  });

  test('of a record somebody changed meanwhile meets a conflict in the fields it touches, and only there', () => {
    const start = formOf(secretRegister, row, context);
    const content = draftOf(secretRegister, row, start, { ...start, note: '我的' }, more);
    if (!content) throw new Error('nothing was kept');
    const theirs = { ...row, version: 8, values: { ...row.values, note: '他人的', responsible: '贺兰舟' } };
    const base = rowOfDraft(theirs, { version: 6, content });
    expect(base.version).toBe(6);
    const again = formOf(secretRegister, base, context);
    const change = changeOf(secretRegister, again, { ...again, ...content.form });
    expect(change.values).toEqual({ note: '我的' });
    expect(conflictsOf(secretRegister, change.values, base, theirs).map(({ field }) => field.key)).toEqual(['note']);
  });
});

describe('a saved view of a list', () => {
  const state: ListState = {
    view: 'due',
    search: ' 云母 ',
    filters: [{ field: 'department', operator: 'is', values: ['d1'] }],
    includeVoid: true,
    sort: { field: 'name', direction: 'asc' },
    page: 3,
  };
  const layout = { ...parseLayout(undefined), order: ['name'], shown: { note: true, level: false } };
  const saved: SavedView = {
    id: '01a0be89-ae1a-75a2-ae83-63fa0997b735',
    name: '甲',
    content: contentOf('due', state, layout),
  };

  test('brings back what the page showed and stands on the built-in view it was made from', () => {
    expect(viewContent.safeParse(saved.content).success).toBe(true);
    const back = { ...state, ...stateOf(saved) };
    expect(back).toMatchObject({ view: savedKey(saved.id), search: '云母', filters: state.filters, includeVoid: true });
    expect(savedOf([saved], back.view)).toBe(saved);
    expect(builtInOf(saved, back.view)).toBe('due');
  });

  test('is told changed when a condition, the order or a column differs, and not by the page or the order of keys', () => {
    const back = { ...state, ...stateOf(saved) };
    expect(isChanged(saved, contentOf('due', { ...back, page: 9 }, layout))).toBe(false);
    expect(isChanged(saved, contentOf('due', back, { ...layout, shown: { level: false, note: true } }))).toBe(false);
    expect(isChanged(saved, contentOf('due', { ...back, search: '' }, layout))).toBe(true);
    expect(isChanged(saved, contentOf('due', { ...back, sort: { field: 'name', direction: 'desc' } }, layout))).toBe(
      true,
    );
    expect(isChanged(saved, contentOf('due', back, { ...layout, order: [] }))).toBe(true);
  });

  test('that is gone leaves the list whole, and leaving one takes its conditions along', () => {
    expect(savedOf([], savedKey(saved.id))).toBeNull();
    expect(builtInOf(null, savedKey(saved.id))).toBe('all');
    expect(leaveSaved(secretRegister, 'all')).toEqual({
      view: 'all',
      search: '',
      filters: [],
      includeVoid: false,
      sort: defaultSort(secretRegister),
    });
  });
});
