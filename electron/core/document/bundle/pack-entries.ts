// Packs a bundle's entries into the ZIP and notes the digests of each. Knows nothing of what is in them.
import type { Digests } from '../../../../shared/evidence/hashing.ts';
import { storedZip, type ZipTime } from '../../format/stored-zip.ts';
import { createDigestSink } from '../../register/attachments/file-digests.ts';
import type { BundleIssue } from './issue.ts';

type Text = string | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** A file of the bag, opened when it is its turn, so that later ones may tell of earlier ones. */
export type Entry = { path: string } & (
  | { source: () => Text }
  /** Bytes checked by who gives them, and what they digest to. */
  | { checked: () => AsyncIterable<Uint8Array>; sizeBytes: number; digests: Pick<Digests, 'sha256' | 'sm3'> }
);

const chunkCharacters = 1 << 16;

async function* inChunks(source: Text): AsyncGenerator<Uint8Array> {
  if (typeof source === 'string') {
    yield Buffer.from(source);
    return;
  }
  let pending = '';
  for await (const piece of source) {
    if (typeof piece !== 'string') {
      yield piece;
      continue;
    }
    pending += piece;
    if (pending.length < chunkCharacters) continue;
    yield Buffer.from(pending);
    pending = '';
  }
  if (pending !== '') yield Buffer.from(pending);
}

/** Passes bytes on and notes their digests under the path. */
async function* digested(entry: Entry, digests: Map<string, Digests>): AsyncGenerator<Uint8Array> {
  if ('checked' in entry) {
    yield* entry.checked();
    digests.set(entry.path, { ...entry.digests, sizeBytes: entry.sizeBytes });
    return;
  }
  const sink = await createDigestSink();
  for await (const chunk of inChunks(entry.source())) {
    sink.update(chunk);
    yield chunk;
  }
  digests.set(entry.path, sink.finish());
}

/** ZIP keeps local time of day: that of the issue's own clock. */
function zipTime({ issuedAtMs, offsetMinutes }: BundleIssue): ZipTime {
  const at = new Date(issuedAtMs + offsetMinutes * 60_000);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
  };
}

/** The ZIP with these entries, in order. A chunk may be gone when the next is asked for. */
export function packEntries(
  issue: BundleIssue,
  entries: readonly Entry[],
  digests: Map<string, Digests>,
): AsyncGenerator<Uint8Array> {
  const stored = entries.map((entry) => ({
    name: `${issue.folder}/${entry.path}`,
    content: () => digested(entry, digests),
    sizeBytes: 'checked' in entry ? entry.sizeBytes : undefined,
  }));
  return storedZip(stored, zipTime(issue));
}
