// A disclosure: chosen values that an issued bundle withheld, with their salts, signed. It verifies against the old bundle
// (docs/formats/disclosure.md).
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../../shared/contract/envelope.ts';
import { disclosureOrigin, formats } from '../../../../shared/evidence/bag-paths.ts';
import { type Canonical, canonicalJson } from '../../../../shared/evidence/canonical-json.ts';
import type { FieldValue, RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { databaseError } from '../../db/handle.ts';
import { hashBytes } from '../../format/hash-parts.ts';
import { signCheckpoint } from '../../format/signed-note.ts';
import { uuidv7 } from '../../format/uuid.ts';
import { fileError } from '../../register/attachments/sealed-files.ts';
import { reasonKey } from '../../register/revision.ts';
import { writeTransaction } from '../../register/write-context.ts';
import type { TaskContext } from '../../tasks.ts';
import { syncFolder } from '../../vault/header.ts';
import type { VaultSession } from '../../vault/session.ts';
import { chosenRows, disclosableValues, registerInBundle, shownRevision } from './chosen-records.ts';
import { confirmPassword } from './confirm-password.ts';
import { planRegister } from './disclosure-plan.ts';
import { type BundleIssue, issueById } from './issue.ts';
import { certificateKeys } from './journal-files.ts';
import { openedOf, openRecord, sealedOf } from './opened-content.ts';
import { revisionEvidence } from './revision-evidence.ts';
import { type BundleView, pastView } from './view.ts';

/** Fields of one record of the bundle that are to be shown. */
export interface RevealChoice {
  register: string;
  /** Id of the record. */
  record: string;
  fields: readonly string[];
}

export interface DisclosureRequest {
  /** Id of the bundle. */
  bundle: string;
  /** Full path of the file; nothing may be there yet. */
  target: string;
  reveals: readonly RevealChoice[];
  recipient: string;
  purpose: string;
  password: string;
}

interface Reveal {
  register: string;
  record: string;
  number: string | null;
  event: number;
  field: string;
  label: { zh: string; en: string };
  salt: string;
  value: FieldValue;
}

function labelOf(definition: RegisterDefinition, field: string): { zh: string; en: string } {
  if (field === reasonKey) return { zh: '变更原因', en: 'Reason of the change' };
  const found = definition.fields.find(({ key }) => key === field || `${key}Id` === field);
  return found?.label ?? { zh: field, en: field };
}

/** Keys of the values a record of the bundle withheld and the vault still has. */
export function withheldKeys(view: BundleView, issue: BundleIssue, definition: RegisterDefinition, rid: number) {
  const row = view.row(definition, rid);
  const revision = shownRevision(view.session, row);
  const plan = planRegister(definition, issue.level);
  const opened = issue.registers.find(({ register }) => register === definition.key)?.opened.includes(row.id) ?? false;
  const values = Object.keys(disclosableValues(revision)).filter((key) => !plan.given.has(key));
  const sealed = opened ? [] : Object.keys(sealedOf(revision.kept));
  return { row, keys: [...values, ...sealed] };
}

async function revealsOf(view: BundleView, issue: BundleIssue, choice: RevealChoice): Promise<Reveal[]> {
  const { session } = view;
  const chosen = issue.registers.find(({ register }) => register === choice.register);
  const definition = registerInBundle(session, choice.register);
  const found = chosen && view.byId(definition, choice.record);
  if (!found || !chosenRows(view, definition, chosen.filters).includes(found.rid))
    throw new AppError('disclosure_nothing', { register: choice.register });
  if (view.isFrozen(found.rid)) throw new AppError('record_frozen', { number: found.number });
  const { row, keys } = withheldKeys(view, issue, definition, found.rid);
  const revision = shownRevision(session, row);
  const values = disclosableValues(revision);
  const sealedAsked = choice.fields.some((field) => Object.hasOwn(revision.kept, field));
  const opened = sealedAsked ? await openRecord(session, definition, row) : null;
  const { salts } = revisionEvidence(planRegister(definition, issue.level), row.id, revision);
  return choice.fields.map((field) => {
    if (revision.kept[field]?.erased === true)
      throw new AppError('value_erased', { field, number: row.number ?? row.id });
    if (!keys.includes(field)) throw new AppError('disclosure_nothing', { register: choice.register, field });
    const sealed = opened && openedOf(new Map([[row.rid, opened]]), row.rid)[field];
    const salt = sealed ? sealed.salt : (salts[field] as Buffer);
    return {
      register: definition.key,
      record: row.id,
      number: row.number,
      event: revision.seq,
      field,
      label: labelOf(definition, field),
      salt: salt.toString('base64'),
      value: sealed ? sealed.value : (values[field] as FieldValue),
    };
  });
}

/** The file's text: what the seal signs is everything but seal and keys. */
function disclosureText(session: VaultSession, issue: BundleIssue, request: DisclosureRequest, reveals: Reveal[]) {
  const issuedAtMs = session.now();
  const id = uuidv7(issuedAtMs);
  const signed = {
    bundle: issue.id,
    id,
    issuedAtMs,
    organisation: session.settings.organisation,
    purpose: request.purpose.normalize('NFC').trim(),
    recipient: request.recipient.normalize('NFC').trim(),
    reveals: reveals as unknown as Canonical,
    vault: session.header.vaultId,
  };
  const seal = signCheckpoint(
    {
      origin: disclosureOrigin(session.header.vaultId, issue.id, id),
      size: reveals.length,
      root: hashBytes(new Uint8Array(), canonicalJson(signed)),
    },
    session.user.login,
    session.keys.signKey,
  );
  const keys = certificateKeys(session, session.user.login, null);
  return { id, text: `${JSON.stringify({ format: formats.disclosure, ...signed, seal, keys }, null, 1)}\n` };
}

/**
 * Writes a disclosure file and records it. Throws AppError `bundle_unknown`, `disclosure_nothing` where the bundle did not
 * withhold what is asked, `value_erased`, `record_frozen`, `sealed_no_clearance`, `password_wrong`, `path_exists`, `disk_full`.
 */
export async function writeDisclosure(
  session: VaultSession,
  request: DisclosureRequest,
  job: TaskContext,
): Promise<{ name: string; reveals: number; disclosure: string }> {
  const { target } = request;
  if (session.readOnly) throw new AppError('read_only');
  if (existsSync(target)) throw new AppError('path_exists', { name: basename(target) });
  const { issue } = issueById(session, request.bundle);
  await confirmPassword(session, request.password);
  const view = pastView(session, issue.asOf, issue.checkpointSize);
  const reveals: Reveal[] = [];
  for (const choice of request.reveals) {
    job.checkCancelled();
    reveals.push(...(await revealsOf(view, issue, choice)));
  }
  if (reveals.length === 0) throw new AppError('disclosure_nothing', { register: '' });
  const { id, text } = disclosureText(session, issue, request, reveals);
  const partial = `${target}.${randomUUID().slice(0, 8)}.part`;
  let isNamed = false;
  try {
    writeFileSync(partial, text, { flag: 'wx', mode: 0o600 });
    const handle = openSync(partial, 'r+');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    writeTransaction(session, ({ journal }) => {
      for (const { register, record, number, field } of reveals) {
        const isSealed = session.registry
          .byKey(register)
          .fields.some(({ key, class: kind }) => key === field && kind === 'sealed');
        if (isSealed)
          journal.append(
            {
              action: 'sealed.opened',
              register,
              record,
              ...(number === null ? {} : { number }),
              detail: { fields: [field], disclosure: id },
            },
            record,
          );
      }
      journal.append({
        action: 'bundle.disclosed',
        register: 'bundle',
        record: issue.id,
        number: issue.number,
        detail: {
          disclosure: id,
          recipient: request.recipient,
          purpose: request.purpose,
          reveals: reveals.map(({ register, record, field }) => ({ register, record, field })),
        },
      });
      if (existsSync(target)) throw new AppError('path_exists', { name: basename(target) });
      renameSync(partial, target);
      isNamed = true;
    });
    syncFolder(dirname(target));
  } catch (cause) {
    rmSync(partial, { force: true });
    if (isNamed) rmSync(target, { force: true });
    throw fileError(databaseError(cause), basename(target));
  }
  return { name: basename(target), reveals: reveals.length, disclosure: id };
}
