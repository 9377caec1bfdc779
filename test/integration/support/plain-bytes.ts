// The bytes of a vault as somebody with its key would search them.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import type { VaultSession } from '../../../electron/core/vault/session.ts';

/** Every byte of the vault's folder with the database decrypted in place, free pages and log included. */
export function plainBytes(session: Pick<VaultSession, 'folder' | 'databaseKey'>): Buffer {
  const copy = mkdtempSync(join(tmpdir(), 'midian-plain-'));
  try {
    cpSync(session.folder, copy, { recursive: true });
    const db = new Database(join(copy, 'vault.db'));
    db.pragma("cipher='sqlcipher'");
    db.pragma('legacy=4');
    db.pragma(`key="x'${session.databaseKey.toString('hex')}'"`);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.pragma('journal_mode = DELETE');
    // Rewrites every page without a key, those on the free list too.
    db.pragma("rekey=''");
    db.close();
    const files = readdirSync(copy, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return Buffer.concat(files.map((entry) => readFileSync(join(entry.parentPath, entry.name))));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
