// Turns a document described in sections into the bytes of a PDF: faces embedded as subsets, page numbers, foot, watermark.
// The same description gives the same bytes; time and identity come from the document itself.
import { createRequire } from 'node:module';
import type { Content, ContentSection, Margins, TDocumentDefinitions } from 'pdfmake/interfaces';
import { version } from '../../../../shared/version.ts';
import { facePath } from './faces.ts';
import { type PageSetup, pageMargins, pageSize, roomOn } from './page-setup.ts';
import { type PaperTable, paperTable } from './paper-table.ts';
import { createPaperText, type PaperText } from './paper-text.ts';

/** What a section's content is made with. */
export interface SectionKit {
  paper: PaperText;
  /** Room between the margins, in points. */
  room: { width: number; height: number };
  /** A table as wide as the page. Padded, its blank rows fill the last page. */
  table(table: Omit<PaperTable, 'room' | 'onRow' | 'blankRows'>, options?: { isPadded?: boolean }): Content[];
}

export interface PaperSection {
  setup: PageSetup;
  /** Small line at the top of every page. */
  running: string;
  /** Who signs at the foot of every page, in order; none where signatures have a place of their own. */
  signOffs: readonly string[];
  /** A line over the sign-offs of every page. */
  note?: string;
  /** Small words down the outer edge of every page: 骑缝章位, where a seal is set across the sheets. */
  edge?: string;
  /** Labels: neither head nor foot, and the whole page is theirs. */
  isBare?: boolean;
  content: (kit: SectionKit) => Content[];
}

export interface PaperDocument {
  title: string;
  /** The document's own time: ms UTC. */
  atMs: number;
  /** Such as 演示数据; null for none. */
  watermark: string | null;
  /** Form code, number, version and digest, at the foot of every page. */
  trace: string;
  sections: readonly PaperSection[];
}

export interface PaperFile {
  bytes: Buffer;
  pages: number;
  /** Characters the faces lack, as they are named on paper. */
  named: string[];
}

// The package exports one object made of a class, which a named import cannot see.
const pdfmake = createRequire(import.meta.url)('pdfmake') as typeof import('pdfmake');

function prepareFaces(): void {
  const [serif, serifBold, sans] = [facePath('serif'), facePath('serifBold'), facePath('sans')];
  pdfmake.setFonts({
    serif: { normal: serif, bold: serifBold, italics: serif, bolditalics: serifBold },
    sans: { normal: sans, bold: sans, italics: sans, bolditalics: sans },
  });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => path === serif || path === serifBold || path === sans);
}

/** `签字：　　年　月　日` of one who signs, as a column. */
function signOff(text: string): Content {
  return { text: `${text}：`, fontSize: 9, noWrap: true };
}

function foot(section: PaperSection, trace: string, page: number, pages: number): Content {
  const { left, right } = pageMargins(section.setup, section.signOffs.length > 0);
  const signatures: Content[] =
    section.signOffs.length === 0
      ? []
      : [
          {
            columns: [
              ...section.signOffs.map(signOff),
              { text: '　　　年　　月　　日', fontSize: 9, alignment: 'right' },
            ],
          },
        ];
  return {
    margin: [left, section.note === undefined ? 8 : 4, right, 0],
    stack: [
      ...(section.note === undefined ? [] : [{ text: section.note, fontSize: 8, margin: [0, 0, 0, 3] as Margins }]),
      ...signatures,
      {
        margin: [0, signatures.length > 0 ? 8 : 0, 0, 0],
        fontSize: 7,
        columns: [
          { text: trace, width: '*' },
          { text: `第 ${page} 页　共 ${pages} 页`, width: 84, alignment: 'right' },
        ],
      },
    ],
  };
}

/** Words set one below the other at the outer edge, half way down. */
function edgeWords({ setup, edge = '' }: PaperSection): Content {
  const { width, height } = pageSize(setup);
  return {
    absolutePosition: { x: width - 20, y: height / 2 - edge.length * 6 },
    fontSize: 8,
    color: '#777777',
    stack: [...edge],
  };
}

/** So many characters are listed where the faces lack them. */
const maximumNamed = 200;

interface Padding {
  /** Follows the table; where it lands says how much room is left. */
  marker: Content;
  room: number;
  bottom: number;
  top: number;
  rowHeight: number;
}

interface Built {
  definition: TDocumentDefinitions;
  paddings: Padding[];
  paper: PaperText;
  pages: () => number;
}

