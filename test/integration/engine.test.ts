import { afterEach, describe, expect, test } from 'vitest';
import { migrations } from '../../electron/core/db/migrations/all.ts';
import { rowAsOf, snapshotTable } from '../../electron/core/register/as-of.ts';
import { recordHistory } from '../../electron/core/register/history.ts';
import type { KeptValues } from '../../electron/core/register/kept-values.ts';
import { addLinks, closeLinks, linksOfRecord } from '../../electron/core/register/links.ts';
import { getRow, listRows, toRecords } from '../../electron/core/register/read.ts';
import { keptOf } from '../../electron/core/register/revision.ts';
import { openValue, prepareOpening } from '../../electron/core/register/sealed-values.ts';
import { searchEverywhere } from '../../electron/core/register/search.ts';
import type { TableRow } from '../../electron/core/register/statements.ts';
import { setVoid, updateRecord } from '../../electron/core/register/store.ts';
import { checkVault } from '../../electron/core/vault/check-task.ts';
import { closeVault } from '../../electron/core/vault/open.ts';
import type { VaultSession } from '../../electron/core/vault/session.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import type { RegisterDefinition } from '../../shared/registers/definition.ts';
import { localDate } from '../../shared/time.ts';
import { create, makeVault, quietJob, type TestVault, withSession, write } from './support/vaults.ts';

let vault: TestVault;
afterEach(() => vault.remove());

const dayMs = 86_400_000;
const code = (expected: string) => expect.objectContaining({ code: expected });
const everything = { filters: [], search: '', sort: [], includeVoid: false, offset: 0, limit: 100 };

function list(session: VaultSession, register: string, query: Partial<Parameters<typeof listRows>[2]> = {}) {
  return listRows(session, session.registry.byKey(register), { ...everything, ...query });
}

describe('records', () => {
  test('numbers follow the pattern, imported ones are kept, and none is used twice', async () => {
    vault = await makeVault({ numberPatterns: { secret: '商密〔{year}〕{seq:3}号' } });
    await withSession(vault, async (session) => {
      const year = localDate(Date.now()).slice(0, 4);
      const first = await create(session, 'secret', { name: '甲' });
      expect(first.number).toBe(`商密〔${year}〕001号`);
      await create(session, 'secret', { name: '乙' }, `商密〔${year}〕041号`);
      expect((await create(session, 'secret', { name: '丙' })).number).toBe(`商密〔${year}〕042号`);
      await expect(create(session, 'secret', { name: '丁' }, first.number)).rejects.toEqual(code('number_taken'));
      await write(session, (context) => setVoid(context, session.registry.byKey('secret'), first, true, '重复'));
      await expect(create(session, 'secret', { name: '丁' }, first.number)).rejects.toEqual(code('number_taken'));
    });
  });

  test('copies of a carrier share a number and differ by copy number', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      await create(session, 'carrier', { name: '图纸', copyNumber: 1 }, 'ZT-1');
      await create(session, 'carrier', { name: '图纸', copyNumber: 2 }, 'ZT-1');
      await expect(create(session, 'carrier', { name: '图纸', copyNumber: 2 }, 'ZT-1')).rejects.toEqual(
        code('number_taken'),
      );
    });
  });

  test('a change against an older version is a conflict and changes nothing', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const definition = session.registry.byKey('secret');
      const row = await create(session, 'secret', { name: '甲' });
      await write(session, (context) => updateRecord(context, definition, row, { version: 1, values: { note: '一' } }));
      const stale = write(session, (context) =>
        updateRecord(context, definition, getRow(session, definition, row.id), { version: 1, values: { note: '二' } }),
      );
      await expect(stale).rejects.toEqual(code('record_conflict'));
      expect(getRow(session, definition, row.id).note).toBe('一');
    });
  });

  test('void keeps values and number, needs no deletion, and is undone by restoring', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const definition = session.registry.byKey('secret');
      const row = await create(session, 'secret', { name: '甲', level: 'core' });
      const voided = await write(session, (context) => setVoid(context, definition, row, true, '登记重复'));
      expect(list(session, 'secret').total).toBe(0);
      expect(list(session, 'secret', { includeVoid: true }).total).toBe(1);
      expect(toRecords(session, definition, [voided])[0]).toMatchObject({
        status: 'void',
        voidReason: '登记重复',
        values: { name: '甲', level: 'core' },
      });
      await expect(
        write(session, (context) =>
          updateRecord(context, definition, voided, { version: null, values: { name: '乙' } }),
        ),
      ).rejects.toEqual(code('record_void'));
      await write(session, (context) => setVoid(context, definition, voided, false, '误作废'));
      expect(list(session, 'secret').total).toBe(1);
      expect(
        recordHistory(session, definition, getRow(session, definition, row.id)).map(({ action }) => action),
      ).toEqual(['record.restored', 'record.voided', 'record.created']);
    });
  });

  test('a transaction that appends no event is rolled back', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      await expect(
        write(session, () => session.db.prepare("INSERT INTO meta VALUES ('x', 'y')").run()),
      ).rejects.toEqual(code('internal'));
      expect(session.db.prepare("SELECT 1 FROM meta WHERE key = 'x'").get()).toBeUndefined();
    });
  });

  test('what is recorded more than a week after the fact is marked; a secret older than its grading is not', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const day = (ago: number) => localDate(Date.now() - ago * dayMs);
      expect((await create(session, 'secret', { name: '旧', gradedOn: '2022-11' })).late).toBe(1);
      expect((await create(session, 'secret', { name: '迟', gradedOn: day(8) })).late).toBe(1);
      expect((await create(session, 'secret', { name: '周内', gradedOn: day(6) })).late).toBe(0);
      const proposed = await create(session, 'secret', { name: '早有', originatedOn: '2019-01' });
      expect([proposed.late, proposed.fact_date]).toEqual([0, null]);
      const definition = session.registry.byKey('secret');
      const graded = await write(session, (context) =>
        updateRecord(context, definition, proposed, { version: 1, values: { gradedOn: '2023-05-18' } }),
      );
      expect(graded.late).toBe(1);
      expect(recordHistory(session, definition, graded).map(({ lateEntry }) => lateEntry)).toEqual([true, false]);
    });
  });
});

