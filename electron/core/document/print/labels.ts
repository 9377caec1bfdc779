// Labels with the mark of law.md 4.6 (short name · grade · term), number, copy and a QR code of the number: sheets of 24 on A4, or
// one a page for label printers. No name of a secret or carrier, no state-secret word or mark.
import type { Content } from 'pdfmake/interfaces';
import { AppError } from '../../../../shared/contract/envelope.ts';
import { localDateTime } from '../../../../shared/time.ts';
import { termEnd, termLabel } from '../../../../shared/values/term.ts';
import { prepared } from '../../db/prepared.ts';
import { requireNotFrozen } from '../../register/marks.ts';
import { getRow } from '../../register/read.ts';
import type { TableRow } from '../../register/statements.ts';
import type { TaskContext } from '../../tasks.ts';
import type { VaultSession } from '../../vault/session.ts';
import { widthInEm } from '../paper/faces.ts';
import type { PaperText } from '../paper/paper-text.ts';
import { qrContent } from '../paper/qr-code.ts';
import type { PaperSection } from '../paper/write-paper.ts';
import { contentDigest, demoMark, traceText } from './document-head.ts';
import type { PreparedDocument } from './register-document.ts';

export interface LabelChoice {
  register: 'secret' | 'carrier';
  ids: readonly string[];
  /** a4: 3 × 8 labels of 70 × 36 mm. single: one of 50 × 30 mm a page. */
  sheet: 'a4' | 'single';
  /** The first free label of the first sheet, counted along the rows from 1. */
  start: number;
}

export interface LabelText {
  /** `云岭新材料·核心商密·至2036-10-12`. */
  mark: string;
  number: string;
  /** `第 1 份（共 2 份）`; empty for secrets and carriers of one copy. */
  copy: string;
  /** Released: the old mark is void. */
  isReleased: boolean;
}

const mm = 72 / 25.4;
const longestName = 10;

