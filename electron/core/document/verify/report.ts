// What the verifier says: problems by kind and path. Collects, deduplicates and caps; judges nothing.
import type { DisclosureLevel } from '../../../../shared/disclosure.ts';

export type ProblemKind = 'changed' | 'missing' | 'extra' | 'renamed' | 'proof' | 'format';

export interface Problem {
  kind: ProblemKind;
  path: string;
  /** Of a renamed file: where it is now. Else a code, followed by what it is about: `record_differs 商密〔2026〕001号`. */
  detail: string | null;
}

/** What the bundle says of itself; worth as much as its seal. */
export interface AboutBundle {
  id: string;
  organisation: string;
  level: DisclosureLevel;
  recipient: string;
  purpose: string;
  issuedAtMs: number;
  demo: boolean;
}

export interface VerifyReport {
  ok: boolean;
  /** Files looked at. */
  files: number;
  /** Journal events whose proofs were followed. */
  events: number;
  problems: Problem[];
  /** Login whose key signed; null where no signature held. */
  signedBy: string | null;
  fingerprint: string | null;
  about: AboutBundle | null;
}

const maximumProblems = 1000;

export interface ProblemList {
  readonly problems: Problem[];
  add(kind: ProblemKind, path: string, detail?: string | null): void;
}

/** An empty list; the same problem counts once, and beyond a thousand none is added. */
export function createProblemList(): ProblemList {
  const problems: Problem[] = [];
  const known = new Set<string>();
  return {
    problems,
    add: (kind, path, detail = null) => {
      const key = `${kind}\n${path}\n${detail ?? ''}`;
      if (known.has(key) || problems.length >= maximumProblems) return;
      known.add(key);
      problems.push({ kind, path, detail });
    },
  };
}
