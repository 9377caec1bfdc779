// Kills a working process at random moments and looks at what is left. Used by the suite and, with more kills, by bench.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { getRow } from '../../../electron/core/register/read.ts';
import { checkVault } from '../../../electron/core/vault/check-task.ts';
import { closeVault } from '../../../electron/core/vault/open.ts';
import type { VaultSession } from '../../../electron/core/vault/session.ts';
import { coreV8Flags } from '../../../electron/host/core-flags.ts';
import { makeVault, quietJob, type TestVault, withSession } from './vaults.ts';

export interface CrashKeys {
  userId: string;
  identity: string;
  recipient: string;
  signKey: string;
  signPublicKey: string;
  databaseKey: string;
}

interface Acknowledged {
  kind: 'ready' | 'import' | 'edit' | 'attach' | 'lock';
  mark?: string;
  rows?: number;
  id?: string;
  version?: number;
  note?: string | null;
  owner?: string;
}

const child = fileURLToPath(new URL('./crash-child.ts', import.meta.url));
const longestRunMs = 350;

/** Keys passed to the child: key derivation is tested elsewhere and would only slow the kills down. */
function keysOf(session: VaultSession): CrashKeys {
  return {
    userId: session.user.id,
    identity: session.keys.identity,
    recipient: session.keys.recipient,
    signKey: session.keys.signKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    signPublicKey: session.keys.signPublicKey.toString('base64'),
    databaseKey: session.databaseKey.toString('base64'),
  };
}

async function killOnce(vault: TestVault, keys: CrashKeys, lane: string, run: number): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  const input = JSON.stringify({ folder: vault.folder, base: vault.base, lane, keys, run });
  const worker = spawn(process.execPath, [...coreV8Flags(), child], {
    env: { ...process.env, CRASH_INPUT: input },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let failure = '';
  worker.stderr.on('data', (chunk) => {
    failure += String(chunk);
  });
  const lines = createInterface({ input: worker.stdout });
  lines.on('line', (line) => {
    acknowledged.push(JSON.parse(line) as Acknowledged);
    if (acknowledged.length === 1) setTimeout(() => worker.kill('SIGKILL'), Math.random() * longestRunMs);
  });
  const [code] = (await once(worker, 'exit')) as [number | null];
  if (code !== null) throw new Error(`the process ended by itself with ${code}: ${failure}`);
  return acknowledged;
}

/** Problems seen after a kill; none is expected. */
async function problemsAfter(
  vault: TestVault,
  session: VaultSession,
  acknowledged: readonly Acknowledged[],
  thorough: boolean,
): Promise<string[]> {
  const problems: string[] = [];
  const definition = session.registry.byKey('secret');
  for (const item of acknowledged) {
    if (item.kind === 'edit') {
      const row = getRow(session, definition, item.id as string);
      if (row.version < (item.version as number)) problems.push(`edit of ${item.id} lost`);
      if (row.version === item.version && row.note !== item.note) problems.push(`edit of ${item.id} changed`);
    }
    if (item.kind === 'attach' && !session.db.prepare('SELECT 1 FROM attachment WHERE owner_id = ?').get(item.owner))
      problems.push(`attachment of ${item.owner} lost`);
  }
  const byMark = new Map<string, number>();
  for (const number of session.db
    .prepare("SELECT number FROM secret WHERE name LIKE '秘点 %'")
    .pluck()
    .all() as string[]) {
    const mark = number.slice(0, number.lastIndexOf('-'));
    byMark.set(mark, (byMark.get(mark) ?? 0) + 1);
  }
  for (const [mark, rows] of byMark) if (rows !== 40) problems.push(`import ${mark} has ${rows} of 40 rows`);
  for (const item of acknowledged)
    if (item.kind === 'import' && byMark.get(item.mark as string) !== item.rows)
      problems.push(`import ${item.mark} lost`);
  const files = new Set(readdirSync(join(vault.folder, 'files')));
  const named = session.db.prepare('SELECT file_id FROM attachment').pluck().all() as string[];
  for (const id of named) if (!files.delete(`${id}.age`)) problems.push(`file ${id} lost`);
  if (files.size > 0) problems.push(`orphan files: ${[...files].join(' ')}`);
  if (thorough)
    problems.push(
      ...(await checkVault(session, quietJob)).problems.map(({ code, params }) => `${code} ${JSON.stringify(params)}`),
    );
  return problems;
}

/** Kills `kills` times on one vault; returns every problem found and how much was acknowledged in all. */
export async function crashLane(
  lane: string,
  kills: number,
): Promise<{ problems: string[]; acknowledged: Record<string, number> }> {
  const vault = await makeVault();
  const acknowledged: Record<string, number> = {};
  try {
    const keys = await withSession(vault, keysOf);
    const problems: string[] = [];
    for (let run = 0; run < kills && problems.length === 0; run += 1) {
      const lines = await killOnce(vault, keys, lane, run);
      for (const { kind } of lines) acknowledged[kind] = (acknowledged[kind] ?? 0) + 1;
      const session = await vault.open();
      // Comparing every revision grows with the vault: each tenth time, and at the end.
      const thorough = run % 10 === 9 || run === kills - 1;
      problems.push(
        ...(await problemsAfter(vault, session, lines, thorough)).map((problem) => `kill ${run}: ${problem}`),
      );
      closeVault(session);
      for (const name of readdirSync(vault.base)) if (/\.(csv|bin)$/.test(name)) rmSync(join(vault.base, name));
    }
    return { problems, acknowledged };
  } finally {
    vault.remove();
  }
}