describe('sealed content', () => {
  test('lists and search never hold it, opening gives it back, and a change of grade keeps its commitment', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const definition = session.registry.byKey('secret');
      const row = await create(session, 'secret', { name: '浸渍曲线', level: 'general', content: '三段升温' });
      expect(toRecords(session, definition, [row])[0]).toMatchObject({ sealed: ['content'] });
      expect(JSON.stringify(toRecords(session, definition, [row]))).not.toContain('三段升温');
      expect(searchEverywhere(session, '三段升温', 10).total).toBe(0);
      const kept = (at: TableRow): KeptValues =>
        JSON.parse(
          session.db
            .prepare('SELECT kept FROM revision WHERE record = ? AND version = ?')
            .pluck()
            .get(at.rid, at.version) as string,
        );
      await prepareOpening(session, row.rid, kept(row));
      expect(
        openValue(session, definition, row, 'content', (kept(row) as { content: KeptValues[string] }).content).value,
      ).toBe('三段升温');
      const raised = await write(session, (context) =>
        updateRecord(context, definition, row, { version: 1, values: { level: 'core' } }),
      );
      expect(kept(raised).content?.commitment).toBe(kept(row).content?.commitment);
      expect(kept(raised).content?.version).toBe(1);
      const compartment = session.db
        .prepare(
          'SELECT c.label FROM sealed_value s JOIN data_key d ON d.rid = s.data_key JOIN compartment c ON c.rid = d.compartment WHERE s.version = 1',
        )
        .pluck()
        .get();
      expect(compartment).toBe('核心商密');
      expect((await checkVault(session, quietJob)).problems).toEqual([]);
    });
  });

  test('a box moved to another record does not open there', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const definition = session.registry.byKey('secret');
      const one = await create(session, 'secret', { name: '甲', content: '第一' });
      const two = await create(session, 'secret', { name: '乙', content: '第二' });
      session.db
        .prepare(
          'UPDATE sealed_value SET box = (SELECT box FROM sealed_value WHERE record = ?), data_key = (SELECT data_key FROM sealed_value WHERE record = ?) WHERE record = ?',
        )
        .run(one.rid, one.rid, two.rid);
      await write(session, (context) => {
        context.journal.append({ action: 'test' });
        expect(() =>
          openValue(session, definition, two, 'content', keptOf(context.session, two).content as KeptValues[string]),
        ).toThrow(code('vault_database_damaged'));
      });
    });
  });
});

