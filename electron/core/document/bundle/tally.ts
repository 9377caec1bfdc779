// Digests and size of a file while its bytes pass by. Keeps nothing of them.
import type { Digests } from '../../../../shared/evidence/hashing.ts';
import { createDigestSink } from '../../register/attachments/file-digests.ts';

/** Digests and size of bytes passed on, in one pass, for the issue's own record. */
export async function createTally(): Promise<{
  pass: (bytes: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>;
  result: () => Digests;
}> {
  const sink = await createDigestSink();
  return {
    pass: async function* pass(bytes) {
      for await (const chunk of bytes) {
        sink.update(chunk);
        yield chunk;
      }
    },
    result: () => sink.finish(),
  };
}
