import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { expect, test } from 'vitest';
import { faceFiles } from '../../electron/core/document/paper/faces.ts';

interface BuilderConfiguration {
  afterPack: string;
  asar: boolean;
  asarUnpack: string[];
  directories: { buildResources: string };
  /** As electron-builder itself normalises the list. */
  files: { filter: string[] }[];
  icon: string;
  npmRebuild: boolean;
  nsis: { perMachine: boolean; allowElevation: boolean };
  win: { target: BuilderTarget[] };
  linux: { target: BuilderTarget[] };
  mac: { target: BuilderTarget[] };
}

interface BuilderTarget {
  target: string;
  arch?: string[];
}

const project = join(import.meta.dirname, '..', '..');
const require = createRequire(import.meta.url);

/** electron-builder's own reading and checking of its configuration. */
const builder = require('app-builder-lib/out/util/config/config.js') as {
  getConfig(projectFolder: string, file: string, given: unknown): Promise<BuilderConfiguration>;
  validateConfiguration(configuration: unknown, logger: unknown): Promise<void>;
};
const { DebugLogger } = require('builder-util') as { DebugLogger: new (isEnabled: boolean) => unknown };

function readConfiguration(): Promise<BuilderConfiguration> {
  return builder.getConfig(project, join(project, 'electron-builder.yml'), null);
}

function validate(configuration: unknown): Promise<void> {
  return builder.validateConfiguration(configuration, new DebugLogger(false));
}

test('electron-builder.yml satisfies the schema of electron-builder', async () => {
  await validate(await readConfiguration());
});

test('the schema refuses a misspelt key, so the check above means something', async () => {
  const configuration = await readConfiguration();
  await expect(validate({ ...configuration, asarUnpak: [] })).rejects.toThrow(/asarUnpak/);
});

test('installers are built for the platforms and processors that are promised', async () => {
  const { win, linux, mac, nsis } = await readConfiguration();
  expect(win.target).toEqual([{ target: 'nsis', arch: ['x64'] }]);
  expect(linux.target).toEqual([
    { target: 'deb', arch: ['x64', 'arm64'] },
    { target: 'AppImage', arch: ['x64', 'arm64'] },
  ]);
  expect(mac.target.map((entry) => entry.target)).toEqual(['dmg']);
  expect(nsis).toMatchObject({ perMachine: false, allowElevation: false });
});

test('the addons are unpacked, nothing is compiled, and files that are named exist', async () => {
  const configuration = await readConfiguration();
  expect(configuration.asar).toBe(true);
  expect(configuration.npmRebuild).toBe(false);
  for (const pattern of configuration.asarUnpack) {
    expect(existsSync(join(project, pattern.replace('/**', '')))).toBe(true);
  }
  expect(existsSync(join(project, configuration.icon))).toBe(true);
  expect(existsSync(join(project, configuration.afterPack))).toBe(true);
});

test('packages leave out the Node binaries and the development host', async () => {
  const patterns = (await readConfiguration()).files.flatMap((set) => set.filter);
  const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>;
  };
  for (const name of Object.keys(manifest.optionalDependencies)) {
    expect(patterns.some((pattern) => pattern.startsWith(`!node_modules/${name}`))).toBe(true);
  }
  expect(patterns).toContain('!build/node/chromium-host.js');
});

test('the typefaces of printed documents are built with their licences and shipped', async () => {
  const patterns = (await readConfiguration()).files.flatMap((set) => set.filter);
  expect(patterns).toContain('build/fonts/**');
  for (const { file, source } of Object.values(faceFiles)) {
    expect(source.endsWith(file)).toBe(true);
    expect(existsSync(join(project, 'node_modules', source))).toBe(true);
    const licence = join(project, 'node_modules', ...source.split('/').slice(0, 2), 'LICENSE_FONT');
    expect(readFileSync(licence, 'utf8')).toContain('SIL OPEN FONT LICENSE');
  }
});

test('packages hold what the programs read beside them', async () => {
  const patterns = (await readConfiguration()).files.flatMap((set) => set.filter);
  for (const read of ['build/node/**', 'build/renderer/**', 'build/page-files.json', 'build/verify.html'])
    expect(patterns).toContain(read);
});

test('every fuse of Electron is decided, and the dangerous ones are off', () => {
  const { fuses } = require('../../electron/setup/fuses.cjs') as { fuses: Record<string, unknown> };
  const known = Object.values(FuseV1Options).filter((value) => typeof value === 'number');
  expect(known.filter((fuse) => typeof fuses[fuse] !== 'boolean')).toEqual([]);
  expect(fuses).toMatchObject({
    strictlyRequireAllFuses: true,
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  });
});
