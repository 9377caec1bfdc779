// Timing for the bench: medians over runs in one process, and ratios to a baseline taken in the same run.

export interface Figure {
  work: string;
  baseline: string;
  /** Milliseconds, or bytes where `unit` says so. */
  value: number;
  base: number | null;
  unit: 'ms' | 'bytes';
  ratio: number | null;
  limit: number;
  /** What else was measured, such as resident memory. */
  also: Record<string, number | string>;
  ok: boolean;
}

/** Runs `work` `runs` times and returns the median in ms. */
export async function median(runs: number, work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return middle(times);
}

/** Middle value. */
export function middle(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] as number;
}

/**
 * Runs works in turn, `runs` times round, and returns the median of each in ms: whatever else the machine does meanwhile
 * falls on all of them alike.
 */
export async function inTurn(runs: number, works: readonly (() => unknown)[]): Promise<number[]> {
  const times: number[][] = works.map(() => []);
  for (let run = 0; run < runs; run += 1)
    for (const [index, work] of works.entries()) {
      const start = performance.now();
      await work();
      times[index]?.push(performance.now() - start);
    }
  return times.map(middle);
}

/** One line of the table from a measured pair. */
export function ratioFigure(
  work: string,
  baseline: string,
  value: number,
  base: number,
  limit: number,
  also: Figure['also'] = {},
): Figure {
  const ratio = value / base;
  return { work, baseline, value, base, unit: 'ms', ratio, limit, also, ok: ratio <= limit };
}

/** The table as text. */
export function table(figures: readonly Figure[]): string {
  const number = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
  const rows = figures.map((figure) => [
    figure.work,
    figure.baseline,
    figure.unit === 'ms' ? `${number(figure.value)} ms` : `${(figure.value / 1e6).toFixed(1)} MB`,
    figure.base === null ? '–' : `${number(figure.base)} ms`,
    figure.ratio === null ? '–' : `${figure.ratio.toFixed(2)} ×`,
    figure.unit === 'ms' ? `${figure.limit.toFixed(1)} ×` : `${(figure.limit / 1e6).toFixed(0)} MB`,
    figure.ok ? 'ok' : 'OVER',
    Object.entries(figure.also)
      .map(([key, value]) => `${key} ${value}`)
      .join(', '),
  ]);
  const head = ['work', 'baseline', 'ours', 'base', 'ratio', 'at most', '', 'also'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] as string).length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
