// One verification in the page: opens what was chosen and hands it to the verifier everybody shares.
import { type BundleSource, bagIn } from '../shared/evidence/bundle-source.ts';
import type { VerifyJob } from '../shared/evidence/platform.ts';
import { createProblemList, type VerifyReport } from '../shared/evidence/report.ts';
import { verifySource } from '../shared/evidence/verify-source.ts';
import { listZip } from '../shared/evidence/zip-file.ts';
import { createBrowserPlatform } from './browser-platform.ts';
import type { Bundle, Choice } from './choice.ts';
import { listFiles } from './folder-files.ts';
import { bytesOf } from './read-blob.ts';
import { blobAccess } from './zip-blob.ts';

/** The person stopped it. */
export class Cancelled extends Error {}

export function bundleName(bundle: Bundle): string {
  return bundle.kind === 'zip' ? bundle.file.name : bundle.name;
}

const named = (files: readonly File[]) =>
  Promise.all(files.map(async (file) => ({ name: file.name, bytes: await bytesOf(file) })));

/** Verifies what was chosen. Throws UnreadableBundle, and what `job` throws. */
export async function verifyChoice(
  choice: Choice,
  bundle: Bundle,
  told: string,
  job: VerifyJob,
): Promise<VerifyReport> {
  const problems = createProblemList();
  const listed: BundleSource =
    bundle.kind === 'zip' ? await listZip(blobAccess(bundle.file), problems) : listFiles(bundle.files, problems);
  const source = bagIn(listed, problems);
  const platform = await createBrowserPlatform();
  try {
    const request = {
      ...(told === '' ? {} : { key: told }),
      disclosures: await named(choice.disclosures),
      tokens: await named(choice.tokens),
      authorities: (await named(choice.authorities)).map(({ bytes }) => bytes),
    };
    return await verifySource(platform, source, request, problems, job);
  } finally {
    platform.close();
  }
}
