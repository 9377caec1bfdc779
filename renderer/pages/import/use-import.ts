// One import as the page holds it: the session in the core, its summary, and what was typed or decided. Every change goes
// to the core and comes back as a new summary; `version` tells the sheet to read its rows again.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { PathToken } from '../../../shared/contract/bridge.ts';
import type { RouteInput } from '../../../shared/contract/contract.ts';
import type { ImportRow, ImportSummary } from '../../../shared/contract/routes/import.ts';
import { asCallError, call } from '../../api/client.ts';
import { type ResultOf, runJob } from '../../api/jobs.ts';
import { useLanguage } from '../../i18n/format.ts';

export type Configuration = Omit<RouteInput<'import.configure'>, 'importId'>;
export type Decision = RouteInput<'import.decide'>['decision'];

export interface ImportModel {
  summary: ImportSummary | null;
  version: number;
  isBusy: boolean;
  failure: unknown;
  /** Texts of cells before they were typed over, by `row,column`. */
  typed: ReadonlyMap<string, string>;
  decisions: readonly Decision[];
  /** Something would be lost by leaving. */
  isTouched: boolean;
  open: (register: string, file: PathToken) => Promise<ImportSummary | null>;
  configure: (configuration: Configuration) => Promise<ImportSummary | null>;
  edit: (row: number, column: number, before: string, text: string) => Promise<ImportRow | null>;
  decide: (decision: Decision) => Promise<ImportSummary | null>;
  commit: (stateSecretDeclared: boolean) => Promise<ResultOf<'import.commit'> | null>;
}

/** The key of a cell among those typed over. */
export function cellKey(row: number, column: number): string {
  return `${row},${column}`;
}

function closeSession(importId: string): void {
  // The page goes on without it; a session that is gone already is closed.
  void call('import.close', { importId }).catch(() => {});
}

/** The import of the page; closed with it. */
export function useImport(): ImportModel {
  const { language } = useLanguage();
  const [summary, setSummary] = useState<ImportSummary | null>(null);
  const [version, setVersion] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  const [decisions, setDecisions] = useState<readonly Decision[]>([]);
  const [isMapped, setMapped] = useState(false);
  const importId = useRef<string | null>(null);
  const isGone = useRef(false);

  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      if (importId.current !== null) closeSession(importId.current);
    };
  }, []);

  /** Runs one call at a time; null where it failed, with the failure kept for the page. */
  const run = useCallback(async <T>(work: () => Promise<T>): Promise<T | null> => {
    setBusy(true);
    setFailure(null);
    try {
      return await work();
    } catch (error) {
      setFailure(asCallError(error));
      return null;
    } finally {
      setBusy(false);
    }
  }, []);

  const take = useCallback((next: ImportSummary): ImportSummary => {
    setSummary(next);
    setVersion((known) => known + 1);
    return next;
  }, []);

  const id = () => importId.current ?? '';
  return {
    summary,
    version,
    isBusy,
    failure,
    typed,
    decisions,
    isTouched: typed.size > 0 || decisions.length > 0 || isMapped,
    open: (register, file) =>
      run(async () => {
        const next = await call('import.open', { register, file: file.token });
        if (isGone.current) {
          closeSession(next.importId);
          return null;
        }
        if (importId.current !== null) closeSession(importId.current);
        importId.current = next.importId;
        setTyped(new Map());
        setDecisions([]);
        setMapped(false);
        return take(next);
      }),
    configure: (configuration) =>
      run(async () => {
        const next = await call('import.configure', { importId: id(), ...configuration });
        if (configuration.mapping) setMapped(true);
        if (configuration.sheet !== undefined || configuration.headerRow !== undefined) setTyped(new Map());
        return take(next);
      }),
    edit: (row, column, before, text) =>
      run(async () => {
        const answer = await call('import.edit', { importId: id(), row, column, text, language });
        const key = cellKey(row, column);
        setTyped((known) => (known.has(key) ? known : new Map(known).set(key, before)));
        take(answer.summary);
        return answer.row;
      }),
    decide: (decision) =>
      run(async () => {
        const next = await call('import.decide', { importId: id(), decision });
        setDecisions((known) => [...known, decision]);
        return take(next);
      }),
    commit: (stateSecretDeclared) =>
      run(() => runJob('import.commit', { importId: id(), stateSecretDeclared, rememberMapping: true })),
  };
}