function build(document: PaperDocument, blankRows: readonly number[] | null, checkCancelled: () => void): Built {
  const paper = createPaperText();
  const paddings: Padding[] = [];
  let pages = 0;
  const trace = paper.clean(document.trace);
  const sections = document.sections.map((section): ContentSection & { section: Content[] } => {
    const { setup } = section;
    const { isBare = false } = section;
    const hasSignOffs = section.signOffs.length > 0;
    const size = pageSize(setup);
    const margins = isBare ? { left: 0, top: 0, right: 0, bottom: 0 } : pageMargins(setup, hasSignOffs);
    const room = isBare ? size : roomOn(setup, hasSignOffs);
    const kit: SectionKit = {
      paper,
      room,
      table: (table, { isPadded = false } = {}) => {
        const blanks = isPadded ? (blankRows?.[paddings.length] ?? 0) : 0;
        const { content, rowHeight } = paperTable({ ...table, room, blankRows: blanks, onRow: checkCancelled }, paper);
        if (!isPadded) return [content];
        const marker = { text: ' ', fontSize: 0.5, lineHeight: 0.1 };
        paddings.push({ marker, room: room.height, bottom: size.height - margins.bottom, top: margins.top, rowHeight });
        return blankRows === null ? [content, marker] : [content];
      },
    };
    const running = paper.clean(section.running);
    return {
      section: section.content(kit),
      pageSize: size,
      pageOrientation: setup.orientation,
      pageMargins: [margins.left, margins.top, margins.right, margins.bottom],
      header: () =>
        isBare
          ? []
          : { margin: [margins.left, 22, margins.right, 0], text: running, fontSize: 7.5, alignment: 'right' },
      ...(section.edge === undefined ? {} : { background: () => edgeWords(section) }),
      footer: (page: number, count: number) => {
        pages = count;
        return isBare ? [] : foot(section, trace, page, count);
      },
    };
  });
  const named = paper.named();
  if (named.length > 0)
    sections.at(-1)?.section.push({
      margin: [0, 6, 0, 0],
      fontSize: 7.5,
      text: `字体未收录的字符以其 Unicode 编号写出：${named.slice(0, maximumNamed).join('')}${named.length > maximumNamed ? '等' : ''}`,
    });
  return {
    paddings,
    paper,
    pages: () => pages,
    definition: {
      version: '1.7',
      language: 'zh-CN',
      displayTitle: true,
      pageSize: 'A4',
      defaultStyle: { font: 'sans', fontSize: 9 },
      info: {
        title: paper.clean(document.title),
        creationDate: new Date(document.atMs),
        creator: `Midian ${version}`,
        producer: `Midian ${version}`,
      },
      ...(document.watermark === null
        ? {}
        : {
            watermark: {
              text: paper.clean(document.watermark),
              font: 'serif',
              bold: true,
              color: '#5a5a5a',
              opacity: 0.12,
              fontSize: 96,
              angle: -32,
            },
          }),
      content: sections,
    },
  };
}

/** Room the note on named characters takes, in points; not less. */
function noteHeight(named: readonly string[]): number {
  return named.length === 0 ? 0 : 30 + 12 * Math.ceil(Math.min(named.length, maximumNamed) / 12);
}

/** Rows that still fit below a table; none where its end has gone over to a page of its own. */
function blankRowsOf({ marker, bottom, top, rowHeight }: Padding, reserved: number): number {
  const { positions } = marker as { positions?: { top: number }[] };
  const end = positions?.[0]?.top ?? bottom;
  return end <= top ? 0 : Math.max(0, Math.floor((bottom - end - reserved - 1) / rowHeight));
}

/** Bytes, page count and the characters that had to be named. `checkCancelled` is called at every row and may throw. */
export async function writePaper(document: PaperDocument, checkCancelled: () => void): Promise<PaperFile> {
  prepareFaces();
  let built = build(document, null, checkCancelled);
  let bytes = await pdfmake.createPdf(built.definition).getBuffer();
  if (built.paddings.length > 0) {
    // Only the finished layout says how full the last page is.
    const reserved = noteHeight(built.paper.named());
    const blanks = built.paddings.map((padding) => blankRowsOf(padding, reserved));
    built = build(document, blanks, checkCancelled);
    bytes = await pdfmake.createPdf(built.definition).getBuffer();
  }
  return { bytes, pages: built.pages(), named: built.paper.named() };
}
