// A small real vault with everything a bundle treats differently: public names, personal data, sealed content, files.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '../../../electron/core/db/migrations/all.ts';
import type { BundleRequest } from '../../../electron/core/document/bundle/issue-bundle.ts';
import { addAttachments } from '../../../electron/core/register/attachments/add.ts';
import { createRecord, rowById, updateRecord } from '../../../electron/core/register/store.ts';
import { writeTransaction } from '../../../electron/core/register/write-context.ts';
import type { TaskContext } from '../../../electron/core/tasks.ts';
import { createVault } from '../../../electron/core/vault/create.ts';
import { closeVault, openVault } from '../../../electron/core/vault/open.ts';
import { openProfile } from '../../../electron/core/vault/profile.ts';
import { ensureSpareDataKeys, type VaultSession } from '../../../electron/core/vault/session.ts';
import { allRegisters } from '../../../shared/registers/all.ts';

export const password = '云岭-Bundle-2026!';
export const quiet: TaskContext = { progress: () => undefined, checkCancelled: () => undefined };

/** Text that must never stand in a bundle. */
export const sealedText = '配比为七比二比一，烧结温度一千二百度';
export const secretName = '高镍前驱体连续共沉淀工艺';

export interface BundleVault {
  folder: string;
  session: VaultSession;
  secretId: string;
}

/** A folder of the test's own. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'midian-bundle-'));
}

/** Creates and opens the vault; the caller closes it. */
export async function createBundleVault(secrets = 4): Promise<BundleVault> {
  const folder = temporaryFolder();
  const vault = await createVault(
    {
      path: join(folder, '云岭'),
      organisation: '云岭新材料有限公司',
      officerLogin: 'shenruoxi',
      officerName: '沈若溪',
      password,
      scheme: 'three',
      numberPatterns: {},
      stateSecretDeclared: true,
      singleOfficerReason: '单人商秘办',
      demo: false,
    },
    migrations,
    Date.now(),
  );
  const session = await openVault({
    folder: vault,
    login: null,
    password,
    readOnly: false,
    registers: allRegisters,
    migrations,
    profile: openProfile(join(folder, 'profile')),
    now: Date.now,
  });
  const register = (key: string) => session.registry.byKey(key);
  await ensureSpareDataKeys(session);
  const { secretId } = writeTransaction(session, (context) => {
    const department = createRecord(context, register('department'), { number: null, values: { name: '研发中心' } });
    const person = createRecord(context, register('person'), {
      number: 'YG00017',
      values: { name: '周明远', department: department.id, phone: '13812345678', joinedOn: '2019-04-08' },
    });
    let first = '';
    for (let index = 0; index < secrets; index += 1) {
      const row = createRecord(context, register('secret'), {
        number: null,
        status: 'in_force',
        values: {
          name: index === 0 ? secretName : `工艺参数窗口${index}`,
          ...(index === 1 ? {} : { publicName: `材料工艺${index}号` }),
          level: index === 0 ? 'core' : 'general',
          gradedOn: '2025-03-12',
          term: 'P10Y',
          department: department.id,
          responsible: '周明远',
          responsibleId: person.id,
          ...(index === 0 ? { content: sealedText } : {}),
        },
      });
      if (index === 0) first = row.id;
    }
    for (const copyNumber of [1, 2])
      createRecord(context, register('carrier'), {
        number: 'ZT-2025-001',
        values: { name: '工艺规程（受控）', copyNumber, level: 'core', keeper: '周明远' },
      });
    return { secretId: first };
  });
  await ensureSpareDataKeys(session);
  writeTransaction(session, (context) => {
    const definition = register('secret');
    updateRecord(context, definition, rowById(context, definition, secretId), {
      version: 1,
      values: { place: '保密柜 3 号' },
      reason: '与某公司纠纷后转移存放',
    });
  });
  return { folder, session, secretId };
}

/** Closes the vault and removes everything the test made. */
export function discard(vault: BundleVault): void {
  closeVault(vault.session);
  rmSync(vault.folder, { recursive: true, force: true });
}

/** Attaches two files of the same name and one with a name no system likes to the first secret. */
export async function attachFiles({ folder, session, secretId }: BundleVault): Promise<void> {
  const files = [
    ['a', '鉴定意见.pdf', 'first opinion'],
    ['b', '鉴定意见.pdf', 'second opinion'],
    ['c', 'CON.txt', 'reserved'],
  ].map(([place, name, text]) => {
    mkdirSync(join(folder, place as string), { recursive: true });
    const path = join(folder, place as string, name as string);
    writeFileSync(path, text as string);
    return { path, register: 'secret', ownerId: secretId };
  });
  await addAttachments(session, { files, mode: 'sealed', documentDate: null, note: null }, quiet);
  const outside = join(folder, '原始数据.csv');
  writeFileSync(outside, '1,2,3');
  await addAttachments(
    session,
    {
      files: [{ path: outside, register: 'secret', ownerId: secretId }],
      mode: 'fingerprint',
      documentDate: null,
      note: null,
    },
    quiet,
  );
}

/** A request for all registers at a level. */
export function request(vault: BundleVault, target: string, more: Partial<BundleRequest> = {}): BundleRequest {
  const registers = vault.session.registry.all
    .filter(({ kind, madeByProgram }) => kind === 'register' && madeByProgram !== true)
    .map(({ key }) => ({
      register: key,
      filters: [],
      opened: [],
      files: key === 'secret' && more.level === 'court' ? [vault.secretId] : [],
    }));
  return {
    target,
    registers,
    level: 'internal',
    attachments: false,
    asOf: null,
    approval: { approver: '傅明澈', approverId: null, approvedOn: '2026-11-18', form: 'F06〔2026〕011号' },
    recipient: '江北区人民法院',
    purpose: '起诉立案',
    password,
    ...more,
  };
}
