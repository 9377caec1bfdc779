// The boxes of a form: labelled cells with black rules, room for handwriting, places to sign. Knows no form in particular.
import type { Content, ContentTable, TableCell } from 'pdfmake/interfaces';
import { withTicks } from './choices.ts';
import { foldLong } from './fold-long.ts';
import type { PaperText } from './paper-text.ts';

export interface FormCell {
  text: string;
  /** A label: centred, in the face of titles. */
  isLabel?: boolean;
  span?: number;
  align?: 'left' | 'center' | 'right';
  fontSize?: number;
}

const lineWidth = 0.5;

/** The cells with the column each begins in. */
function inColumns(cells: readonly FormCell[]): (FormCell & { index: number })[] {
  let index = 0;
  return cells.map((cell) => {
    const placed = { ...cell, index };
    index += cell.span ?? 1;
    return placed;
  });
}

/**
 * Rows of cells between black rules. `widths` are shares of the room; spans fill up to its number. Rows stay whole; the
 * first `headRows` stand on every page.
 */
export function formBoxes(
  paper: PaperText,
  room: number,
  shares: readonly number[],
  rows: readonly (readonly FormCell[])[],
  headRows = 0,
): ContentTable {
  const padding = 4;
  const inner = room - shares.length * 2 * padding - (shares.length + 1) * lineWidth;
  const sum = shares.reduce((total, share) => total + share, 0);
  const widths = shares.map((share) => (inner * share) / sum);
  const widthOf = (index: number, span: number) =>
    widths.slice(index, index + span).reduce((total, width) => total + width, 0);
  return {
    table: {
      headerRows: headRows,
      dontBreakRows: true,
      widths,
      body: rows.map((cells) =>
        inColumns(cells).flatMap(({ text, isLabel, span = 1, align, fontSize = 10, index }): TableCell[] => [
          {
            text: withTicks(foldLong(paper.clean(text), widthOf(index, span) / fontSize), fontSize),
            colSpan: span,
            fontSize,
            ...(isLabel ? { font: 'serif', bold: true, alignment: align ?? 'center' } : { alignment: align ?? 'left' }),
          } as TableCell,
          ...Array.from({ length: span - 1 }, (): TableCell => ({})),
        ]),
      ),
    },
    layout: {
      hLineWidth: () => lineWidth,
      vLineWidth: () => lineWidth,
      paddingLeft: () => padding,
      paddingRight: () => padding,
      paddingTop: () => 3,
      paddingBottom: () => 3,
    },
  };
}

/** Boxes to sign in, side by side, each with room for three handwritten lines and a date left blank. */
export function signatureBoxes(paper: PaperText, room: number, who: readonly string[]): Content {
  const boxes = formBoxes(
    paper,
    room,
    who.map(() => 1),
    [
      who.map((name) => ({ text: `${name}（签字、盖章）：`, isLabel: true, align: 'left' as const })),
      who.map(() => ({ text: '\n\n\n\n　　年　　月　　日', align: 'right' as const })),
    ],
  );
  return { ...boxes, unbreakable: true };
}