describe('links', () => {
  test('who knows what is dated, closed with a reason and never overwritten', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const link = session.registry.byKey('secretPerson');
      const secret = await create(session, 'secret', { name: '甲' });
      const person = await create(session, 'person', { name: '顾言之' });
      const ends = { fromId: secret.id, toIds: [person.id], startsOn: '2024-03-01', values: { reason: '岗位需要' } };
      await write(session, (context) => addLinks(context, link, ends));
      await expect(write(session, (context) => addLinks(context, link, ends))).rejects.toEqual(code('value_invalid'));
      const [known] = linksOfRecord(session, session.registry.byKey('secret'), secret, null).secretPerson as {
        link: { id: string };
      }[];
      await expect(
        write(session, (context) =>
          closeLinks(context, link, { ids: [known?.link.id as string], endsOn: '2024-02-01', reason: '离职' }),
        ),
      ).rejects.toEqual(code('value_invalid'));
      await write(session, (context) =>
        closeLinks(context, link, { ids: [known?.link.id as string], endsOn: '2025-06-30', reason: '离职' }),
      );
      const [closed] = linksOfRecord(session, session.registry.byKey('person'), person, null).secretPerson as {
        link: { values: unknown; status: string; version: number };
        other: { values: unknown };
      }[];
      expect(closed).toMatchObject({
        link: {
          status: 'closed',
          version: 2,
          values: { startsOn: '2024-03-01', endsOn: '2025-06-30', endReason: '离职' },
        },
        other: { values: { name: '甲' } },
      });
      await write(session, (context) => addLinks(context, link, { ...ends, startsOn: '2025-07-01' }));
    });
  });

  test('granting one after another does not grow with the number granted before', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const link = session.registry.byKey('secretPerson');
      const person = await create(session, 'person', { name: '顾言之' });
      const size = () => (session.db.pragma('page_count', { simple: true }) as number) * 4096;
      const secrets: string[] = [];
      for (let index = 0; index < 200; index += 1)
        secrets.push((await create(session, 'secret', { name: `秘点${index}` })).id);
      const grant = (id: string) =>
        write(session, (context) =>
          addLinks(context, link, { fromId: id, toIds: [person.id], startsOn: '2024-03-01', values: {} }),
        );
      const start = size();
      for (const id of secrets.slice(0, 100)) await grant(id);
      const half = size();
      for (const id of secrets.slice(100)) await grant(id);
      expect(size() - half).toBeLessThan((half - start) * 1.5);
    });
  });
});

describe('two times', () => {
  test('a past date is answered by papers and by record, and each shows only its own', async () => {
    vault = await makeVault({ startMs: Date.parse('2025-01-10T09:00:00') });
    const session = await vault.open();
    const definition = session.registry.byKey('secret');
    const early = await create(session, 'secret', { name: '当时登记', gradedOn: '2025-01-10', level: 'general' });
    vault.clock.offsetMs += 100 * dayMs;
    await write(session, (context) =>
      updateRecord(context, definition, early, { version: 1, values: { level: 'core', gradedOn: '2025-04-20' } }),
    );
    vault.clock.offsetMs += 100 * dayMs;
    await create(session, 'secret', { name: '事后补录', gradedOn: '2024-06-01' });
    const at = (date: string, reading: 'fact' | 'recorded') => {
      const snapshot = snapshotTable(session, definition, { date, reading });
      return {
        names: listRows(session, definition, everything, snapshot).rows.map(({ name, level }) => `${name}/${level}`),
        snapshot,
      };
    };
    expect(at('2025-02-01', 'recorded').names).toEqual(['当时登记/general']);
    const papers = at('2025-02-01', 'fact');
    expect(papers.names.toSorted()).toEqual(['事后补录/null', '当时登记/general']);
    expect(papers.snapshot).toMatchObject({ parts: { all: 2, inForce: 0, notInForce: 2 } });
    expect(at('2025-05-01', 'recorded').names).toEqual(['当时登记/core']);
    expect(at('2024-01-01', 'fact').names).toEqual([]);
    expect(rowAsOf(session, definition, early, { date: '2025-02-01', reading: 'recorded' })?.level).toBe('general');
    expect(rowAsOf(session, definition, early, { date: '2025-01-09', reading: 'recorded' })).toBeNull();
    closeVault(session);
  });

  test('a month-only date counts from the end of its month', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const definition = session.registry.byKey('secret');
      const row = await create(session, 'secret', { name: '甲', gradedOn: '2023-05' });
      expect(rowAsOf(session, definition, row, { date: '2023-05-30', reading: 'fact' })).toBeNull();
      expect(rowAsOf(session, definition, row, { date: '2023-05-31', reading: 'fact' })?.name).toBe('甲');
    });
  });

  test('a clock set back is an event and times never decrease', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      await create(session, 'department', { name: '甲部' });
      vault.clock.offsetMs -= dayMs;
      await create(session, 'department', { name: '乙部' });
      const events = session.db.prepare('SELECT at, event FROM journal ORDER BY seq').all() as {
        at: number;
        event: string;
      }[];
      expect(events.some(({ event }) => event.includes('clock.setBack'))).toBe(true);
      expect(events.every(({ at }, index) => index === 0 || at >= (events[index - 1] as { at: number }).at)).toBe(true);
    });
  });
});

