// The boxes of a form: labelled cells with black rules, room for handwriting, places to sign. Knows no form in particular.
import type { Content, ContentTable, TableCell } from 'pdfmake/interfaces';
import { withTicks } from './choices.ts';
import { widthInEm } from './faces.ts';
import { foldLong } from './fold-long.ts';
import type { PaperText } from './paper-text.ts';

/** Where somebody signs, at the lower right of a box that leaves room for three handwritten lines. */
export interface SignPlace {
  /** What stands before the place: `签字`, `签字（盖章）`. */
  word: string;
  /** Filled in only where it was done on screen: `系统内办理　沈若溪　2026年10月12日`. */
  done?: string | null;
  /** Who is expected to sign, small and grey. */
  expected?: string | null;
  /** No room for an opinion above: signature only. */
  isBare?: boolean;
  /** Further room for the opinion, in points. */
  moreRoom?: number;
}

export interface FormCell {
  text: string;
  /** A label: centred, in the face of titles. */
  isLabel?: boolean;
  span?: number;
  align?: 'left' | 'center' | 'right';
  fontSize?: number;
  sign?: SignPlace;
}

const lineWidth = 0.5;
const padding = 4;
const paddingTop = 3;
/** Height of a line in em, as the faces are drawn. */
const lineEm = 1.448;
/** Three handwritten lines, in points. */
const handwriting = 54;
const defaultFontSize = 10;

/** Widths of the columns' contents, in points. */
function widthsOf(room: number, shares: readonly number[]): number[] {
  const inner = room - shares.length * 2 * padding - (shares.length + 1) * lineWidth;
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => (inner * share) / sum);
}

/** Width of the content of a cell over several columns. */
function spanned(widths: readonly number[], index: number, span: number): number {
  const own = widths.slice(index, index + span).reduce((total, width) => total + width, 0);
  return own + (span - 1) * (2 * padding + lineWidth);
}

/** Height of a text in a width, in points; judged by its characters, rather too high than too low. */
function textHeight(text: string, width: number, fontSize: number): number {
  if (text === '') return 0;
  const usable = (width / fontSize) * 0.92;
  const lines = text.split('\n').reduce((total, line) => total + Math.max(1, Math.ceil(widthInEm(line) / usable)), 0);
  return lines * fontSize * lineEm;
}

/** Height of the part of a box above its place to sign. */
function opinionHeight(text: string, sign: SignPlace, width: number, fontSize: number): number {
  return Math.max((sign.isBare ? 0 : handwriting) + (sign.moreRoom ?? 0), textHeight(text, width, fontSize));
}

/** Height of a table of boxes, in points; rather too high than too low. */
export function boxesHeight(
  room: number,
  shares: readonly number[],
  rows: readonly (readonly FormCell[])[],
  fontSize = defaultFontSize,
): number {
  const widths = widthsOf(room, shares);
  return rows.reduce((total, cells) => {
    const heights = inColumns(cells).map(({ text, index, span = 1, sign, fontSize: own = fontSize }) => {
      const width = spanned(widths, index, span);
      return sign
        ? opinionHeight(text, sign, width, own) + signFontSize * lineEm
        : Math.max(own * lineEm, textHeight(text, width, own));
    });
    return total + Math.max(...heights) + 2 * paddingTop + lineWidth;
  }, lineWidth);
}

const signFontSize = 9;

/** The words of a place to sign; the expected name stands small and grey where the signature goes. */
function signText(paper: PaperText, { word, done, expected }: SignPlace, widthEm: number): Content[] {
  if (done) return [{ text: paper.clean(done) }];
  const name = expected ? paper.clean(expected) : '';
  const nameSize = 7;
  const date = widthEm > 24 ? '　　　年　　月　　日' : '　　年　月　日';
  const left = Math.floor(widthEm - widthInEm(`${word}：${date}`) - (widthInEm(name) * nameSize) / signFontSize - 0.3);
  return [
    { text: `${word}：` },
    ...(name === '' ? [] : [{ text: name, fontSize: nameSize, color: '#777777' }]),
    { text: `${'　'.repeat(Math.max(0, Math.min(6, left)))}${date}` },
  ];
}

/** An opinion with its place to sign at the foot. */
function signCell(paper: PaperText, text: string, sign: SignPlace, width: number, fontSize: number): Content {
  const above = paper.clean(text);
  const gap = opinionHeight(text, sign, width, fontSize) - textHeight(text, width, fontSize);
  return {
    stack: [
      ...(above === '' ? [] : [{ text: withTicks(foldLong(above, width / fontSize), fontSize), fontSize }]),
      {
        text: signText(paper, sign, width / signFontSize),
        fontSize: signFontSize,
        alignment: 'right',
        margin: [0, gap, 0, 0],
      },
    ],
  };
}

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
 * Rows of cells between black rules. `shares` are shares of the room; spans fill up to their number. Rows stay whole; the
 * first `headRows` stand on every page.
 */
export function formBoxes(
  paper: PaperText,
  room: number,
  shares: readonly number[],
  rows: readonly (readonly FormCell[])[],
  headRows = 0,
  baseFontSize = defaultFontSize,
): ContentTable {
  const widths = widthsOf(room, shares);
  return {
    table: {
      headerRows: headRows,
      dontBreakRows: true,
      widths,
      body: rows.map((cells) =>
        inColumns(cells).flatMap(
          ({ text, isLabel, span = 1, align, fontSize = baseFontSize, index, sign }): TableCell[] => {
            const width = spanned(widths, index, span);
            const content = sign
              ? signCell(paper, text, sign, width, fontSize)
              : {
                  text: withTicks(foldLong(paper.clean(text), width / fontSize), fontSize),
                  // The room before 年 月 日 is part of the form.
                  ...(text.startsWith('　') ? { preserveLeadingSpaces: true } : {}),
                };
            return [
              {
                ...(content as object),
                colSpan: span,
                fontSize,
                ...(isLabel
                  ? { font: 'serif', bold: true, alignment: align ?? 'center', verticalAlignment: 'middle' }
                  : { alignment: align ?? 'left' }),
              } as TableCell,
              ...Array.from({ length: span - 1 }, (): TableCell => ({})),
            ];
          },
        ),
      ),
    },
    layout: {
      hLineWidth: () => lineWidth,
      vLineWidth: () => lineWidth,
      paddingLeft: () => padding,
      paddingRight: () => padding,
      paddingTop: () => paddingTop,
      paddingBottom: () => paddingTop,
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
