// What a bundle gives record by record, as of a date, and later: opened content, past views, rebuilding, disclosures.
import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDisclosure } from '../../../electron/core/document/bundle/disclosure-file.ts';
import { issueBundle } from '../../../electron/core/document/bundle/issue-bundle.ts';
import { rebuildBundle } from '../../../electron/core/document/bundle/rebuild-bundle.ts';
import { withheldRecords } from '../../../electron/core/document/bundle/withheld-records.ts';
import { verifyBundle } from '../../../electron/core/document/verify/verify-bundle.ts';
import { verifyWhole } from '../../../electron/core/journal/journal-task.ts';
import { createRecord, rowById, setVoid, updateRecord } from '../../../electron/core/register/store.ts';
import { writeTransaction } from '../../../electron/core/register/write-context.ts';
import { ensureSpareDataKeys } from '../../../electron/core/vault/session.ts';
import {
  attachFiles,
  type BundleVault,
  createBundleVault,
  discard,
  password,
  quiet,
  request,
  sealedText,
  secretName,
} from './bundle-vault.ts';
import { unzip, zipText } from './unzip.ts';

let vault: BundleVault;
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const path = (name: string) => join(vault.folder, name);

beforeAll(async () => {
  vault = await createBundleVault();
  await attachFiles(vault);
});
afterAll(() => discard(vault));

/** The commitment a value with its salt leads to, computed as docs/formats/revision.md says, without the program. */
function commitmentOf(field: string, salt: string, value: unknown): string {
  const tag = Buffer.from(`midian/commitment/1\0${field}\0`);
  return hash('sha256', Buffer.concat([tag, Buffer.from(salt, 'base64'), Buffer.from(JSON.stringify(value))]));
}

const secretsOnly = (more: { opened?: string[]; files?: string[] } = {}) => [
  { register: 'secret', filters: [], opened: more.opened ?? [], files: more.files ?? [] },
];

describe('A bundle', () => {
  it('needs an approval outside the firm, and is a record with its number', async () => {
    const asked = request(vault, path('r.zip'), { level: 'reviewer', approval: null });
    await expect(issueBundle(vault.session, asked, quiet)).rejects.toMatchObject({ code: 'bundle_approval_missing' });
    const result = await issueBundle(vault.session, request(vault, path('r.zip'), { level: 'reviewer' }), quiet);
    const record = vault.session.db.prepare('SELECT * FROM bundle WHERE id = ?').get(result.bundle);
    expect(record).toMatchObject({
      number: result.number,
      disclosure: 'reviewer',
      approver: '傅明澈',
      approved_on: '2026-11-18',
      sha256: result.sha256,
      sealed_records: 0,
    });
    expect(result.number).toMatch(/^证包〔\d{4}〕001号$/);
    const issue = json(join(unzip(path('r.zip'), path('r')), 'data/issue.json'));
    expect(issue).toMatchObject({ number: result.number, approval: { approver: '傅某', approvedOn: '2026-11-18' } });
  });

  it('gives sealed content of the records chosen for it, proven, at the levels that may have it', async () => {
    const registers = secretsOnly({ opened: [vault.secretId] });
    for (const level of ['police', 'regulator', 'reviewer'] as const)
      await expect(
        issueBundle(vault.session, request(vault, path('no.zip'), { level, registers }), quiet),
      ).rejects.toMatchObject({ code: 'bundle_unmasked_level' });
    await issueBundle(vault.session, request(vault, path('opened.zip'), { level: 'appraiser', registers }), quiet);
    const root = unzip(path('opened.zip'), path('opened'));
    const { records } = json(join(root, 'data/registers/secret.json'));
    const given = records.find(({ record }: { record: string }) => record === vault.secretId);
    expect(given).toMatchObject({ values: { content: sealedText }, opened: ['content'] });
    expect(given.withheld.content).toBeUndefined();
    expect(zipText(path('opened.zip'), path('opened-text'))).not.toContain(secretName);
    const { revisions } = json(join(root, 'journal/commitments.json'));
    const shown = revisions.find(({ seq }: { seq: number }) => seq === given.event);
    const { salt, value } = shown.disclosed.content;
    expect(commitmentOf('content', salt, value)).toBe(shown.commitments.content);
    expect(await verifyBundle(path('opened.zip'), {}, quiet)).toMatchObject({ ok: true, problems: [] });
    const opened = vault.session.db
      .prepare("SELECT count(*) FROM journal WHERE opened = ? AND event LIKE '%sealed.opened%'")
      .pluck()
      .get(vault.secretId);
    expect(opened).toBe(1);
  });

  it('lists the files it does not give by commitments alone', async () => {
    await issueBundle(vault.session, request(vault, path('nofiles.zip'), { registers: secretsOnly() }), quiet);
    const root = unzip(path('nofiles.zip'), path('nofiles'));
    const { records } = json(join(root, 'data/registers/attachment.json'));
    expect(records).toHaveLength(4);
    for (const entry of records) {
      expect(entry).toMatchObject({ values: {}, title: null, file: null });
      expect(Object.keys(entry.withheld)).toEqual(expect.arrayContaining(['name', 'sha256', 'sm3']));
    }
    expect(zipText(path('nofiles.zip'), path('nofiles-text'))).not.toContain('鉴定意见');
    expect(await verifyBundle(path('nofiles.zip'), {}, quiet)).toMatchObject({ ok: true });
  });

  it('shows a past date in the reading asked for, and says which', async () => {
    const definition = vault.session.registry.byKey('secret');
    await ensureSpareDataKeys(vault.session);
    writeTransaction(vault.session, (context) => {
      createRecord(context, definition, {
        number: null,
        status: 'in_force',
        values: { name: '补录的旧秘点', publicName: '旧一号', level: 'general', gradedOn: '2019-05-06' },
      });
    });
    const asOf = { date: '2020-01-01', reading: 'fact' as const };
    const registers = secretsOnly();
    const inForce = await issueBundle(vault.session, request(vault, path('fact.zip'), { asOf, registers }), quiet);
    expect(inForce.records).toBe(1);
    const recorded = await issueBundle(
      vault.session,
      request(vault, path('recorded.zip'), { asOf: { ...asOf, reading: 'recorded' }, registers }),
      quiet,
    );
    expect(recorded.records).toBe(0);
    const root = unzip(path('fact.zip'), path('fact'));
    expect(json(join(root, 'data/issue.json')).asOf).toEqual(asOf);
    expect(readFileSync(join(root, 'data/index.html'), 'utf8')).toContain('2020-01-01 依文书当日有效');
    expect(await verifyBundle(path('fact.zip'), {}, quiet)).toMatchObject({ ok: true });
  });
});