describe('lists and search', () => {
  test('any word of one or two characters, numbers and pinyin initials find a record', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      await create(
        session,
        'secret',
        { name: '耐火云母带树脂浸渍温度曲线', place: '档案室3号柜' },
        '商密〔2026〕017号',
      );
      await create(session, 'secret', { name: '华东区客户报价底线' }, '商密〔2026〕018号');
      for (const text of [
        '云',
        '云母',
        '母带树',
        '浸渍温度',
        '017',
        '17',
        '商密',
        'nhym',
        'szjz',
        '档案',
        '云母 017',
        '耐火 曲线',
      ])
        expect([text, list(session, 'secret', { search: text }).rows.map(({ number }) => number)]).toEqual([
          text,
          text === '商密' ? ['商密〔2026〕017号', '商密〔2026〕018号'] : ['商密〔2026〕017号'],
        ]);
      for (const text of ['母云', '云曲', 'zzz', '019', '！'])
        expect([text, list(session, 'secret', { search: text }).total]).toEqual([text, 0]);
      expect(searchEverywhere(session, '报价', 5).hits).toMatchObject([
        { number: '商密〔2026〕018号', title: '华东区客户报价底线' },
      ]);
    });
  });

  test('a search follows a change of the record', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const row = await create(session, 'secret', { name: '旧名称' });
      await write(session, (context) =>
        updateRecord(context, session.registry.byKey('secret'), row, { version: 1, values: { name: '新叫法' } }),
      );
      expect(list(session, 'secret', { search: '旧名' }).total).toBe(0);
      expect(list(session, 'secret', { search: '新叫' }).total).toBe(1);
    });
  });

  test('text sorts by pinyin, numbers by value, grades by rank, terms by end, references by name', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      const [zong, an] = [
        await create(session, 'department', { name: '综合部' }),
        await create(session, 'department', { name: '安全部' }),
      ];
      await create(session, 'secret', { name: '张', level: 'general', term: 'long_term', department: zong.id }, '10');
      await create(session, 'secret', { name: '啊', level: 'core', term: '2030-01-01', department: an.id }, '9');
      await create(session, 'secret', { name: '李', level: 'important', term: 'P3Y', gradedOn: '2025-01-01' }, '100');
      const order = (field: string, direction: 'asc' | 'desc' = 'asc') =>
        list(session, 'secret', { sort: [{ field, direction }] }).rows.map(({ name }) => name);
      expect(order('name')).toEqual(['啊', '李', '张']);
      expect(order('number')).toEqual(['啊', '张', '李']);
      expect(order('level', 'desc')).toEqual(['啊', '李', '张']);
      expect(order('term')).toEqual(['李', '啊', '张']);
      expect(order('department', 'desc').slice(0, 2)).toEqual(['张', '啊']);
      for (const field of session.registry.byKey('secret').fields) expect(() => order(field.key)).not.toThrow();
    });
  });

  test('filters bind what they are given, and an unknown field is refused', async () => {
    vault = await makeVault();
    await withSession(vault, async (session) => {
      await create(session, 'secret', { name: "a'; DROP TABLE secret; --%_", level: 'core' });
      await create(session, 'secret', { name: 'b' });
      const filtered = (operator: 'is' | 'contains' | 'empty', field: string, values: string[]) =>
        list(session, 'secret', { filters: [{ field, operator, values }] }).total;
      expect(filtered('contains', 'name', ["'; DROP"])).toBe(1);
      expect(filtered('contains', 'name', ['%'])).toBe(1);
      expect(filtered('empty', 'level', [])).toBe(1);
      expect(filtered('is', 'level', ['core'])).toBe(1);
      expect(() => filtered('is', 'name FROM secret; --', ['x'])).toThrow(code('value_invalid'));
      expect(() => filtered('is', 'content', ['x'])).toThrow(code('value_invalid'));
    });
  });
});

