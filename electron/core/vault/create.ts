// Creates a vault: folder, header, schema, first officer, compartments, and the journal's first events.
import { hash, randomBytes, randomUUID, sign } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Role } from '../../../shared/contract/route.ts';
import { type GradingScheme, gradingSchemes } from '../../../shared/levels.ts';
import { checkpointTruncate, openDatabase } from '../db/handle.ts';
import { migrate } from '../db/migrate.ts';
import { keyFingerprint } from '../format/signed-note.ts';
import { uuidv7 } from '../format/uuid.ts';
import { beginAppending } from '../journal/append.ts';
import { signHead } from '../journal/checkpoint.ts';
import { pinyinOrder } from '../register/collation.ts';
import { certificateText } from './certificates.ts';
import {
  compartmentsOfScheme,
  insertCompartment,
  insertGrant,
  prepareCompartments,
  prepareGrants,
} from './compartments.ts';
import { requireSuitableFolder } from './folder.ts';
import { authenticateHeader, syncFolder, vaultFormat, writeHeader } from './header.ts';
import { defaultPolicy, requireStrong } from './password-rules.ts';
import { insertWaiver } from './separation.ts';
import { writeMeta, writeSettings } from './settings.ts';
import { makeSlot, newUserKeys } from './slot.ts';

export const vaultSuffix = '.midian';

export interface NewVault {
  path: string;
  organisation: string;
  officerLogin: string;
  officerName: string;
  password: string;
  scheme: GradingScheme['key'];
  numberPatterns: Record<string, string>;
  stateSecretDeclared: boolean;
  singleOfficerReason: string | null;
  demo: boolean;
}

/** The first officer's roles; the auditor must be somebody else (architecture §8). */
const founderRoles: readonly Role[] = ['system', 'officer', 'approver'];

const founderReason = '建库人兼任系统管理员与商密管理员';

/** The folder a vault path means: its name ends in `.midian`. */
export function vaultFolder(path: string): string {
  const full = resolve(path);
  return full.endsWith(vaultSuffix) ? full : `${full}${vaultSuffix}`;
}

/**
 * Creates a vault and leaves it closed. Either the whole vault is there afterwards or nothing. Throws AppError
 * `vault_exists`, `password_weak`, `state_secret_declaration_needed`, `vault_on_network_folder`,
 * `vault_on_synced_folder`, `vault_folder_read_only`, `disk_full`.
 */
export async function createVault(input: NewVault, migrations: readonly string[], nowMs: number): Promise<string> {
  const folder = vaultFolder(input.path);
  if (!input.stateSecretDeclared) throw new AppError('state_secret_declaration_needed');
  requireStrong(input.password, { login: input.officerLogin, organisation: input.organisation }, defaultPolicy);
  removeInterruptedCreation(folder);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new AppError('vault_exists', { folder: basename(folder) });
  requireSuitableFolder(folder);
  try {
    makeFolders(dirname(folder));
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  } catch (cause) {
    throw new AppError('vault_folder_read_only', { folder: dirname(folder) }, { cause });
  }
  try {
    await fillVault(folder, input, migrations, nowMs);
    return folder;
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    if ((cause as NodeJS.ErrnoException).code === 'ENOSPC') throw new AppError('disk_full', {}, { cause });
    throw cause;
  }
}

/** Not `mkdir` with `recursive`: that never ends where a system answers "no such folder" to making one (/proc). */
function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  makeFolders(dirname(folder));
  mkdirSync(folder);
}

/** A creation that was killed leaves a folder without header, whose database key nobody has: it is cleared away. */
function removeInterruptedCreation(folder: string): void {
  if (!existsSync(join(folder, 'vault.db')) || existsSync(join(folder, 'vault.json'))) return;
  const ours = new Set(['vault.db', 'vault.db-wal', 'vault.db-shm', 'vault.db-journal', 'files', 'backups']);
  const isOurs = readdirSync(folder).every((name) => ours.has(name));
  const isEmpty = ['files', 'backups'].every(
    (name) => !existsSync(join(folder, name)) || readdirSync(join(folder, name)).length === 0,
  );
  if (isOurs && isEmpty) rmSync(folder, { recursive: true, force: true });
}

