import { expect, test } from 'vitest';
import { crashLane } from './support/crash.ts';

const lanes = ['a', 'b', 'c'];
const killsPerLane = 100;

test('a process killed 300 times while it imports, edits, attaches and locks loses nothing it acknowledged and leaves no half record', {
  timeout: 30 * 60_000,
}, async () => {
  const results = await Promise.all(lanes.map((lane) => crashLane(lane, killsPerLane)));
  expect(results.flatMap(({ problems }) => problems)).toEqual([]);
  // A kill that always came too early would show nothing.
  for (const kind of ['import', 'edit', 'attach', 'lock'] as const)
    expect(
      results.reduce((sum, { acknowledged }) => sum + (acknowledged[kind] ?? 0), 0),
      kind,
    ).toBeGreaterThan(15);
});
