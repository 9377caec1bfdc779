// Where the figures of the workbench lead: the lists the core counted. Pure.
import type { FigureList } from '../../../shared/figures.ts';
import type { MeasureKind } from '../../../shared/registers/measure.ts';

/** The address of a list with its filters. */
export function listPath({ register, filters }: FigureList): string {
  return `/r/${register}?${new URLSearchParams({ f: JSON.stringify(filters) })}`;
}

/** The matrix of measures, of the secrets that lack one kind, or any. */
export function lackingPath(kind: MeasureKind | null): string {
  return kind === null ? '/measures?gaps=1' : `/measures?lacks=${kind}`;
}
