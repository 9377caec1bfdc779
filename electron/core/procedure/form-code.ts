// The short code at the foot of a procedure's form: the same list gives the same code, a list changed after printing another.

import { hash } from 'node:crypto';
import { canonicalJson } from '../../../shared/evidence/canonical-json.ts';
import { getRow } from '../register/read.ts';
import type { VaultSession } from '../vault/session.ts';
import type { Run } from './read-run.ts';

/** SHA-256 of what the form asks to be signed: number, procedure, and what is proposed for every record. Hex, lower case. */
export function formDigest(session: VaultSession, run: Run): string {
  const secrets = session.registry.byKey('secret');
  const items = run.items.map((item) => [
    item.position ?? 0,
    String(item.secret),
    String(getRow(session, secrets, String(item.secret)).number ?? ''),
    item.request ?? '',
    item.proposed_level ?? '',
    item.proposed_term ?? '',
    item.proposed_scope ?? '',
  ]);
  const [number, title, reason, template] = [run.row.number, run.row.title, run.row.reason, run.row.template].map(
    (value) => value ?? '',
  );
  return hash('sha256', canonicalJson({ format: 'midian/form/1', number, title, reason, template, items }), 'hex');
}

/** The first eight digits of a form's digest as they stand on paper: `3F2A-91C0`. */
export function formCode(digest: string): string {
  return `${digest.slice(0, 4)}-${digest.slice(4, 8)}`.toUpperCase();
}
