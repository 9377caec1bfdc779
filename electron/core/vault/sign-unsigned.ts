// A vault of an earlier version has compartments and grants without signed statements: the founder, still alone, signs them.
import { hash } from 'node:crypto';
import { writeTransaction } from '../register/write-context.ts';
import { ownIssuer, sessionCertificates } from './certify.ts';
import { insertGrant, prepareGrants, signCompartment } from './compartments.ts';
import { reopenCompartments, type VaultSession } from './session.ts';

/** Signs what nobody signed yet; does nothing in a vault of this version. */
export async function signUnsigned(session: VaultSession): Promise<void> {
  const { db, user, keys } = session;
  if (sessionCertificates(session).rows.size > 1) return;
  const unsigned = db.prepare('SELECT rid FROM compartment WHERE certificate IS NULL').pluck().all() as number[];
  const held = session.compartments.filter(({ rid, identity }) => unsigned.includes(rid) && identity !== null);
  if (held.length === 0) return;
  const owner = { rid: user.rid, id: user.id, recipient: keys.recipient };
  const grants = await Promise.all(held.map(({ identity }) => prepareGrants(identity as string, [owner])));
  writeTransaction(session, ({ journal }) => {
    const signer = ownIssuer(session);
    const { atMs } = journal;
    for (const [index, { rid, id, generation, rank, recipient }] of held.entries()) {
      const { text, signature } = signCompartment({ id, generation, rank, recipient, atMs }, signer.signKey);
      db.prepare('UPDATE compartment SET certificate = ?, signature = ?, certified_by = ? WHERE rid = ?').run(
        text,
        signature,
        signer.certificate,
        rid,
      );
      db.prepare('DELETE FROM compartment_grant WHERE compartment = ?').run(rid);
      for (const grant of grants[index] ?? []) insertGrant(db, { rid, id, generation }, grant, signer, atMs);
      journal.append({
        action: 'compartment.certified',
        detail: { compartment: id, generation, recipient, statement: hash('sha256', text) },
      });
    }
  });
  await reopenCompartments(session);
}
