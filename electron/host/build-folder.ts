// Finds the project's build folder from wherever a host module runs: sources, build/node or a packed app.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface BuildFolder {
  /** The folder that holds package.json; inside a packed app the archive itself. */
  project: string;
  renderer: string;
  pageFileList: string;
  preload: string;
  chromiumBridge: string;
  coreProcess: string;
  version: string;
}

/** The paths of everything a host starts or serves. Throws when the module lies outside the project. */
export function findBuildFolder(moduleUrl: string): BuildFolder {
  let project = dirname(fileURLToPath(moduleUrl));
  while (!existsSync(join(project, 'package.json'))) {
    const above = dirname(project);
    if (above === project) throw new Error(`no package.json above ${moduleUrl}`);
    project = above;
  }
  const build = join(project, 'build');
  const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string };
  return {
    project,
    renderer: join(build, 'renderer'),
    pageFileList: join(build, 'page-files.json'),
    preload: join(build, 'preload', 'preload.cjs'),
    chromiumBridge: join(build, 'preload', 'chromium-bridge.js'),
    coreProcess: join(build, 'node', 'core-process.js'),
    version: manifest.version,
  };
}
