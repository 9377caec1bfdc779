// Bytes of a File or a part of it, piece by piece: a bundle may be larger than memory.

/** The bytes of a blob. One stream over all of it: reading it by slices takes twice as long. */
export async function* readBlob(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    // Whoever stops early lets go of the file.
    await reader.cancel().catch(() => undefined);
  }
}

/** All bytes of a small file. */
export async function bytesOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}
