// The flags the core's process is started with: known to this V8, and none where V8 would not know them.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { coreV8Flags } from '../../../electron/host/core-flags.ts';

test('a process starts with the flags of this platform', () => {
  const { status, stderr } = spawnSync(process.execPath, [...coreV8Flags(), '-e', ''], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('only Linux on x64 has the protection that is turned off', () => {
  const flag = '--no-memory-protection-keys';
  expect(coreV8Flags('linux', 'x64')).toContain(flag);
  for (const [platform, arch] of [
    ['linux', 'arm64'],
    ['win32', 'x64'],
    ['darwin', 'arm64'],
  ] as const)
    expect(coreV8Flags(platform, arch)).not.toContain(flag);
});
