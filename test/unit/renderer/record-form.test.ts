// The form of a record: what it starts from, what it sends, what two people changed at once.
import { describe, expect, test } from 'vitest';
import { parseField } from '../../../renderer/components/field-parse.ts';
import { fieldText, type TextContext } from '../../../renderer/components/field-text.ts';
import {
  changeOf,
  conflictsOf,
  formOf,
  isEmptyChange,
  numberName,
  statusName,
} from '../../../renderer/pages/registers/record/record-form.ts';
import type { RecordRow } from '../../../shared/contract/routes/common.ts';
import { gradingSchemes } from '../../../shared/levels.ts';
import { allRegisters } from '../../../shared/registers/all.ts';
import {
  asSealed,
  type FieldDefinition,
  fieldOf,
  type RegisterDefinition,
} from '../../../shared/registers/definition.ts';
import { secretRegister } from '../../../shared/registers/secret.ts';

const context: TextContext = { language: 'zh', scheme: gradingSchemes[0] ?? null, t: ((key: string) => key) as never };

const row: RecordRow = {
  id: '01a0be89-ae1a-75a2-ae83-63fa0997b735',
  register: 'secret',
  number: '商密〔2023〕017号',
  status: 'in_force',
  version: 6,
  values: {
    name: '耐火云母带树脂浸渍温度曲线',
    level: 'core',
    gradedOn: '2023-05-18',
    term: 'P10Y',
    department: 'd1',
    responsible: '陆知衡',
    responsibleId: 'p1',
    researchCost: 386000000,
    leadTimeMonths: 30,
    personalData: false,
  },
  labels: { department: '工艺技术部' },
  sealed: ['content'],
  factDate: '2023-05-18',
  lateEntry: true,
  recordedAtMs: 1,
  updatedAtMs: 2,
  voidReason: null,
};

describe('the form of a record', () => {
  test('a form that nobody touched sends nothing, for every register', () => {
    for (const register of allRegisters.filter((candidate) => candidate.kind === 'register')) {
      const start = formOf(register, null, context);
      expect(isEmptyChange(changeOf(register, start, { ...start }))).toBe(true);
    }
    const start = formOf(secretRegister, row, context);
    expect(isEmptyChange(changeOf(secretRegister, start, { ...start }))).toBe(true);
  });

  test('what the form shows reads back as the stored value', () => {
    const start = formOf(secretRegister, row, context);
    for (const field of secretRegister.fields.filter((candidate) => candidate.class !== 'sealed')) {
      const parsed = parseField(field, start[field.key]);
      expect(parsed).toEqual({ ok: true, value: row.values[field.key] ?? null });
    }
  });

  test('sealed content is never put into the form', () => {
    expect(formOf(secretRegister, row, context).content).toBe('');
  });

  test('only changed fields are sent, read the way the import reads them', () => {
    const start = formOf(secretRegister, row, context);
    const change = changeOf(secretRegister, start, {
      ...start,
      gradedOn: '2023.6.1',
      term: '长期',
      researchCost: '400万元',
      note: '  补充  ',
    });
    expect(change).toEqual({
      values: { gradedOn: '2023-06-01', term: 'long_term', researchCost: 400000000, note: '补充' },
    });
  });

  test('emptying a field sends null, and an undone roster match too', () => {
    const start = formOf(secretRegister, row, context);
    const change = changeOf(secretRegister, start, { ...start, level: '', responsible: '陆知', responsibleId: null });
    expect(change.values).toEqual({ level: null, responsible: '陆知', responsibleId: null });
  });

  test('number and status go beside the values', () => {
    const start = formOf(secretRegister, row, context);
    const change = changeOf(secretRegister, start, {
      ...start,
      [numberName]: '商密〔2023〕018号',
      [statusName]: 'released',
    });
    expect(change).toEqual({ values: {}, number: '商密〔2023〕018号', status: 'released' });
  });

  test('only fields both sides changed to different values are in dispute', () => {
    const theirs: RecordRow = {
      ...row,
      version: 7,
      sealed: [],
      values: { ...row.values, name: '别名', place: '九号柜', level: 'important' },
    };
    const mine = { name: '我的名', note: '我的备注', level: 'important' };
    expect(conflictsOf(secretRegister, mine, row, theirs).map((conflict) => conflict.field.key)).toEqual(['name']);
  });

  test('new content against sealed content is always for a person to decide', () => {
    const theirs: RecordRow = { ...row, version: 7 };
    expect(
      conflictsOf(secretRegister, { content: '新内容' }, row, theirs).map((conflict) => conflict.field.key),
    ).toEqual(['content']);
  });
});

describe('the words of a value', () => {
  const text = (key: string) => fieldText(fieldOf(secretRegister, key), row, context);

  test('each kind is written the way the office writes it', () => {
    expect(text('level')).toBe('核心商密');
    expect(text('term')).toBe('至 2033-05-18');
    expect(text('department')).toBe('工艺技术部');
    expect(text('researchCost')).toBe('¥3,860,000.00');
    expect(text('leadTimeMonths')).toBe('30 个月');
    expect(text('personalData')).toBe('value.no');
  });

  test('an unfilled value has no words, and sealed content has none of its own', () => {
    expect(text('place')).toBe('');
    expect(text('content')).toBe('sealed.word');
  });
});

describe('a text sealed from a rank up', () => {
  const byGrade = (field: FieldDefinition): FieldDefinition =>
    field.key === 'note' && field.kind === 'longText' ? { ...field, sealedFrom: 3 } : field;
  const register: RegisterDefinition = { ...secretRegister, fields: secretRegister.fields.map(byGrade) };
  const open = { ...row, values: { ...row.values, note: '见附件' } };
  const sealed = { ...row, sealed: ['content', 'note'] };

  test('is typed and compared like any other text where it is open', () => {
    expect(asSealed(register, open.sealed)).toBe(register);
    expect(formOf(register, open, context).note).toBe('见附件');
    expect(fieldText(fieldOf(register, 'note'), open, context)).toBe('见附件');
  });

  test('starts empty, says only that it is sealed, and conflicts with any change where it is sealed', () => {
    const own = asSealed(register, sealed.sealed);
    expect(fieldOf(own, 'note')).toMatchObject({ kind: 'sealedText', class: 'sealed' });
    expect(formOf(own, sealed, context).note).toBe('');
    expect(fieldText(fieldOf(register, 'note'), sealed, context)).toBe('sealed.word');
    expect(conflictsOf(own, { note: '另写' }, sealed, { ...sealed, version: 7 }).map(({ keys }) => keys)).toEqual([
      ['note'],
    ]);
  });
});
