// What the verifier says: problems by kind and path. Collects, deduplicates and caps; judges nothing.
import type { DisclosureLevel } from '../disclosure.ts';

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
  /** Where it shows a past date: which, and by which reading of it. */
  asOf: { date: string; reading: 'fact' | 'recorded' } | null;
}

/** One time-stamp token: what it is over, and what is known of it. */
export interface TokenFinding {
  /** Path in the bundle, or the name of the file handed over beside it. */
  file: string;
  subject:
    | { kind: 'checkpoint'; size: number }
    | { kind: 'file'; attachment: string; name: string }
    | { kind: 'bundle' };
  /** `broken`: a problem says why. `unchecked`: this verifier cannot read tokens. */
  state: 'holds' | 'broken' | 'unchecked';
  genTimeMs: number | null;
  authority: string | null;
  serial: string | null;
  policy: string | null;
  /** Whether its chain leads to a certificate the person chose. */
  trusted: boolean;
}

/** One value revealed by a disclosure file. */
export interface RevealFinding {
  /** Name of the disclosure file. */
  file: string;
  register: string;
  record: string;
  number: string | null;
  field: string;
  label: { zh: string; en: string };
  value: string | number | boolean;
  /** Who vouches that this was the value: the journal's proof, the bundle's seal alone, or nobody (a problem says why). */
  vouchedBy: 'journal' | 'seal' | null;
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
  /** Values and events of which only the commitment or the leaf is given. */
  withheld: { values: number; events: number };
  tokens: TokenFinding[];
  reveals: RevealFinding[];
}

const maximumProblems = 1000;

export interface ProblemList {
  readonly problems: Problem[];
  add(kind: ProblemKind, path: string, detail?: string | null): void;
  /** How many were found so far. */
  count(): number;
}

/** An empty list; the same problem counts once, and beyond a thousand none is added. */
export function createProblemList(): ProblemList {
  const problems: Problem[] = [];
  const known = new Set<string>();
  return {
    problems,
    count: () => problems.length,
    add: (kind, path, detail = null) => {
      const key = `${kind}\n${path}\n${detail ?? ''}`;
      if (known.has(key) || problems.length >= maximumProblems) return;
      known.add(key);
      problems.push({ kind, path, detail });
    },
  };
}
