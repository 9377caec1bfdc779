// Choices as forms print them: every one with its box, the chosen one ticked.
import type { Content } from 'pdfmake/interfaces';
import { widthInEm } from './faces.ts';
import { tickedBox } from './paper-text.ts';

export interface PaperChoice {
  text: string;
  isChosen: boolean;
}

/** The choices in a row, `☑需要　□不需要`, or each on a line of its own. */
export function choicesText(choices: readonly PaperChoice[], between = '　'): string {
  return choices.map(({ text, isChosen }) => `${isChosen ? tickedBox : '□'}${text}`).join(between);
}

/** The choices in lines no wider than this: none is broken between its words. */
export function flowingChoices(choices: readonly PaperChoice[], widthEm: number): string {
  const lines: string[] = [];
  for (const choice of choices) {
    const text = choicesText([choice]);
    const last = lines.at(-1);
    // The ticked box is as wide as the empty one.
    const joined = last === undefined ? null : `${last}　${text}`;
    if (joined === null || widthInEm(joined.replaceAll(tickedBox, '□')) > widthEm) lines.push(text);
    else lines[lines.length - 1] = joined;
  }
  return lines.join('\n');
}

/** A text whose ☑ are drawn, since no face has one: the tick falls into its box. Read out of the file they are `□√`. */
export function withTicks(text: string, fontSize: number): string | Content[] {
  if (!text.includes(tickedBox)) return text;
  return text.split(tickedBox).flatMap((part, index): Content[] => [
    // One em back after the box: both are one em wide.
    ...(index === 0 ? [] : [{ text: '□√', characterSpacing: -fontSize, noWrap: true }]),
    ...(part === '' ? [] : [{ text: part }]),
  ]);
}
