// A cell that should hold one of a list of choices: its code, a word that must be confirmed first, or unknown.
import { compareKey } from './text.ts';
import { tickedChoice } from './yes-no.ts';

/** What a choice needs for reading; fields' choices and statuses both have it. */
export interface ReadableChoice {
  code: string;
  label: { zh: string; en: string };
  synonyms: readonly string[];
  confirm?: readonly string[];
}

export type ChoiceReading =
  | { kind: 'code'; code: string; normalized: boolean }
  /** The word may mean this choice, but only a person can say so. */
  | { kind: 'confirm'; code: string }
  | { kind: 'unknown' };

/** Reads a choice by label in either language, code or synonym; also where all are printed with boxes and one is ticked. */
export function readChoice(input: string, choices: readonly ReadableChoice[]): ChoiceReading {
  const written = input.trim();
  const key = compareKey(tickedChoice(input));
  for (const choice of choices) {
    const words = [choice.label.zh, choice.label.en, choice.code, ...choice.synonyms];
    if (words.some((word) => compareKey(word) === key))
      return {
        kind: 'code',
        code: choice.code,
        normalized: choice.label.zh !== written && choice.label.en !== written,
      };
  }
  for (const choice of choices) {
    if (choice.confirm?.some((word) => compareKey(word) === key)) return { kind: 'confirm', code: choice.code };
  }
  return { kind: 'unknown' };
}
