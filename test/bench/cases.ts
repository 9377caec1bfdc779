// What is measured: each case returns its figure, taken beside its baseline in the same run.
import { hash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createCore } from '../../electron/core/core.ts';
import { verifyJournal } from '../../electron/core/journal/verify.ts';
import { addLinks } from '../../electron/core/register/links.ts';
import { rowRange } from '../../electron/core/register/registry.ts';
import { searchQuery } from '../../electron/core/register/search-text.ts';
import { statementsFor } from '../../electron/core/register/statements.ts';
import { readHeader } from '../../electron/core/vault/header.ts';
import { closeVault, openSession } from '../../electron/core/vault/open.ts';
import { openProfile } from '../../electron/core/vault/profile.ts';
import type { VaultSession } from '../../electron/core/vault/session.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import { create, makeVault, password, scratchFolder, type TestVault, write } from '../integration/support/vaults.ts';
import { plainTwin, reviseAll } from './fixtures.ts';
import { type Figure, median, ratioFigure } from './measure.ts';

const page = 100;

/** A core with the vault unlocked, and a function that calls routes as a host would. */
export async function unlockedCore(vault: Pick<TestVault, 'folder' | 'profileFolder' | 'migrations' | 'base'>) {
  const core = createCore({
    registers: allRegisters,
    migrations: vault.migrations,
    profileFolder: vault.profileFolder,
    now: Date.now,
    emit: () => undefined,
    defaultFolder: vault.base,
    version: 'bench',
    onLocked: () => undefined,
    logError: (_id, cause) => process.stderr.write(`${String(cause)}\n`),
  });
  const call = async (route: string, input: unknown) => {
    const envelope = await core.call(route, input);
    if (!envelope.ok) throw new Error(`${route}: ${envelope.error.code} ${JSON.stringify(envelope.error.params)}`);
    return envelope.data as Record<string, never>;
  };
  await call('vault.unlock', { path: vault.folder, login: null, password, readOnly: false });
  return { core, call };
}

/** Two-character search and an indexed list page at 100,000 secrets, through the whole core route. */
export async function searchAndList(vault: TestVault): Promise<Figure[]> {
  const { core, call } = await unlockedCore(vault);
  const session = core.state.session as VaultSession;
  const folder = scratchFolder();
  const plain = plainTwin(session, join(folder, 'plain.db'), { secrets: true, journal: false });
  const definition = session.registry.byKey('secret');
  const { first, last } = rowRange(definition);
  const query = searchQuery('云母');
  const columns = statementsFor(session.db, definition).columns.join(', ');
  const hits = plain.prepare(
    `SELECT ${columns} FROM secret WHERE rid IN (SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?) AND void = 0 ORDER BY number_sort, rid LIMIT ${page}`,
  );
  const total = plain.prepare(
    'SELECT count(*) FROM secret WHERE rid IN (SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?) AND void = 0',
  );
  const bareList = plain.prepare(
    `SELECT ${columns} FROM secret WHERE level IN (?) AND void = 0 ORDER BY number_sort, rid LIMIT ${page}`,
  );
  const bareTotal = plain.prepare('SELECT count(*) FROM secret WHERE level IN (?) AND void = 0');
  const search = () => call('register.list', { register: 'secret', search: '云母', limit: page });
  const list = () =>
    call('register.list', {
      register: 'secret',
      filters: [{ field: 'level', operator: 'is', values: ['core'] }],
      sort: [{ field: 'number', direction: 'asc' }],
      limit: page,
    });
  const runs = 31;
  await search();
  await list();
  const found = (await search()).total as unknown as number;
  const searchBase = await median(runs, () => {
    total.get(query, first, last);
    hits.all(query, first, last);
  });
  const searchOurs = await median(runs, search);
  const listBase = await median(runs, () => {
    bareTotal.get('core');
    bareList.all('core');
  });
  const listOurs = await median(runs, list);
  plain.close();
  rmSync(folder, { recursive: true, force: true });
  await core.lock('quit');
  return [
    ratioFigure(
      'two-character search, 100,000 secrets, first page with total',
      'same FTS query on plain SQLite',
      searchOurs,
      searchBase,
      3,
      { hits: found },
    ),
    ratioFigure('list page at 100,000 through the core route', 'bare SQL on plain SQLite', listOurs, listBase, 5),
  ];
}

/** Time from known keys to the first list. */
async function openToFirstList(vault: TestVault): Promise<number> {
  const known = await vault.open();
  const input = {
    folder: vault.folder,
    slotDigest: known.slotDigest,
    userId: known.user.id,
    keys: known.keys,
    databaseKey: Buffer.from(known.databaseKey),
    readOnly: false,
    lock: null,
  };
  closeVault(known);
  const { listRows } = await import('../../electron/core/register/read.ts');
  return median(41, async () => {
    const session = await openSession({
      ...input,
      header: readHeader(vault.folder),
      options: {
        registers: vault.registers,
        migrations: vault.migrations,
        profile: openProfile(vault.profileFolder),
        now: Date.now,
      },
    });
    listRows(session, session.registry.byKey('secret'), {
      filters: [],
      search: '',
      sort: [],
      includeVoid: false,
      offset: 0,
      limit: page,
    });
    session.db.close();
  });
}

