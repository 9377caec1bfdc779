// The grading assistant: scores of the factors (law.md 4.1) make a total and a suggestion. It proposes and never decides; weights and
// thresholds are data. Pure.
import { z } from 'zod';
import table from '../resources/grading/factors.json' with { type: 'json' };
import type { GradingScheme } from './levels.ts';

const label = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const shape = z
  .strictObject({
    note: z.string(),
    factors: z
      .array(
        z.strictObject({
          key: z.string().regex(/^[a-z]+$/),
          /** Share of the total, per cent. */
          weight: z.number().int().min(1).max(100),
          label,
          /** What one point and what five points mean. */
          low: label,
          high: label,
        }),
      )
      .min(1),
    /** From which total on which share of the grades, highest first: 1 is the highest grade, 0 the lowest. */
    thresholds: z.array(z.strictObject({ from: z.number().min(0).max(100), share: z.number().min(0).max(1) })).min(1),
  })
  .refine(({ factors }) => factors.reduce((sum, { weight }) => sum + weight, 0) === 100, 'weights add up to 100')
  .refine(({ thresholds }) => thresholds.at(-1)?.from === 0, 'the last threshold begins at 0');

const parsed = shape.parse(table);

export type GradingFactor = (typeof parsed.factors)[number];

/** The factors in the order they are asked. */
export const gradingFactors: readonly GradingFactor[] = parsed.factors;

/** Points by factor, 1 to 5; a factor that was not scored is absent. */
export type FactorScores = Readonly<Record<string, number>>;

export interface GradingSuggestion {
  /** 0 to 100; one point everywhere is 0, five points everywhere 100. */
  total: number;
  /** Code of the suggested grade. */
  level: string;
}

/** The suggestion for scores; null until every factor is scored. Throws on points that are not 1 to 5. */
export function suggestGrade(scores: FactorScores, scheme: GradingScheme): GradingSuggestion | null {
  let total = 0;
  for (const { key, weight } of gradingFactors) {
    const points = scores[key];
    if (points === undefined) return null;
    if (!Number.isInteger(points) || points < 1 || points > 5) throw new Error(`${key}: ${points} is not 1 to 5`);
    total += (weight * (points - 1)) / 4;
  }
  const share = parsed.thresholds.find(({ from }) => total >= from)?.share ?? 0;
  const grades = scheme.grades.filter(({ rank }) => rank >= 1);
  const grade = grades[Math.round((1 - share) * (grades.length - 1))] ?? scheme.grades.at(-1);
  return { total: Math.round(total), level: grade?.code ?? '' };
}

/** Scores as one line, `harm=4 cost=3 …`: what the procedure keeps. */
export function scoresText(scores: FactorScores): string {
  return gradingFactors.flatMap(({ key }) => (scores[key] === undefined ? [] : [`${key}=${scores[key]}`])).join(' ');
}

/** Reads such a line; what it does not know is left out. */
export function readScores(text: string): FactorScores {
  const known = new Set(gradingFactors.map(({ key }) => key));
  return Object.fromEntries(
    text.split(' ').flatMap((part) => {
      const [key = '', points = ''] = part.split('=');
      return known.has(key) && /^[1-5]$/.test(points) ? [[key, Number(points)]] : [];
    }),
  );
}
