// The command that changes the vault's settings. A scheme with a grade that had no compartment gets one.
import { AppError } from '../../../shared/contract/envelope.ts';
import type { Canonical } from '../../../shared/evidence/canonical-json.ts';
import { type GradingScheme, gradingSchemes } from '../../../shared/levels.ts';
import { isNumberPattern } from '../../../shared/values/number-pattern.ts';
import { prepared } from '../db/prepared.ts';
import type { Handlers } from '../router.ts';
import { ownIssuer, sessionCertificates } from './certify.ts';
import {
  compartmentsOfScheme,
  insertCompartment,
  insertGrant,
  maySignFor,
  type PreparedCompartment,
  type PreparedGrant,
  prepareCompartments,
  prepareGrants,
} from './compartments.ts';
import { rememberPolicy } from './open.ts';
import { recoveryHolder } from './recovery.ts';
import type { VaultSession } from './session.ts';
import { type VaultSettings, writeSettings } from './settings.ts';

/** Compartments made for the grades of a scheme, before the transaction that needs them. */
const made = new WeakMap<object, { compartment: PreparedCompartment; grants: PreparedGrant[] }[]>();

function schemeOf(session: VaultSession, key: string | undefined): GradingScheme {
  return gradingSchemes.find((scheme) => scheme.key === key) ?? session.settings.scheme;
}

function missingIn(session: VaultSession, scheme: GradingScheme) {
  return compartmentsOfScheme(scheme).filter(({ rank }) => !session.compartments.some((known) => known.rank === rank));
}

function requireGradesUnused(session: VaultSession, scheme: GradingScheme): void {
  const lost = session.settings.scheme.grades.filter(({ code }) => !scheme.grades.some((grade) => grade.code === code));
  const inUse = lost.find(({ code }) => prepared(session.db, 'SELECT 1 FROM secret WHERE level = ? LIMIT 1').get(code));
  if (inUse) throw new AppError('value_invalid', { field: 'scheme', grade: inUse.label.zh });
}

export const settingsHandler: Handlers['vault.settings'] = {
  prepare: async (session, input) => {
    const missing = missingIn(session, schemeOf(session, input.scheme));
    if (missing.length === 0) return;
    // Who may not sign for compartments must leave the scheme to an officer.
    if (!maySignFor(sessionCertificates(session).users.get(session.user.rid)))
      throw new AppError('officer_unconfirmed');
    const { user, keys } = session;
    const owners = [{ rid: user.rid, id: user.id, recipient: keys.recipient }, recoveryHolder(session)].filter(
      (owner) => owner !== null,
    );
    const compartments = await prepareCompartments(missing, session.now());
    made.set(
      input,
      await Promise.all(
        compartments.map(async (compartment) => ({
          compartment,
          grants: await prepareGrants(compartment.identity, owners),
        })),
      ),
    );
  },
  run: (context, input) => {
    const { session, journal } = context;
    for (const [register, pattern] of Object.entries(input.numberPatterns ?? {}))
      if (!isNumberPattern(pattern)) throw new AppError('value_invalid', { field: 'numberPatterns', register });
    // Whether content may be sealed with one officer alone is the office's to answer for, not the administrator's.
    if (input.singleOfficerReason !== undefined && !session.user.roles.includes('officer'))
      throw new AppError('role_missing', { route: 'vault.settings' });
    const scheme = schemeOf(session, input.scheme);
    requireGradesUnused(session, scheme);
    const next: VaultSettings = {
      ...session.settings,
      scheme,
      numberPatterns: { ...session.settings.numberPatterns, ...input.numberPatterns },
      ...(input.singleOfficerReason === undefined ? {} : { singleOfficerReason: input.singleOfficerReason }),
      ...(input.policy === undefined ? {} : { policy: input.policy }),
    };
    writeSettings(session.db, next);
    const detail: Record<string, Canonical> = { scheme: scheme.key, numberPatterns: { ...next.numberPatterns } };
    if (input.singleOfficerReason !== undefined) detail.singleOfficerReason = input.singleOfficerReason;
    if (input.policy !== undefined) detail.policy = { ...input.policy };
    journal.append({ action: 'vault.settingsChanged', detail });
    const added = (made.get(input) ?? []).map(({ compartment, grants }) => {
      const signer = ownIssuer(session);
      const { id, label, rank, recipient, identity } = compartment;
      const { rid, statement } = insertCompartment(session.db, compartment, signer, journal.atMs);
      for (const grant of grants) insertGrant(session.db, { rid, id, generation: 1 }, grant, signer, journal.atMs);
      journal.append({
        action: 'compartment.created',
        detail: { compartment: id, label, recipient, generation: 1, statement },
      });
      return { rid, id, label, rank, generation: 1, recipient, identity };
    });
    session.settings = next;
    rememberPolicy(session);
    session.compartments = [...session.compartments, ...added].toSorted(
      (left, right) => (right.rank ?? -1) - (left.rank ?? -1) || left.rid - right.rid,
    );
    return {};
  },
};