/** The name of an organisation as it fits a label: without its legal form, at most ten characters. */
export function shortName(organisation: string): string {
  const plain = organisation.trim().replace(/(?:（集团）)?(?:股份有限公司|有限责任公司|有限公司|集团公司)$/, '');
  return [...(plain === '' ? organisation.trim() : plain)].slice(0, longestName).join('');
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

/** The secrets a carrier is linked to today. */
function secretsOn(session: VaultSession, carrier: string): TableRow[] {
  return prepared(
    session.db,
    `SELECT s.* FROM secret_carrier l JOIN secret s ON s.id = l.secret
     WHERE l.carrier = ? AND l.void = 0 AND l.ends_on IS NULL AND s.void = 0 ORDER BY l.rid`,
  ).all(carrier) as TableRow[];
}

function termWords(term: string | null, from: string | null): string {
  if (term === null) return '';
  const end = termEnd(term, from);
  return end === null ? termLabel(term, 'zh') : `至${end}`;
}

function markOf(session: VaultSession, level: string | null, term: string, number: string | null): string {
  const grade = session.settings.scheme.grades.find(({ code }) => code === level);
  if (grade === undefined) throw new AppError('label_ungraded', { number });
  return [shortName(session.settings.organisation), grade.label.zh, term].filter((part) => part !== '').join('·');
}

function releasedMark(session: VaultSession, on: string | null): string {
  return [shortName(session.settings.organisation), '已解密', on ?? ''].filter((part) => part !== '').join('·');
}

function secretLabel(session: VaultSession, row: TableRow): Omit<LabelText, 'number' | 'copy'> {
  if (row.status === 'released') return { mark: releasedMark(session, text(row.released_on)), isReleased: true };
  if (row.status === 'proposed') throw new AppError('label_ungraded', { number: row.number });
  const term = termWords(text(row.term), text(row.graded_on));
  return { mark: markOf(session, text(row.level), term, row.number), isReleased: false };
}

/** A carrier bears the highest grade of what is on it; one on which all is released bears the mark of release. */
function carrierLabel(session: VaultSession, row: TableRow): Omit<LabelText, 'number' | 'copy'> {
  const secrets = secretsOn(session, row.id);
  for (const secret of secrets) requireNotFrozen(session, secret);
  const rank = (secret: TableRow) =>
    session.settings.scheme.grades.find(({ code }) => code === secret.level)?.rank ?? Number.NEGATIVE_INFINITY;
  const graded = secrets.filter(({ status }) => status !== 'released' && status !== 'proposed');
  const [highest] = graded.toSorted((left, right) => rank(right) - rank(left));
  if (highest) return secretLabel(session, highest);
  const released = secrets.filter(({ status }) => status === 'released');
  if (released.length > 0 && released.length === secrets.length) {
    const last = released.map((secret) => text(secret.released_on) ?? '').toSorted();
    return { mark: releasedMark(session, text(last.at(-1))), isReleased: true };
  }
  const term = termWords(text(row.term), text(row.made_on));
  return { mark: markOf(session, text(row.level), term, row.number), isReleased: false };
}

/** What stands on the label of a record. Throws AppError `record_missing`, `record_void`, `record_frozen`, `label_ungraded`. */
export function labelText(session: VaultSession, register: 'secret' | 'carrier', id: string): LabelText {
  const row = getRow(session, session.registry.byKey(register), id);
  if (row.void === 1) throw new AppError('record_void', { number: row.number });
  requireNotFrozen(session, row);
  const copy = typeof row.copy_number === 'number' ? row.copy_number : null;
  const total = typeof row.copies_total === 'number' ? `（共 ${row.copies_total} 份）` : '';
  return {
    ...(register === 'secret' ? secretLabel(session, row) : carrierLabel(session, row)),
    number: row.number ?? '',
    copy: copy === null ? '' : `第 ${copy} 份${total}`,
  };
}

interface Size {
  widthMm: number;
  heightMm: number;
  /** White to every edge. */
  insetMm: number;
  qrMm: number;
  /** Type of the mark: as large as its line allows, between these. */
  markSizes: readonly [least: number, most: number];
  textSize: number;
}

const sizes: Readonly<Record<LabelChoice['sheet'], Size>> = {
  a4: { widthMm: 70, heightMm: 36, insetMm: 3.5, qrMm: 22, markSizes: [8, 11.5], textSize: 9 },
  single: { widthMm: 50, heightMm: 30, insetMm: 2, qrMm: 19, markSizes: [6.5, 9], textSize: 7.5 },
};
const columnsOnSheet = 3;
const rowsOnSheet = 8;
const topMm = (297 - rowsOnSheet * 36) / 2;
const lineEm = 1.448;

/** The mark on one line, or in two where its name is long. */
function markLines(
  mark: string,
  widthPoints: number,
  [least, most]: Size['markSizes'],
): { text: string; size: number } {
  const fitting = (lines: readonly string[]) =>
    Math.min(most, (widthPoints * 0.96) / Math.max(...lines.map((line) => widthInEm(line))));
  const whole = fitting([mark]);
  if (whole >= least) return { text: mark, size: whole };
  const [name = '', ...rest] = mark.split('·');
  const lines = [name, rest.join('·')];
  return { text: lines.join('\n'), size: fitting(lines) };
}

/** One label with its upper left corner at a place, in mm. */
function drawn(
  paper: PaperText,
  label: LabelText,
  size: Size,
  leftMm: number,
  upMm: number,
  isDemo: boolean,
): Content[] {
  const width = (size.widthMm - 2 * size.insetMm) * mm;
  const left = (leftMm + size.insetMm) * mm;
  const mark = markLines(paper.clean(label.mark), width, size.markSizes);
  const lines = mark.text.split('\n');
  const markHeight = lines.length * mark.size * lineEm;
  const room = size.heightMm * mm - markHeight;
  const top = upMm * mm + Math.max(size.insetMm * mm, (room - size.qrMm * mm) / 2 + size.insetMm * 0.4);
  const besides = width - size.qrMm * mm - 4;
  const words = [
    label.number,
    ...(label.copy === '' ? [] : [label.copy]),
    ...(label.isReleased ? ['原标志作废'] : []),
    ...(isDemo ? [demoMark] : []),
  ];
  const at = (x: number, y: number, content: object): Content =>
    ({ ...content, absolutePosition: { x, y } }) as Content;
  return [
    ...lines.map((text, index) =>
      at(left, top + index * mark.size * lineEm, {
        text,
        font: 'serif',
        bold: true,
        fontSize: mark.size,
        noWrap: true,
      }),
    ),
    // The quiet zone of the code is white: its left edge may stand beyond the text's.
    at(left - 4, top + markHeight, qrContent(label.number, size.qrMm * mm) as object),
    ...words.map((text, index) => {
      const clean = paper.clean(text);
      const fontSize = Math.min(size.textSize, (besides * 0.97) / widthInEm(clean));
      return at(left + size.qrMm * mm, top + markHeight + size.textSize * (0.6 + index * 1.6), {
        text: clean,
        fontSize,
        noWrap: true,
      });
    }),
  ];
}

function bare(
  orientation: 'portrait' | 'landscape',
  size: 'A4' | 'label',
  content: PaperSection['content'],
): PaperSection {
  return { setup: { size, orientation }, running: '', signOffs: [], isBare: true, content };
}

function sheets(labels: readonly LabelText[], start: number, isDemo: boolean): PaperSection[] {
  const size = sizes.a4;
  const onSheet = columnsOnSheet * rowsOnSheet;
  const count = Math.ceil((start - 1 + labels.length) / onSheet);
  return Array.from({ length: count }, (_sheet, sheet) =>
    bare('portrait', 'A4', ({ paper }) => {
      const placed = labels.flatMap((label, index) => {
        const place = index + start - 1 - sheet * onSheet;
        if (place < 0 || place >= onSheet) return [];
        const column = place % columnsOnSheet;
        const row = Math.floor(place / columnsOnSheet);
        return drawn(paper, label, size, column * size.widthMm, topMm + row * size.heightMm, isDemo);
      });
      return placed;
    }),
  );
}

/**
 * Labels of the chosen records, in their order. Throws AppError `record_missing`, `record_void`, `record_frozen`,
 * `label_ungraded`; then no label is printed at all.
 */
export function labelDocument(session: VaultSession, choice: LabelChoice, job: TaskContext): PreparedDocument {
  const { organisation, demo } = session.settings;
  const labels = choice.ids.map((id) => {
    job.checkCancelled();
    return labelText(session, choice.register, id);
  });
  const atMs = session.now();
  const digest = contentDigest(['labels', choice.sheet, choice.start, ...labels]);
  return {
    digest,
    rows: labels.length,
    document: {
      title: `${organisation}密级标签`,
      atMs,
      watermark: null,
      trace: traceText('标签', `${labels.length} 枚`, localDateTime(atMs), digest),
      sections:
        choice.sheet === 'a4'
          ? sheets(labels, choice.start, demo)
          : labels.map((label) =>
              bare('landscape', 'label', ({ paper }) => drawn(paper, label, sizes.single, 0, 0, demo)),
            ),
    },
  };
}
