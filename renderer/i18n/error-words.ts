// Finds the three sentences of a failure and fills its numbers and names in. One entry per code in both languages.
import i18next, { type TFunction } from 'i18next';
import { tokenWords } from '../../shared/evidence/token-problems.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import { separationPairLabels } from '../../shared/separation.ts';
import { type DetectedKind, detectedKinds } from '../../shared/values/file-kinds.ts';
import type { CallError } from '../api/client.ts';
import { momentOf, sizeText } from './format.ts';

export interface ErrorWords {
  happened: string;
  unchanged: string;
  todo: string;
}

/** Parameters as people read them: instants and sizes in words, missing ones as a dash. */
export function readableParams(params: CallError['params']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => {
      if (typeof value === 'number' && key.endsWith('Ms') && value > 1_000_000_000_000) return [key, momentOf(value)];
      if (typeof value === 'number' && key.endsWith('Bytes')) return [key, sizeText(value)];
      return [key, value === null ? '—' : String(value)];
    }),
  );
}

/** The name of a field by its key, as the definitions give it. The same key means the same thing in every register. */
function fieldWord(key: string, language: string): string {
  const field = allRegisters.flatMap((register) => register.fields).find((candidate) => candidate.key === key);
  return field ? field.label[language === 'en' ? 'en' : 'zh'] : key;
}

/** What kind of file was found where a spreadsheet was expected, or which client wrapped it. */
function detectedWord(kind: string, language: string): string {
  return Object.hasOwn(detectedKinds, kind)
    ? detectedKinds[kind as DetectedKind][language === 'en' ? 'en' : 'zh']
    : kind;
}

/** What is wrong with a time stamp. */
export function tokenWord(problem: string, language: string): string {
  return Object.hasOwn(tokenWords, problem)
    ? tokenWords[problem as keyof typeof tokenWords][language === 'en' ? 'en' : 'zh']
    : problem;
}

/** What the two sides of a separated pair of duties are called. */
export function pairWord(pair: string, language: string): string {
  const labels: Readonly<Record<string, { zh: string; en: string }>> = separationPairLabels;
  return labels[pair]?.[language === 'en' ? 'en' : 'zh'] ?? pair;
}

/** What happened, what was not changed, what to do. A reason the core names says more than the code alone. */
export function errorWords(t: TFunction, failure: Pick<CallError, 'code' | 'params'>): ErrorWords {
  const params = readableParams(failure.params);
  if (params.field !== undefined) params.field = fieldWord(params.field, i18next.language);
  if (params.detected !== undefined) params.detected = detectedWord(params.detected, i18next.language);
  if (params.pair !== undefined) params.pair = pairWord(params.pair, i18next.language);
  if (params.tokenProblem !== undefined) params.tokenProblem = tokenWord(params.tokenProblem, i18next.language);
  const part = (name: keyof ErrorWords) =>
    String(t(`errors.${failure.code}.${name}`, { ...params, defaultValue: t(`errors.internal.${name}`) }));
  const reason = params.reason === undefined ? '' : String(t(`reasons.${params.reason}`, { defaultValue: '' }));
  return { happened: reason === '' ? part('happened') : reason, unchanged: part('unchanged'), todo: part('todo') };
}