describe('a sixth register', () => {
  const visits: RegisterDefinition = {
    key: 'visit',
    code: 99,
    table: 'visit',
    label: { zh: '来访登记', en: 'Visits' },
    noun: { zh: '来访', en: 'visit' },
    kind: 'register',
    area: 'base',
    numberPattern: 'LF{seq:4}',
    number: { label: { zh: '编号', en: 'Number' }, headers: [] },
    identity: [],
    matchFields: ['name'],
    title: 'name',
    factDate: ['visitedOn'],
    lateFrom: ['visitedOn'],
    statuses: [{ code: 'open', label: { zh: '在访', en: 'Open' }, synonyms: [] }],
    initialStatus: 'open',
    statusHeaders: [],
    sections: { basic: { zh: '基本', en: 'Basics' } },
    fields: [
      {
        key: 'name',
        kind: 'text',
        class: 'personal',
        label: { zh: '姓名', en: 'Name' },
        required: true,
        headers: [],
        search: 2,
        sorted: true,
        section: 'basic',
      },
      {
        key: 'visitedOn',
        kind: 'date',
        class: 'open',
        label: { zh: '日期', en: 'Date' },
        headers: [],
        section: 'basic',
      },
      {
        key: 'host',
        kind: 'person',
        class: 'personal',
        label: { zh: '接待人', en: 'Host' },
        headers: [],
        section: 'basic',
      },
      {
        key: 'purpose',
        kind: 'sealedText',
        class: 'sealed',
        label: { zh: '事由', en: 'Purpose' },
        headers: [],
        section: 'basic',
      },
      {
        key: 'department',
        kind: 'reference',
        target: 'department',
        class: 'open',
        label: { zh: '部门', en: 'Department' },
        headers: [],
        section: 'basic',
      },
    ],
  };
  const migration = `CREATE TABLE visit (
    rid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, void INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL,
    number TEXT, number_sort TEXT, late INTEGER NOT NULL, fact_date TEXT, recorded_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL, updated_by INTEGER NOT NULL, void_reason TEXT,
    name TEXT, name_sort TEXT, visited_on TEXT, host TEXT, host_id TEXT, purpose INTEGER, department TEXT
  ) STRICT`;

  test('needs a definition and a migration, and nothing of the engine', async () => {
    vault = await makeVault({ registers: [...allRegisters, visits], migrations: [...migrations, migration] });
    await withSession(vault, async (session) => {
      const department = await create(session, 'department', { name: '研发部' });
      const row = await create(session, 'visit', {
        name: '来客',
        visitedOn: '2025-03-01',
        host: '顾言之',
        purpose: '洽谈',
        department: department.id,
      });
      expect(row.number).toBe('LF0001');
      await write(session, (context) => updateRecord(context, visits, row, { version: 1, values: { host: null } }));
      expect(
        list(session, 'visit', {
          search: '来客',
          filters: [{ field: 'department', operator: 'is', values: [department.id] }],
        }).total,
      ).toBe(1);
      expect(recordHistory(session, visits, getRow(session, visits, row.id))).toHaveLength(2);
      expect(
        listRows(session, visits, everything, snapshotTable(session, visits, { date: '2025-03-02', reading: 'fact' }))
          .total,
      ).toBe(1);
      expect((await checkVault(session, quietJob)).problems).toEqual([]);
    });
  });
});