export async function openVaults(full: TestVault): Promise<Figure> {
  const empty = await makeVault();
  const base = await openToFirstList(empty);
  const ours = await openToFirstList(full);
  empty.remove();
  return ratioFigure(
    'open vault at 100,000 after key derivation, to first list',
    'same on an empty vault',
    ours,
    base,
    1.5,
  );
}

/** Verification of a long journal, alone and with every revision and row. */
export async function verifyLong(vault: TestVault): Promise<Figure[]> {
  const session = await vault.open();
  const folder = scratchFolder();
  const plain = plainTwin(session, join(folder, 'plain.db'), { secrets: false, journal: true });
  const events = session.db.prepare('SELECT count(*) FROM journal').pluck().get() as number;
  const base = await median(3, () => {
    for (const [, , event] of plain
      .prepare('SELECT seq, at, event, leaf FROM journal ORDER BY seq')
      .raw()
      .iterate() as IterableIterator<[number, number, string, Buffer]>)
      hash('sha256', event, 'buffer');
  });
  global.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = () => {
    peak = Math.max(peak, process.memoryUsage().rss);
  };
  const ours = await median(3, () => {
    const verdict = verifyJournal(session.db, session.origin, watch);
    if (!verdict.ok) throw new Error('the journal of the bench does not verify');
  });
  const growth = peak - before;
  plain.close();
  rmSync(folder, { recursive: true, force: true });
  closeVault(session);
  const { core, call } = await unlockedCore(vault);
  const full = await median(1, async () => {
    const { jobId } = (await call('journal.verify', { full: true })) as unknown as { jobId: string };
    const job = await core.state.jobs.finished(jobId);
    if (!(job.result as { ok: boolean } | null)?.ok)
      throw new Error(`the vault of the bench does not verify: ${JSON.stringify(job.error ?? job.result)}`);
  });
  await core.lock('quit');
  const baseline = 'reading the same rows from plain SQLite, one SHA-256 each';
  return [
    ratioFigure(`verify ${events.toLocaleString('en')} journal events`, baseline, ours, base, 2.5, {
      'memory growth MB': Math.round(growth / 1e6),
    }),
    ratioFigure('the same with --full', baseline, full, base, 6),
  ];
}

/** Second page of a list as of a past date against the live list. */
export async function asOfList(vault: TestVault): Promise<Figure> {
  const prepare = await vault.open();
  await reviseAll(prepare, '一');
  await reviseAll(prepare, '二');
  closeVault(prepare);
  const { core, call } = await unlockedCore(vault);
  const today = new Date().toISOString().slice(0, 10);
  const input = { register: 'secret', sort: [{ field: 'number', direction: 'asc' }], limit: page };
  const asOf = { ...input, asOf: { date: today, reading: 'recorded' } };
  const firstPage = await median(1, () => call('register.list', asOf));
  const base = await median(15, () => call('register.list', { ...input, offset: page }));
  const ours = await median(15, () => call('register.list', { ...asOf, offset: page }));
  await core.lock('quit');
  return ratioFigure('as-of list of 100,000 × 3 revisions, second page', 'live list', ours, base, 2, {
    'first page ms': Math.round(firstPage),
  });
}

/** Growth of the vault by 5,000 grants to one person, one command each. */
export async function grants(): Promise<Figure> {
  const count = 5_000;
  const vault = await makeVault();
  const session = await vault.open();
  const person = await create(session, 'person', { name: '顾言之' });
  const secrets: string[] = [];
  for (let index = 0; index < count; index += 1)
    secrets.push((await create(session, 'secret', { name: `秘点${index}` })).id);
  const size = () =>
    (session.db.pragma('page_count', { simple: true }) as number) *
    (session.db.pragma('page_size', { simple: true }) as number);
  const before = size();
  const link = session.registry.byKey('secretPerson');
  for (const id of secrets)
    await write(session, (context) =>
      addLinks(context, link, {
        fromId: id,
        toIds: [person.id],
        startsOn: '2025-01-01',
        values: { reason: '岗位需要' },
      }),
    );
  const growth = size() - before;
  closeVault(session);
  vault.remove();
  const limit = 20e6;
  return {
    work: '5,000 grants to one person, one by one',
    baseline: '–',
    value: growth,
    base: null,
    unit: 'bytes',
    ratio: null,
    limit,
    also: {},
    ok: growth <= limit,
  };
}

/** First page of list and of a search with the same number of hits, at a size. */
async function firstPages(vault: TestVault): Promise<{ list: number; search: number }> {
  const { core, call } = await unlockedCore(vault);
  const list = () => call('register.list', { register: 'secret', limit: page });
  const search = () => call('register.list', { register: 'secret', search: '0000123', limit: page });
  await list();
  await search();
  const result = { list: await median(31, list), search: await median(31, search) };
  await core.lock('quit');
  return result;
}

export async function growth(small: TestVault, large: TestVault): Promise<Figure[]> {
  const base = await firstPages(small);
  const ours = await firstPages(large);
  return [
    ratioFigure('first page of list at 1,000,000 rows', 'itself at 10,000', ours.list, base.list, 2),
    ratioFigure('first page of search at 1,000,000 rows', 'itself at 10,000', ours.search, base.search, 2),
  ];
}
