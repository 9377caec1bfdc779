// Makes disclosure files as docs/formats/disclosure.md writes them, from an open vault, for the verifier to judge.
import { randomUUID } from 'node:crypto';
import { shownRevision } from '../../../electron/core/document/bundle/chosen-records.ts';
import { planRegister } from '../../../electron/core/document/bundle/disclosure-plan.ts';
import { certificateKeys } from '../../../electron/core/document/bundle/journal-files.ts';
import { revisionEvidence } from '../../../electron/core/document/bundle/revision-evidence.ts';
import { hashBytes } from '../../../electron/core/format/hash-parts.ts';
import { signCheckpoint } from '../../../electron/core/format/signed-note.ts';
import { statementsFor, type TableRow } from '../../../electron/core/register/statements.ts';
import type { VaultSession } from '../../../electron/core/vault/session.ts';
import { disclosureOrigin } from '../../../shared/evidence/bag-paths.ts';
import { type DisclosureFile, type Reveal, sealedText } from '../../../shared/evidence/disclosure-file.ts';

/** The value of a field of a record with the salt of its commitment; sealed fields are not here. */
export function revealOf(session: VaultSession, register: string, number: string, field: string): Reveal {
  const definition = session.registry.byKey(register);
  const columns = statementsFor(session.db, definition).columns.join(', ');
  const row = session.db.prepare(`SELECT ${columns} FROM ${definition.table} WHERE number = ?`).get(number) as TableRow;
  const revision = shownRevision(session, row);
  const { salts } = revisionEvidence(planRegister(definition, 'internal'), row.id, revision);
  return {
    register,
    record: row.id,
    number,
    event: revision.seq,
    field,
    label: definition.fields.find(({ key }) => key === field)?.label as Reveal['label'],
    salt: (salts[field] as Buffer).toString('base64'),
    value: { ...revision.open, ...revision.personal }[field] as Reveal['value'],
  };
}

/** A disclosure signed by the session's user; `spoil` changes it after signing. */
export function discloses(
  session: VaultSession,
  bundle: string,
  reveals: Reveal[],
  spoil: (file: DisclosureFile) => DisclosureFile = (file) => file,
): Buffer {
  const { login } = session.user;
  const said = {
    format: 'midian-disclosure/1' as const,
    id: randomUUID(),
    vault: session.header.vaultId,
    bundle,
    organisation: session.settings.organisation,
    recipient: '江北区人民法院',
    purpose: '举证期限内补充揭示',
    issuedAtMs: session.now(),
    reveals,
    keys: certificateKeys(session, login, null),
  };
  const root = hashBytes(new Uint8Array(), sealedText({ ...said, seal: '' }));
  const origin = disclosureOrigin(said.vault, bundle, said.id);
  const seal = signCheckpoint({ origin, size: reveals.length, root }, login, session.keys.signKey);
  return Buffer.from(JSON.stringify(spoil({ ...said, seal })));
}
