// Finds the built page verify.html that goes into every bundle. The same bytes for one version of the program.
import assert from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../../format/hash-parts.ts';

/** Beside the built programs; from the sources in the project's build folder. */
function pagePath(): string {
  const here = fileURLToPath(import.meta.url);
  if (!here.endsWith('.ts')) return join(dirname(here), '..', 'verify.html');
  let project = dirname(here);
  while (!existsSync(join(project, 'package.json'))) {
    assert(dirname(project) !== project, 'there is no package.json above the sources');
    project = dirname(project);
  }
  return join(project, 'build', 'verify.html');
}

export interface VerifierPage {
  bytes: Buffer;
  /** Lower-case hex. */
  sha256: string;
}

/** The page. An installation without it is broken: bundles are not issued. */
export function readVerifierPage(): VerifierPage {
  const path = pagePath();
  assert(existsSync(path), `the page verify.html is not built: ${path}`);
  const bytes = readFileSync(path);
  return { bytes, sha256: sha256(bytes).toString('hex') };
}
