// The test projects, one folder each. Real parts everywhere; the window tests run alone and last.
import { defineConfig } from 'vitest/config';
import { coreV8Flags } from './electron/host/core-flags.ts';

const minuteMs = 60_000;

/** Tests run the core in their own process: it is started as the hosts start it. */
const execArgv = coreV8Flags();

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
          // As long as a locator waits: a loaded machine takes more than the default second to draw a page.
          expect: { poll: { timeout: 15_000 } },
          retry: 0,
        },
      },
    ],
  },
});
