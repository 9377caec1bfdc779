// Checkpoints and seals as signed notes (C2SP signed-note and tlog-checkpoint): their text, their key ids, their opening.
import { base64Of, bytesOfBase64, concatBytes, equalBytes, hexOf, type Sha256, utf8 } from './hashing.ts';

/** What a note says: this journal or bundle, this many events or lines, this root. */
export interface Checkpoint {
  /** `midian/<vault id>` for a journal: tells journals apart. */
  origin: string;
  size: number;
  root: Uint8Array;
}

const ed25519Algorithm = 0x01;

/** Text of a checkpoint: origin, size, base64 root, each on a line (C2SP tlog-checkpoint). */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${base64Of(root)}\n`;
}

/** The four bytes by which a signature line names its key (C2SP signed-note). */
export function noteKeyId(sha256: Sha256, name: string, rawKey: Uint8Array): Uint8Array {
  return sha256(concatBytes(utf8(`${name}\n`), new Uint8Array([ed25519Algorithm]), rawKey)).subarray(0, 4);
}

/** The key a person compares by telephone: SHA-256 of the raw public key, in groups of four hex digits. */
export function fingerprintOf(sha256: Sha256, rawKey: Uint8Array): string {
  return (hexOf(sha256(rawKey)).toUpperCase().slice(0, 32).match(/.{4}/g) as string[]).join(' ');
}

/** Fingerprints compare without spaces and case. */
export function isSameFingerprint(left: string, right: string): boolean {
  const bare = (text: string) => text.replace(/[\s:-]/g, '').toUpperCase();
  return bare(left) !== '' && bare(left) === bare(right);
}

export type NoteFault = 'note_malformed' | 'signature_wrong' | 'signature_missing';

/** What a note says, its signatures unread; null where it is no note. */
export function parseNote(note: string): { checkpoint: Checkpoint; signatures: string[] } | null {
  const parts = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n\n((?:— \S+ [A-Za-z0-9+/=]+\n)+)$/u.exec(note);
  const root = parts && bytesOfBase64(parts[3] as string);
  if (!parts || !root) return null;
  return {
    checkpoint: { origin: parts[1] as string, size: Number(parts[2]), root },
    signatures: (parts[4] as string).trimEnd().split('\n'),
  };
}

/** Parses a note and checks the signature of `keyName`; other signature lines are ignored. */
export function openNote(
  using: { sha256: Sha256; verifyEd25519(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean },
  note: string,
  keyName: string,
  rawKey: Uint8Array,
): Checkpoint | NoteFault {
  const parsed = parseNote(note);
  if (!parsed) return 'note_malformed';
  const { checkpoint, signatures } = parsed;
  for (const line of signatures) {
    const [, name, encoded] = line.split(' ');
    const blob = bytesOfBase64(encoded as string);
    if (name !== keyName || !blob || !equalBytes(blob.subarray(0, 4), noteKeyId(using.sha256, keyName, rawKey)))
      continue;
    return using.verifyEd25519(rawKey, utf8(checkpointText(checkpoint)), blob.subarray(4))
      ? checkpoint
      : 'signature_wrong';
  }
  return 'signature_missing';
}
