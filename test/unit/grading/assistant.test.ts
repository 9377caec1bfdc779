// The grading assistant over its whole range: it rises with every factor, keeps to the scheme, and never decides on half the answers.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradingFactors, readScores, scoresText, suggestGrade } from '../../../shared/grading-assistant.ts';
import { gradingSchemes } from '../../../shared/levels.ts';

const all = (points: number) => Object.fromEntries(gradingFactors.map(({ key }) => [key, points]));
const scored = fc.record(Object.fromEntries(gradingFactors.map(({ key }) => [key, fc.integer({ min: 1, max: 5 })])));

test('the ends of the range are the ends of the scheme, in every scheme', () => {
  for (const scheme of gradingSchemes) {
    const real = scheme.grades.filter(({ rank }) => rank >= 1);
    expect(suggestGrade(all(1), scheme)).toEqual({ total: 0, level: real.at(-1)?.code });
    expect(suggestGrade(all(5), scheme)).toEqual({ total: 100, level: real[0]?.code });
  }
});

test('more points never lower the suggestion', () => {
  const scheme = gradingSchemes[0] as (typeof gradingSchemes)[number];
  const rank = (level: string) => scheme.grades.find(({ code }) => code === level)?.rank ?? 0;
  fc.assert(
    fc.property(scored, fc.constantFrom(...gradingFactors.map(({ key }) => key)), (scores, key) => {
      const before = suggestGrade(scores, scheme);
      const after = suggestGrade({ ...scores, [key]: Math.min(5, (scores[key] as number) + 1) }, scheme);
      expect(after && before && after.total >= before.total && rank(after.level) >= rank(before.level)).toBe(true);
    }),
  );
});

test('without every factor there is no suggestion, and impossible points are refused', () => {
  const scheme = gradingSchemes[0] as (typeof gradingSchemes)[number];
  const { harm: _harm, ...rest } = all(3);
  expect(suggestGrade(rest, scheme)).toBeNull();
  expect(() => suggestGrade({ ...all(3), harm: 6 }, scheme)).toThrow('not 1 to 5');
});

test('scores are kept as a line that reads back', () => {
  fc.assert(
    fc.property(scored, (scores) => {
      expect(readScores(scoresText(scores))).toEqual(scores);
    }),
  );
  expect(readScores('harm=9 nothing=3 cost=2')).toEqual({ cost: 2 });
});
