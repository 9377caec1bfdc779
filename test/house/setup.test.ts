import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
}

const project = join(import.meta.dirname, '..', '..');
const setupFolder = join(project, 'electron', 'setup');

function readLock(): Record<string, LockedPackage> {
  return JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')).packages;
}

test('set-up scripts load nothing but Node and each other, for they run before anything is installed', () => {
  const early = readdirSync(setupFolder).filter((name) => name.endsWith('.cjs') && name !== 'fuses.cjs');
  expect(early).toEqual(expect.arrayContaining(['start.cjs', 'test.cjs', 'build.cjs']));
  for (const name of early) {
    const source = readFileSync(join(setupFolder, name), 'utf8');
    const loaded = [...source.matchAll(/^const .* = require\('([^']+)'\);/gm)].map((match) => match[1] ?? '');
    expect(loaded.filter((module) => !/^(node:|\.\/)/.test(module))).toEqual([]);
  }
});

test('the lock file names every package of every platform, with its digest and without a download address', () => {
  const lock = readLock();
  const missing: string[] = [];
  for (const [place, entry] of Object.entries(lock)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      const isLocked = Object.keys(lock).some((other) => other.endsWith(`node_modules/${name}`));
      if (!isLocked) missing.push(`${name} of ${place}`);
    }
  }
  expect(missing).toEqual([]);
  const installed = Object.entries(lock).filter(([place]) => place !== '');
  expect(installed.filter(([, entry]) => entry.integrity === undefined).map(([place]) => place)).toEqual([]);
  expect(installed.filter(([, entry]) => entry.resolved !== undefined).map(([place]) => place)).toEqual([]);
});

test('what is installed is what the lock file says', () => {
  const { areDependenciesCurrent } = createRequire(import.meta.url)('../../electron/setup/dependencies.cjs') as {
    areDependenciesCurrent(): boolean;
  };
  expect(areDependenciesCurrent()).toBe(true);
});

test('every dependency has an exact version', () => {
  const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'devDependencies' | 'optionalDependencies',
    Record<string, string>
  >;
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
