// The command line as another program uses it: its own process, JSON on stdout, exit codes.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { coreV8Flags } from '../../electron/host/core-flags.ts';
import { password, scratchFolder } from './support/vaults.ts';

const program = fileURLToPath(new URL('../../electron/cli/midian.ts', import.meta.url));
const sample = (name: string) => fileURLToPath(new URL(`../samples/${name}`, import.meta.url));
const base = scratchFolder();
const vault = join(base, 'v.midian');

interface Result {
  code: number;
  out: string;
  err: string;
  json: never;
}

function midian(args: string[], environment: Record<string, string> = {}): Result {
  const run = spawnSync(process.execPath, [...coreV8Flags(), program, ...args], {
    encoding: 'utf8',
    env: {
      ...process.env,
      MIDIAN_PASSWORD: password,
      MIDIAN_PROFILE: join(base, 'profile'),
      MIDIAN_LANG: 'zh',
      ...environment,
    },
  });
  let json: unknown = null;
  try {
    json = JSON.parse(run.stdout);
  } catch {
    // Not every command prints JSON.
  }
  return { code: run.status ?? -1, out: run.stdout, err: run.stderr, json: json as never };
}

beforeAll(() => {
  const made = midian(['create', vault, '--org', '验收单位', '--user', 'officer', '--single-officer']);
  expect([made.code, made.out]).toEqual([0, '']);
  expect(made.err).toContain('国家秘密');
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

test('the first path: dry run, import, list, show, export, check, verify', () => {
  const dry = midian(['import', vault, 'secret', sample('秘点台账.xlsx'), '--dry-run', '--json']);
  expect([dry.code, dry.json]).toEqual([
    1,
    expect.objectContaining({ batch: null, sheet: '秘点台账', headerRow: 3, rows: 67, created: 63, duplicates: 1 }),
  ]);
  expect(midian(['import', vault, 'secret', sample('秘点台账.xlsx'), '--json']).code).toBe(1);
  expect(midian(['list', vault, 'secret', '--json']).json).toMatchObject({ total: 0 });
  const done = midian([
    'import',
    vault,
    'secret',
    sample('秘点台账.xlsx'),
    '--good-rows',
    '--map',
    '秘密=一般商密',
    '--status',
    'graded',
    '--json',
  ]);
  expect([done.code, done.json]).toEqual([
    0,
    expect.objectContaining({ created: 64, updated: 0, batch: expect.any(String) }),
  ]);
  const listed = midian([
    'list',
    vault,
    'secret',
    '--filter',
    'level=核心商密',
    '--filter',
    'department=研发部',
    '--sort',
    '-number',
    '--json',
  ]).json as { total: number; records: Record<string, unknown>[] };
  expect(listed.total).toBeGreaterThan(0);
  expect(
    listed.records.every(
      ({ level, department, status }) => level === 'core' && department === '研发部' && status === 'in_force',
    ),
  ).toBe(true);
  const shown = midian(['show', vault, 'secret', '5', '--json']).json as {
    fields: Record<string, unknown>;
    revisions: unknown[];
  };
  expect(shown).toMatchObject({
    number: '5',
    status: 'in_force',
    version: 1,
    fields: { originatedOn: '2021-12', term: 'long_term', content: null },
  });
  expect(shown.revisions).toHaveLength(1);
  expect(midian(['list', vault, 'secret', '--as-of', '2019-01-01', '--json']).json).toMatchObject({
    total: expect.any(Number),
  });
  expect(midian(['list', vault, 'secret', '--recorded-by', '2019-01-01', '--json']).json).toMatchObject({
    total: 0,
    records: [],
  });
  expect(midian(['list', vault, 'secret', '--search', '云母', '--limit', '2', '--json']).json).toMatchObject({
    records: [expect.anything(), expect.anything()],
  });
  expect(midian(['check', vault, '--json']).json).toEqual({ ok: true, problems: [] });
  expect(midian(['journal', vault, 'verify', '--full', '--json']).json).toMatchObject({
    ok: true,
    head: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test('what is exported comes back unchanged, and nothing is overwritten', () => {
  const out = join(base, '秘点.xlsx');
  expect(midian(['export', vault, 'secret', out]).code).toBe(0);
  expect(midian(['export', vault, 'secret', out]).code).toBe(1);
  const again = midian(['import', vault, 'secret', out, '--json']);
  expect([again.code, again.json]).toEqual([
    0,
    expect.objectContaining({ created: 0, updated: 0, unchanged: 64, errors: [], held: [] }),
  ]);
});

test('an import is undone by its batch, once', () => {
  const file = join(base, 'more.csv');
  writeFileSync(file, '\uFEFF载体编号,载体名称,份号\r\nZT-9,图纸,1\r\nZT-9,图纸,2\r\n');
  const { batch } = midian(['import', vault, 'carrier', file, '--json']).json as { batch: string };
  expect(midian(['show', vault, 'carrier', 'ZT-9/2', '--json']).json).toMatchObject({ fields: { copyNumber: 2 } });
  expect(midian(['show', vault, 'carrier', 'ZT-9', '--json']).code).toBe(2);
  expect(midian(['undo-import', vault, batch]).code).toBe(0);
  expect(midian(['list', vault, 'carrier', '--json']).json).toMatchObject({ total: 0 });
  expect(midian(['undo-import', vault, batch]).code).toBe(1);
});

test('sealed content is imported with a recorded declaration and shown only when asked for', () => {
  const file = join(base, 'content.csv');
  writeFileSync(file, '\uFEFF编号,秘点名称,密级,秘点内容\r\nC-1,曲线,核心,一区 85 度\r\n');
  const done = midian(['import', vault, 'secret', file, '--json']);
  expect(done.err).toContain('国家秘密');
  expect(midian(['list', vault, 'secret', '--filter', 'number=C-1', '--json']).json).toMatchObject({
    records: [{ content: { sealed: true } }],
  });
  expect(midian(['show', vault, 'secret', 'C-1', '--json']).out).not.toContain('一区');
  expect(midian(['show', vault, 'secret', 'C-1', '--sealed', '--json']).json).toMatchObject({
    fields: { content: '一区 85 度' },
  });
});

test('a bundle is written, read by verify without any vault or password, and a changed byte is named', () => {
  const out = join(base, 'b.zip');
  expect(midian(['bundle', vault, out]).code).toBe(0);
  const verified = midian(['verify', out, '--json'], { MIDIAN_PASSWORD: '' });
  expect([verified.code, verified.json]).toEqual([0, expect.objectContaining({ ok: true, problems: [] })]);
  const folder = join(base, 'unpacked');
  mkdirSync(folder);
  expect(spawnSync('unzip', ['-q', out, '-d', folder]).status).toBe(0);
  const root = existsSync(join(folder, 'bagit.txt')) ? folder : join(folder, readdirSync(folder)[0] as string);
  const register = join(root, 'data', 'registers', 'secret.json');
  writeFileSync(register, `${readFileSync(register, 'utf8')} `);
  const broken = midian(['verify', root, '--json']);
  expect([broken.code, broken.json]).toEqual([
    1,
    expect.objectContaining({
      ok: false,
      problems: expect.arrayContaining([
        expect.objectContaining({ kind: 'changed', path: expect.stringContaining('secret.json') }),
      ]),
    }),
  ]);
  const words = midian(['verify', root]);
  expect(words.out).toMatch(/^changed\tdata\/registers\/secret\.json$/m);
  // What is given beside a bundle is read, judged and named by its file name.
  const [disclosure, token] = [join(base, '揭示.json'), join(base, 'b.zip.tsr')];
  writeFileSync(disclosure, '{}');
  writeFileSync(token, 'no token');
  const beside = midian(['verify', out, '--disclosure', disclosure, '--token', token, '--json']);
  expect([beside.code, beside.json]).toEqual([
    1,
    expect.objectContaining({
      problems: expect.arrayContaining([{ kind: 'format', path: '揭示.json', detail: 'layout' }]),
      tokens: [expect.objectContaining({ file: 'b.zip.tsr', subject: { kind: 'bundle' } })],
    }),
  ]);
  expect(midian(['verify', out, '--disclosure', join(base, 'nowhere.json')]).code).toBe(1);
});

test('refusals exit with 1 and a sentence, wrong usage with 2, and neither shows a stack', () => {
  const refused = [
    midian(['list', vault, 'secret'], { MIDIAN_PASSWORD: 'wrong' }),
    midian(['list', join(base, 'none.midian'), 'secret']),
    midian(['import', vault, 'secret', join(base, 'none.xlsx')]),
    midian(['show', vault, 'secret', 'no-such-number']),
    midian(['create', vault, '--org', '单位', '--user', 'x']),
    midian(['create', join(base, 'weak'), '--org', '单位', '--user', 'x'], { MIDIAN_PASSWORD: 'short' }),
  ];
  expect(refused.map(({ code }) => code)).toEqual(refused.map(() => 1));
  const wrong = [
    midian([]),
    midian(['nothing']),
    midian(['list']),
    midian(['list', vault, 'secret', '--limit', '0']),
    midian(['list', vault, 'secret', '--as-of', '2020']),
    midian(['list', vault, 'secret'], { MIDIAN_PASSWORD: '' }),
  ];
  expect(wrong.map(({ code }) => code)).toEqual(wrong.map(() => 2));
  for (const { err } of [...refused, ...wrong]) expect(err).not.toMatch(/^\s+at /m);
});

test('registers name every field in both languages', () => {
  const registers = midian(['registers', '--json']).json as {
    register: string;
    label: { zh: string; en: string };
    fields: { key: string }[];
  }[];
  expect(registers.map(({ register }) => register)).toEqual([
    'department',
    'post',
    'person',
    'secret',
    'carrier',
    'bundle',
    'disclosureReview',
    'procedure',
    'measure',
    'informationSystem',
    'permissionReview',
  ]);
  const kept =
    'name publicName category level gradedOn term department responsible originatedOn ownership origin scope carrierForm place note content'.split(
      ' ',
    );
  expect(registers.find(({ register }) => register === 'secret')?.fields.map(({ key }) => key)).toEqual(
    expect.arrayContaining(kept),
  );
});

test('rules name what is to be added or done, with its source, and exit 1 while there is anything', () => {
  const found = midian(['rules', vault, '--json']);
  expect(found.code).toBe(1);
  const { findings } = found.json as { findings: Record<string, unknown>[] };
  expect(findings.length).toBeGreaterThan(0);
  for (const finding of findings)
    expect(finding).toMatchObject({
      rule: expect.any(String),
      severity: expect.stringMatching(/^(high|medium|low)$/),
      register: expect.any(String),
      source: expect.stringMatching(/./),
    });
  for (const finding of findings)
    expect(Object.hasOwn(finding, 'field') && Object.hasOwn(finding, 'number')).toBe(true);
  expect(midian(['rules', vault, '--date', '2026-11']).code).toBe(2);
  expect(midian(['rules', vault], { MIDIAN_PASSWORD: 'wrong' }).code).toBe(1);
});
