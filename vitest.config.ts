// The test projects, one folder each. Real parts everywhere; the window tests run alone and last.
import { defineConfig } from 'vitest/config';

const minuteMs = 60_000;

/**
 * V8's list of pages with machine code is shared by all threads of a process, and with this protection on a lookup in it can
 * fail when threads that compile WebAssembly end ("Check failed: jit_page.has_value()"): the whole process dies. Other platforms
 * do not know the flag.
 */
const execArgv = process.platform === 'linux' && process.arch === 'x64' ? ['--no-memory-protection-keys'] : [];

export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          pool: 'forks',
          execArgv,
          testTimeout: minuteMs,
        },
      },
      {
        test: {
          name: 'house',
          include: ['test/house/**/*.test.ts'],
          pool: 'forks',
          execArgv,
          testTimeout: 2 * minuteMs,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          pool: 'forks',
          execArgv,
          testTimeout: 5 * minuteMs,
          hookTimeout: 2 * minuteMs,
        },
      },
      {
        test: {
          name: 'fuzz',
          include: ['test/fuzz/**/*.test.ts'],
          pool: 'forks',
          execArgv,
          testTimeout: 5 * minuteMs,
          hookTimeout: 2 * minuteMs,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          pool: 'forks',
          execArgv,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 5 * minuteMs,
          hookTimeout: 2 * minuteMs,
          retry: 0,
        },
      },
    ],
  },
});
