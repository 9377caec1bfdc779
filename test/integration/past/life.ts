// A real vault whose records went through every stage on days the test knows: proposal, grading, change, release, void and restore,
// links begun and ended, papers entered late. The day asked about is 2025-06-30.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addAttachments } from '../../../electron/core/register/attachments/add.ts';
import { addLinks, closeLinks } from '../../../electron/core/register/links.ts';
import type { TableRow } from '../../../electron/core/register/statements.ts';
import { createRecord, rowById, setVoid, updateRecord } from '../../../electron/core/register/store.ts';
import { closeVault } from '../../../electron/core/vault/open.ts';
import type { VaultSession } from '../../../electron/core/vault/session.ts';
import type { FieldValues } from '../../../shared/registers/definition.ts';
import { makeVault, quietJob, type TestVault, write } from '../support/vaults.ts';

export interface Life {
  vault: TestVault;
  session: VaultSession;
  ids: Map<string, string>;
  close(): void;
}

/** Writes the story in the order of its days. */
export async function makeLife(): Promise<Life> {
  const vault = await makeVault({ startMs: Date.parse('2025-01-10T09:00:00') });
  const session = await vault.open();
  const ids = new Map<string, string>();
  const on = (day: string) => {
    vault.clock.offsetMs = Date.parse(`${day}T10:00:00`) - Date.now();
  };
  const register = (key: string) => session.registry.byKey(key);
  const add = async (
    name: string,
    key: string,
    values: FieldValues,
    more: { number?: string; status?: string } = {},
  ): Promise<void> => {
    const row = await write(session, (context) =>
      createRecord(context, register(key), { number: null, values: { name, ...values }, ...more }),
    );
    ids.set(name, row.id);
  };
  const id = (name: string) => ids.get(name) as string;
  const change = (
    name: string,
    input: { values?: FieldValues; status?: string; factDate?: string; reason?: string },
    key = 'secret',
  ) =>
    write(session, (context) =>
      updateRecord(context, register(key), rowById(context, register(key), id(name)), {
        version: null,
        values: {},
        ...input,
      }),
    );
  const setVoidOf = (name: string, isVoid: boolean, key = 'secret') =>
    write(session, (context) =>
      setVoid(context, register(key), rowById(context, register(key), id(name)), isVoid, '误录'),
    );
  const know = async (person: string, startsOn: string, reason: string) => {
    await write(session, (context) =>
      addLinks(context, register('secretPerson'), {
        fromId: id('甲'),
        toIds: [id(person)],
        startsOn,
        values: { reason, approver: '傅明澈' },
      }),
    );
    const link = session.db
      .prepare('SELECT id FROM secret_person WHERE person = ? ORDER BY rid DESC')
      .get(id(person)) as TableRow;
    ids.set(`知悉 ${person}`, link.id);
  };
  const stop = (person: string, endsOn: string) =>
    write(session, (context) =>
      closeLinks(context, register('secretPerson'), { ids: [id(`知悉 ${person}`)], endsOn, reason: '调岗' }),
    );
  const attach = async (file: string, documentDate: string) => {
    const path = join(vault.base, file);
    writeFileSync(path, file);
    const input = { files: [{ path, register: 'secret', ownerId: id('甲') }], mode: 'fingerprint' as const };
    await addAttachments(session, { ...input, documentDate, note: null }, quietJob);
  };
  const graded = (gradedOn: string, values: FieldValues = {}) => ({
    level: 'general',
    gradedOn,
    term: 'P10Y',
    department: id('研发部'),
    ...values,
  });

  on('2025-01-10');
  await add('研发部', 'department', {});
  for (const person of ['张三', '李四', '王五', '赵六', '孙七'])
    await add(person, 'person', { department: id('研发部') });
  await add('配方岗', 'post', { department: id('研发部') });
  await add('配方图纸', 'carrier', { copyNumber: 3, form: 'paper' }, { number: 'ZT-2025-001' });
  await add('甲', 'secret', { level: 'core', measure: '门禁、编号登记' });
  on('2025-01-20');
  await change('甲', {
    status: 'in_force',
    values: {
      gradedOn: '2025-01-20',
      term: 'P10Y',
      approvalNumber: '定审〔2025〕1号',
      department: id('研发部'),
      responsible: '张三',
    },
  });
  await know('张三', '2025-01-20', '岗位需要');
  await know('李四', '2025-01-20', '试制');
  await know('赵六', '2025-01-20', '试制');
  await know('孙七', '2025-01-20', '试制');
  await write(session, (context) => {
    const ends = { fromId: id('甲'), startsOn: '2025-01-20', values: {} };
    addLinks(context, register('secretPost'), { ...ends, toIds: [id('配方岗')] });
    addLinks(context, register('secretCarrier'), { ...ends, toIds: [id('配方图纸')] });
  });
  on('2025-02-01');
  for (const name of ['丙', '丁', '戊', '庚', '辛', '壬', '癸'])
    await add(name, 'secret', graded('2025-02-01', { measure: '旧措施' }), { status: 'in_force' });
  on('2025-03-05');
  await attach('定密审批表.pdf', '2025-01-20');
  on('2025-06-02');
  await stop('李四', '2025-06-01');
  on('2025-06-10');
  await setVoidOf('庚', true);
  on('2025-06-20');
  await add('己', 'secret', graded('2025-06'), { status: 'in_force' });
  await change('癸', { status: 'released', factDate: '2025-07-01', reason: '到期' });
  on('2025-07-15');
  await change('丁', { status: 'released', reason: '公开' });
  on('2025-07-20');
  await setVoidOf('庚', false);
  on('2025-08-01');
  await change('丙', { status: 'released', factDate: '2025-06-01', reason: '公告' });
  await setVoidOf('辛', true);
  await stop('赵六', '2025-06-15');
  await setVoidOf('知悉 孙七', true, 'secretPerson');
  on('2025-09-01');
  await change('戊', { values: { level: 'core' }, factDate: '2025-06-15', reason: '密变〔2025〕3号' });
  await change('壬', { values: { measure: '更正后的措施' }, factDate: '2025-03-01', reason: '更正' });
  on('2025-10-08');
  await add('乙', 'secret', graded('2025-05-12', { approvalNumber: '定审〔2025〕9号' }), { status: 'in_force' });
  await know('王五', '2025-03-01', '补签');
  await attach('会议纪要.pdf', '2025-02-10');
  return {
    vault,
    session,
    ids,
    close: () => {
      closeVault(session);
      vault.remove();
    },
  };
}
