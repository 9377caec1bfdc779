import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { createCore } from '../../electron/core/core.ts';
import { headOf } from '../../electron/core/journal/append.ts';
import { importTask } from '../../electron/core/register/import/import-task.ts';
import type { TaskContext } from '../../electron/core/tasks.ts';
import { checkVault } from '../../electron/core/vault/check-task.ts';
import type { VaultSession } from '../../electron/core/vault/session.ts';
import type { CoreEvent } from '../../shared/contract/events.ts';
import { makeVault, password, quietJob, type TestVault, withSession } from './support/vaults.ts';

let vault: TestVault;
afterEach(() => vault.remove());

/** Longer than the half minute the writing thread waits for one that has fallen silent. */
const silenceMs = 120_000;
const options = { grading: 'graded', gradedOn: '2024-01-01' } as const;
const commitInput = { stateSecretDeclared: true, rememberMapping: true };

function ledger(rows: number): string {
  const path = join(vault.base, 'ledger.csv');
  const lines = Array.from(
    { length: rows },
    (_, index) =>
      `商密〔2026〕${index + 1}号,云母带浸渍曲线${index},核心商密,长期,研发部,王若溪,2023-07-10,一区 ${index}℃`,
  );
  writeFileSync(
    path,
    `\uFEFF编号,秘点名称,密级,保密期限,责任部门,责任人,产生日期,秘点内容\r\n${lines.join('\r\n')}\r\n`,
  );
  return path;
}

/** Everything an import writes to. */
function written({ db }: VaultSession) {
  const count = (sql: string) => db.prepare(sql).pluck().get();
  return {
    events: headOf(db),
    secrets: count('SELECT count(*) FROM secret'),
    departments: count('SELECT count(*) FROM department'),
    revisions: count('SELECT count(*) FROM revision'),
    boxes: count('SELECT count(*) FROM sealed_value'),
    keys: count('SELECT count(*) FROM data_key'),
    batches: count('SELECT count(*) FROM import_batch'),
    links: count('SELECT count(*) FROM import_record'),
    mappings: count('SELECT count(*) FROM import_mapping'),
    found: count('SELECT count(*) FROM search'),
    counts: count('SELECT coalesce(sum(records), 0) FROM register_count'),
  };
}

test('a composing thread killed in the midst of an import leaves nothing of it, and the import can be done again', {
  timeout: silenceMs,
}, async () => {
  vault = await makeVault();
  const rows = 6000;
  const threads: Worker[] = [];
  const onThread = (message: unknown) => threads.push((message as { worker: Worker }).worker);
  subscribe('worker_threads', onThread);
  await withSession(vault, async (session) => {
    const task = importTask(session);
    await task.open({ importId: 'test', register: 'secret', path: ledger(rows) }, quietJob);
    await task.configure({ options }, quietJob);
    const before = written(session);
    let killedAt = 0;
    const killing: TaskContext = {
      checkCancelled: () => undefined,
      progress: (done) => {
        if (done < 3000 || killedAt > 0) return;
        killedAt = done;
        expect(written(session).secrets).toBe(done);
        void threads.at(-1)?.terminate();
      },
    };
    await expect(task.commit(commitInput, killing)).rejects.toThrow(/composing thread/);
    unsubscribe('worker_threads', onThread);
    expect(threads).toHaveLength(1);
    expect(killedAt).toBe(3000);
    expect(session.db.inTransaction).toBe(false);
    expect(written(session)).toEqual(before);
    expect((await checkVault(session, quietJob)).problems).toEqual([]);
    expect(await task.commit(commitInput, quietJob)).toMatchObject({ created: rows, departmentsCreated: 1 });
  });
  await withSession(vault, async (session) => {
    expect(written(session)).toMatchObject({ secrets: rows, boxes: rows, links: rows + 1, batches: 1 });
    expect((await checkVault(session, quietJob)).problems).toEqual([]);
  });
});

test('a core locked in the midst of a large import leaves nothing of it; the vault opens and its journal verifies', {
  timeout: silenceMs,
}, async () => {
  vault = await makeVault();
  const before = await withSession(vault, written);
  let onWriting: () => void = () => undefined;
  const writing = new Promise<void>((resolve) => {
    onWriting = resolve;
  });
  const core = createCore({
    registers: vault.registers,
    migrations: vault.migrations,
    profileFolder: vault.profileFolder,
    now: Date.now,
    emit: (event: CoreEvent) => {
      if (event.type === 'job' && event.job.phase === 'write' && event.job.done > 0) onWriting();
    },
    defaultFolder: vault.base,
    version: 'test',
    onLocked: () => undefined,
    logError: () => undefined,
  });
  const call = async (route: string, input: unknown) => {
    const envelope = await core.call(route, input);
    if (!envelope.ok) throw new Error(`${route}: ${envelope.error.code}`);
    return envelope.data as Record<string, unknown>;
  };
  await call('vault.unlock', { path: vault.folder, login: null, password, readOnly: false });
  core.grant('file', ledger(30_000));
  const { importId } = await call('import.open', { register: 'secret', file: 'file' });
  await call('import.configure', { importId, options });
  const { jobId } = await call('import.commit', { importId, ...commitInput });
  await writing;
  await core.lock('user');
  expect(await core.state.jobs.finished(jobId as string)).toMatchObject({ kind: 'import', state: 'cancelled' });
  await withSession(vault, async (session) => {
    const after = written(session);
    // Unlocking and locking leave events of their own.
    expect(after.events.size).toBeGreaterThan(before.events.size);
    expect({ ...after, events: null }).toEqual({ ...before, events: null });
    expect(session.db.prepare(`SELECT count(*) FROM journal WHERE event LIKE '%"import.%'`).pluck().get()).toBe(0);
    expect((await checkVault(session, quietJob)).problems).toEqual([]);
  });
});