async function fillVault(folder: string, input: NewVault, migrations: readonly string[], nowMs: number): Promise<void> {
  if (process.platform !== 'win32') chmodSync(folder, 0o700);
  mkdirSync(join(folder, 'files'), { mode: 0o700 });
  mkdirSync(join(folder, 'backups'), { mode: 0o700 });
  const scheme = gradingSchemes.find((candidate) => candidate.key === input.scheme) as GradingScheme;
  const vaultId = randomUUID();
  const databaseKey = randomBytes(32);
  const keys = await newUserKeys();
  const user = { id: uuidv7(nowMs), login: input.officerLogin, name: input.officerName };
  const slot = await makeSlot(vaultId, user, input.password, keys, databaseKey, {
    changedAtMs: nowMs,
    history: [],
  });
  const compartments = await Promise.all(
    (await prepareCompartments(compartmentsOfScheme(scheme), nowMs)).map(async (compartment) => {
      const owner = { rid: 1, id: user.id, recipient: keys.recipient };
      return { compartment, grants: await prepareGrants(compartment.identity, [owner]) };
    }),
  );
  const certificate = certificateText({
    user: user.id,
    login: user.login,
    recipient: keys.recipient,
    signKey: keys.signPublicKey.toString('base64'),
    roles: founderRoles,
    atMs: nowMs,
  });
  const db = openDatabase(join(folder, 'vault.db'), databaseKey, { readOnly: false, mustExist: false });
  try {
    migrate(db, migrations);
    db.transaction(() => {
      writeMeta(db, 'vaultId', vaultId);
      writeMeta(db, 'generation', '1');
      writeMeta(db, 'collation', pinyinOrder());
      writeSettings(db, {
        organisation: input.organisation,
        demo: input.demo,
        scheme,
        numberPatterns: input.numberPatterns,
        holidays: [],
        singleOfficerReason: input.singleOfficerReason,
        stateSecretDeclaredAtMs: nowMs,
        policy: defaultPolicy,
      });
      const signature = sign(null, Buffer.from(certificate), keys.signKey);
      db.prepare(
        `INSERT INTO user (rid, id, login, name, roles, status, recipient, sign_key, certificate, certificate_signature, certified_by)
         VALUES (1, ?, ?, ?, ?, 'active', ?, ?, ?, ?, 1)`,
      ).run(
        user.id,
        user.login,
        user.name,
        JSON.stringify(founderRoles),
        keys.recipient,
        keys.signPublicKey,
        certificate,
        signature,
      );
      const journal = beginAppending(db, user.login, nowMs);
      journal.append({
        action: 'vault.created',
        detail: { vault: vaultId, organisation: input.organisation, scheme: scheme.key, demo: input.demo },
      });
      const seq = journal.append({
        action: 'user.certified',
        detail: {
          user: user.id,
          login: user.login,
          roles: [...founderRoles],
          key: keyFingerprint(keys.signPublicKey),
          certificate: hash('sha256', certificate),
        },
      });
      db.prepare(
        `INSERT INTO user_certificate (rid, user, kind, recipient, sign_key, roles, certificate, signature, certified_by, seq, at)
         VALUES (1, 1, 'founding', ?, ?, ?, ?, ?, 1, ?, ?)`,
      ).run(
        keys.recipient,
        keys.signPublicKey,
        JSON.stringify(founderRoles),
        certificate,
        signature,
        seq,
        journal.atMs,
      );
      journal.append({ action: 'stateSecret.declared', detail: { statement: '库内不存放国家秘密' } });
      // Who makes a vault must be both, until he hands one of them on.
      const waiver = {
        id: uuidv7(nowMs),
        pair: 'clearedSystem' as const,
        reason: input.singleOfficerReason ?? founderReason,
      };
      insertWaiver(db, { ...waiver, user: 1, atMs: journal.atMs, by: 1 });
      const { id, pair, reason } = waiver;
      journal.append({
        action: 'separation.waived',
        detail: { waiver: id, user: user.id, login: user.login, pair, reason },
      });
      const signer = { certificate: 1, userRid: 1, signKey: keys.signKey };
      for (const { compartment, grants } of compartments) {
        const { rid, statement } = insertCompartment(db, compartment, signer, journal.atMs);
        for (const grant of grants)
          insertGrant(db, { ...compartment, rid, generation: 1 }, grant, signer, journal.atMs);
        journal.append({
          action: 'compartment.created',
          detail: {
            compartment: compartment.id,
            label: compartment.label,
            recipient: compartment.recipient,
            generation: 1,
            statement,
          },
        });
      }
      journal.finish();
      signHead(db, {
        origin: `midian/${vaultId}`,
        userRid: 1,
        login: user.login,
        signKey: keys.signKey,
        atMs: journal.atMs,
      });
    })();
    checkpointTruncate(db);
  } finally {
    db.close();
  }
  await writeHeader(
    folder,
    authenticateHeader({ format: vaultFormat, vaultId, generation: 1, slots: [slot] }, databaseKey),
  );
  syncFolder(folder);
}
