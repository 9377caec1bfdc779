// Handlers of the time-stamp routes. They write only through the functions of this folder, one transaction each.
import { basename } from 'node:path';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { AppError } from '../../../shared/contract/envelope.ts';
import { readCertificateFile } from '../../../shared/evidence/certificate-file.ts';
import { type Handlers, requireSession } from '../router.ts';
import type { CoreState } from '../state.ts';
import { resolveToken } from '../vault/handlers.ts';
import type { VaultSession } from '../vault/session.ts';
import { chooseAuthorities, withdrawAuthority } from './authorities.ts';
import { importToken, readSmallFile } from './import-token.ts';
import { requestStamp, saveRequest, saveToken } from './request-stamp.ts';
import { allRequests, allTokens, chosenAuthorities, type RequestRow, type TokenRow } from './store.ts';
import { verifyStamps } from './verify-stamps.ts';

type StampRoute = Extract<keyof Handlers, `stamp.${string}`>;
type Listed = RouteOutput<'stamp.list'>;

function requestView(row: RequestRow, tokens: readonly TokenRow[]): Listed['requests'][number] {
  const { id, kind, subject, name, imprint, requestedAtMs, requestedBy } = row;
  return {
    id,
    kind,
    subject,
    name,
    imprint: imprint.toString('hex'),
    requestedAtMs,
    requestedBy,
    tokens: tokens.map((token) => ({
      id: token.id,
      genTimeMs: token.genTimeMs,
      serial: token.serial,
      policy: token.policy,
      authority: token.authority,
      trusted: token.trusted === 1,
      problem: token.problem as Listed['requests'][number]['tokens'][number]['problem'],
      importedAtMs: token.importedAtMs,
      importedBy: token.importedBy,
    })),
  };
}

/** A session that may write now: no job holds the write transaction. */
function writable(state: CoreState): VaultSession {
  const writing = state.jobs.writing();
  if (writing) throw new AppError('busy', { job: writing.kind, subject: writing.subject });
  return requireSession(state);
}

const changed = (state: CoreState) => state.dependencies.emit({ type: 'changed', registers: [], headSize: 0 });

export const stampHandlers: Pick<Handlers, StampRoute> = {
  'stamp.list': (state, { kind, subjects }) => {
    const { db } = requireSession(state);
    const wanted = subjects === null ? null : new Set(subjects);
    const byRequest = Map.groupBy(allTokens(db), ({ request }) => request);
    return {
      requests: allRequests(db)
        .filter((row) => (kind === null || row.kind === kind) && (wanted === null || wanted.has(row.subject)))
        .map((row) => requestView(row, byRequest.get(row.rid) ?? [])),
      authorities: chosenAuthorities(db).map(({ id, name, sha256, validFromMs, validUntilMs, chosenAtMs }) => ({
        id,
        name,
        sha256,
        validFromMs,
        validUntilMs,
        chosenAtMs,
      })),
    };
  },
  'stamp.request': async (state, { subject, target }) => {
    const path = resolveToken(state, target);
    const { id } = requestStamp(writable(state), subject, path);
    changed(state);
    return { id, name: basename(path) };
  },
  'stamp.saveRequest': async (state, { id, target }) => {
    saveRequest(requireSession(state), id, resolveToken(state, target));
    return {};
  },
  'stamp.saveToken': async (state, { id, target }) => {
    saveToken(requireSession(state), id, resolveToken(state, target));
    return {};
  },
  'stamp.import': async (state, { files }) => {
    const session = writable(state);
    const result: RouteOutput<'stamp.import'> = { imported: [], refused: [] };
    for (const path of files.map((token) => resolveToken(state, token))) {
      const name = basename(path);
      try {
        const { id, kind, genTimeMs, authority, trusted } = await importToken(session, path);
        result.imported.push({ name, id, kind, genTimeMs, authority, trusted });
      } catch (cause) {
        if (!(cause instanceof AppError)) throw cause;
        result.refused.push({ name, code: cause.code, params: cause.params });
      }
    }
    if (result.imported.length > 0) changed(state);
    return result;
  },
  'stamp.verify': async (state, { authorities }) => {
    const session = requireSession(state);
    const files = authorities.map((token) => {
      const path = resolveToken(state, token);
      const bytes = readSmallFile(path);
      if (readCertificateFile(bytes).length === 0)
        throw new AppError('stamp_certificate_unreadable', { name: basename(path) });
      return bytes;
    });
    const tokens = await verifyStamps(session, chosenAuthorities(session.db), files);
    return { ok: tokens.every(({ problem }) => problem === null || problem === 'authority_not_chosen'), tokens };
  },
  'stamp.chooseAuthority': async (state, { file }) => {
    const chosen = await chooseAuthorities(writable(state), resolveToken(state, file));
    changed(state);
    return { chosen };
  },
  'stamp.withdrawAuthority': async (state, { id }) => {
    await withdrawAuthority(writable(state), id);
    changed(state);
    return {};
  },
};