describe('Rebuilding', () => {
  it('gives the same bytes after the records have changed', async () => {
    const registers = secretsOnly({ opened: [vault.secretId], files: [vault.secretId] });
    const issued = await issueBundle(
      vault.session,
      request(vault, path('a.zip'), { level: 'court', registers }),
      quiet,
    );
    await ensureSpareDataKeys(vault.session);
    writeTransaction(vault.session, (context) => {
      const definition = vault.session.registry.byKey('secret');
      const row = rowById(context, definition, vault.secretId);
      updateRecord(context, definition, row, { version: null, values: { place: '别处', publicName: '别名' } });
      const department = vault.session.registry.byKey('department');
      const other = vault.session.db.prepare('SELECT id FROM department').pluck().get() as string;
      updateRecord(context, department, rowById(context, department, other), {
        version: null,
        values: { name: '改名后的部门' },
      });
      const second = vault.session.db.prepare('SELECT id FROM secret WHERE id <> ?').pluck().get(vault.secretId);
      setVoid(context, definition, rowById(context, definition, second as string), true, '重复登记');
    });
    const again = await rebuildBundle(vault.session, { bundle: issued.bundle, target: path('b.zip'), password }, quiet);
    expect(again.sha256).toBe(issued.sha256);
    expect(readFileSync(path('b.zip')).equals(readFileSync(path('a.zip')))).toBe(true);
    await expect(
      rebuildBundle(vault.session, { bundle: vault.secretId, target: path('c.zip'), password }, quiet),
    ).rejects.toMatchObject({ code: 'bundle_unknown' });
    expect(existsSync(path('c.zip'))).toBe(false);
  });
});

describe('A disclosure', () => {
  const asked = (bundle: string, fields: string[], target: string, more: object = {}) => ({
    bundle,
    target: path(target),
    reveals: [{ register: 'secret', record: vault.secretId, fields }],
    recipient: '江北区人民法院',
    purpose: '补充质证',
    password,
    ...more,
  });
  const issueOld = (name: string) =>
    issueBundle(vault.session, request(vault, path(name), { level: 'reviewer', registers: secretsOnly() }), quiet);

  it('reveals what the old bundle withheld, and each value leads to its commitment there', async () => {
    const issued = await issueOld('old.zip');
    const question = { bundle: issued.bundle, register: 'secret', search: '', offset: 0, limit: 50 };
    const { records, total } = withheldRecords(vault.session, question);
    expect(total).toBe(issued.records);
    const choosable = records.find(({ id }) => id === vault.secretId);
    expect(choosable?.fields).toEqual(expect.arrayContaining(['name', 'content', 'responsible']));
    expect(choosable?.fields).not.toContain('level');
    await writeDisclosure(vault.session, asked(issued.bundle, ['name', 'content', 'responsible'], 'd.json'), quiet);
    const file = json(path('d.json'));
    const bag = json(join(unzip(path('old.zip'), path('old')), 'data/registers/secret.json'));
    const record = bag.records.find((entry: { record: string }) => entry.record === vault.secretId);
    expect(file.reveals.map(({ field, value }: { field: string; value: string }) => [field, value])).toEqual([
      ['name', secretName],
      ['content', sealedText],
      ['responsible', '周明远'],
    ]);
    for (const { field, salt, value } of file.reveals)
      expect(commitmentOf(field, salt, value)).toBe(record.withheld[field]);
    expect(commitmentOf('name', file.reveals[0].salt, '别的名称')).not.toBe(record.withheld.name);
    expect(file).toMatchObject({ format: 'midian-disclosure/1', bundle: issued.bundle, recipient: '江北区人民法院' });
  });

  it('refuses what the bundle gave already, unknown records and a wrong password, and writes nothing', async () => {
    const issued = await issueOld('given.zip');
    const disclose = (fields: string[], more: object = {}) =>
      writeDisclosure(vault.session, asked(issued.bundle, fields, 'no.json', more), quiet);
    await expect(disclose(['level'])).rejects.toMatchObject({ code: 'disclosure_nothing' });
    await expect(disclose(['name'], { password: 'Wrong-Pass-2026' })).rejects.toMatchObject({ code: 'password_wrong' });
    const person = vault.session.db.prepare('SELECT id FROM person').pluck().get() as string;
    const reveals = [{ register: 'person', record: person, fields: ['name'] }];
    await expect(disclose([], { reveals })).rejects.toMatchObject({ code: 'disclosure_nothing' });
    expect(existsSync(path('no.json'))).toBe(false);
  });

  it('leaves the journal whole', () => {
    expect(verifyWhole(vault.session, true, quiet)).toMatchObject({ ok: true, problems: [] });
  });
});
