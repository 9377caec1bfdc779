// Lists and records of a past date through the routes: parts with their counts, what today says, links and attachments of that day.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerHandlers } from '../../../electron/core/register/handlers.ts';
import type { CoreState } from '../../../electron/core/state.ts';
import { contract } from '../../../shared/contract/contract.ts';
import type { AsOf, PastPart } from '../../../shared/contract/routes/common.ts';
import { type Life, makeLife } from './life.ts';

let life: Life;
let state: CoreState;
beforeAll(async () => {
  life = await makeLife();
  state = { session: life.session } as CoreState;
});
afterAll(() => life.close());

const asOf = (reading: AsOf['reading']): AsOf => ({ date: '2025-06-30', reading });

function list(reading: AsOf['reading'], part: PastPart, more: object = {}) {
  const route = contract['register.list'];
  const input = route.input.parse({ register: 'secret', asOf: asOf(reading), part, ...more });
  const { total, records, past } = route.output.parse(registerHandlers['register.list'](state, input));
  const names = records.map(({ values }) => String(values.name)).toSorted();
  expect(total).toBe(names.length);
  return { names, past, records };
}

function get(name: string, reading: AsOf['reading']) {
  const route = contract['register.get'];
  const input = route.input.parse({ register: 'secret', id: life.ids.get(name), asOf: asOf(reading) });
  return route.output.parse(registerHandlers['register.get'](state, input));
}

const sorted = (text: string) => [...text].toSorted();

describe('parts of a register on a past date', () => {
  test('by the papers: in force, entered later, different today, not in force', () => {
    expect(list('fact', 'inForce').names).toEqual(sorted('甲乙丁戊己辛壬癸'));
    // Their shown state was recorded after the date: a late entry, a late change, a late correction.
    expect(list('fact', 'recordedLater').names).toEqual(sorted('乙戊壬'));
    expect(list('fact', 'changed').names).toEqual(sorted('丁辛癸'));
    expect(list('fact', 'notInForce').names).toEqual(['丙']);
    expect(list('fact', 'notInForce', { includeVoid: true }).names).toEqual(sorted('丙庚'));
    expect(list('fact', 'all').names).toEqual(sorted('甲乙丙丁戊己辛壬癸'));
    expect(list('fact', 'inForce').past).toMatchObject({
      inForce: 8,
      recordedByDate: 5,
      recordedLater: 3,
      changed: 3,
      notInForce: 1,
      inForceOtherReading: 7,
    });
  });

  test('by what was recorded: nothing later, and what changed since', () => {
    expect(list('recorded', 'inForce').names).toEqual(sorted('甲丙丁戊己辛壬'));
    expect(list('recorded', 'recordedLater').names).toEqual([]);
    expect(list('recorded', 'changed').names).toEqual(sorted('丙丁戊辛壬'));
    // Its release was entered before its own date: the register of that day said released.
    expect(list('recorded', 'notInForce').names).toEqual(['癸']);
    expect(list('recorded', 'inForce').past).toMatchObject({ inForce: 7, recordedByDate: 7, inForceOtherReading: 8 });
  });

  test('filters and search narrow a part and leave its counts alone', () => {
    const core = { filters: [{ field: 'level', operator: 'is', values: ['core'] }] };
    expect(list('fact', 'inForce', core).names).toEqual(sorted('甲戊'));
    expect(list('recorded', 'inForce', core).names).toEqual(['甲']);
    expect(list('fact', 'recordedLater', core).names).toEqual(['戊']);
    expect(list('fact', 'inForce', core).past?.inForce).toBe(8);
  });

  test('today’s status stands beside the past one where it is another', () => {
    const { past } = list('fact', 'inForce');
    const { ids } = life;
    expect(past?.statusToday).toEqual({
      [ids.get('丁') as string]: 'released',
      [ids.get('癸') as string]: 'released',
      [ids.get('辛') as string]: 'void',
    });
  });

  test('the journal is named by its last event of that day', () => {
    const end = new Date(2025, 6, 1).getTime() - 1;
    const size = life.session.db.prepare('SELECT count(*) FROM journal WHERE at <= ?').pluck().get(end);
    expect(list('fact', 'inForce').past?.journalSize).toBe(size);
    expect(size).toBeGreaterThan(10);
  });
});

describe('a record of a past date', () => {
  const people = (answer: ReturnType<typeof get>) =>
    answer.links.secretPerson?.map(({ link, other }) => `${other.values.name} ${link.status}`);

  test('has the links of that day in the reading asked for', () => {
    expect(people(get('甲', 'fact'))).toEqual(['张三 open', '孙七 open', '王五 open', '李四 closed', '赵六 closed']);
    expect(people(get('甲', 'recorded'))).toEqual(['张三 open', '赵六 open', '孙七 open', '李四 closed']);
  });

  test('has the attachments of that day in the reading asked for', () => {
    const names = (reading: AsOf['reading']) => get('甲', reading).attachments.map(({ values }) => values.name);
    expect(names('fact')).toEqual(['定密审批表.pdf', '会议纪要.pdf']);
    expect(names('recorded')).toEqual(['定密审批表.pdf']);
  });

  test('is not there before its papers or its recording', () => {
    expect(get('乙', 'fact').record.values.name).toBe('乙');
    expect(() => get('乙', 'recorded')).toThrow(expect.objectContaining({ code: 'record_missing' }));
  });
});
