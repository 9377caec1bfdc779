// Tells the rows of a ledger that are records from what stands between and below them: blanks, repeated headers, section
// titles, signatures, totals and notes.
import { headerKey, isEmptyMark, normalizeText } from '../../../../../shared/values/text.ts';
import { type Cell, cellText } from './grid.ts';
import type { ColumnMatch, HeaderMatcher } from './match-headers.ts';

export type RowKind = 'data' | 'blank' | 'header' | 'footer' | 'section';

const signers =
  '填表人|制表人|填报人|编制人|登记人|经办人|审核人|复核人|审批人|批准人|负责人|保管人|监制人|记录人|接收人|移交人|审核|审批|复核|制表|填表|编制|批准|单位负责人|部门负责人|商秘办负责人|分管领导|主管领导|主管|单位|单位盖章|单位名称|单位公章|盖章|公章|签字|签名|日期|填表日期|填报日期|制表日期|填报时间|填报单位|填报部门|报送日期|审核日期|联系电话|联系人|电话|基准日|截止日期';
const signature = new RegExp(`^[(]?(?:${signers})[)]?(?:\\([^)]*\\))?:`);
// Whatever else people sign as, and any short label waiting for something to be written after it.
const anySignature =
  /^(?:[\p{Script=Han}()]{1,8}(?:人|员|领导|日期|时间|签字|签名|签章|盖章|意见|主任|经理|组长)(?:\([^)]*\))?:|[\p{Script=Han}()]{2,12}:$)/u;
const bareSignature = /^[(]?(?:填表人|制表人|填报人|审核人|复核人|盖章|公章|单位盖章|签字|签名|单位公章)[)]?$/;
const blankDate = /^(?:\d{0,4}年\d{0,2}月\d{0,2}日|年月日)$/;
const total = /^(?:本页|本表|本册|以上)?(?:合计|总计|小计|共计|累计)(?:[:\d共].*)?$/;
const note = /^(?:注|备注|说明|附注|填表说明|填写说明|填报说明|注意事项|注意|提示)\d?[:.、]/;
const pageMark =
  /^(?:第\d*页|共\d*页|第\d*页[,，]?共\d*页|续表|续上表|以下空白|此页以下空白|以下无正文|本页完|接下页|转下页|上接.*|下转.*|\[?以下空白\]?)$/;
const sectionTitle =
  /^(?:[一二三四五六七八九十]{1,3}[、.]|[(][一二三四五六七八九十]{1,3}[)]|第[一二三四五六七八九十]{1,3}(?:部分|类|章))/;
const exampleMark = /^(?:例|示例|样例|填写示例)[:：]?\d?$/;

function isFooterText(compact: string): boolean {
  return [signature, anySignature, bareSignature, blankDate, total, note, pageMark].some((pattern) =>
    pattern.test(compact),
  );
}

export interface RowContext {
  matcher: HeaderMatcher;
  mapping: readonly ColumnMatch[];
  /** Target of the field that names a record. */
  title: string;
  /** Compact texts of the rows above the header, repeated on later pages. */
  titleTexts: ReadonlySet<string>;
  /** Columns a cell of this row is merged over, 1 where it is not. */
  mergedWidth: (row: number) => number;
}

/** A text without spaces and in half-width, by which set phrases are recognised. */
export function compactText(text: string): string {
  return normalizeText(text).replace(/\s+/g, '');
}

/** Classifies rows (0-based) by their cells; ask in order, as a note may go on over several rows. */
export function createRowClassifier(context: RowContext): (cells: readonly Cell[], row: number) => RowKind {
  const mapped = context.mapping.filter((column) => column.target !== null);
  const titleColumn = mapped.find((column) => column.target === context.title)?.column ?? -1;
  const numbered = mapped.find((column) => column.target === 'number');
  const number = numbered && numbered.kind !== 'weak' ? numbered.column : -1;
  const weakNumber = numbered && numbered.kind === 'weak' ? numbered.column : -1;
  const headerKeys = mapped.map((column) => ({ ...column, key: headerKey(column.header) }));
  const unread = new Set(context.mapping.filter((column) => column.target === null).map((column) => column.column));
  let previous: RowKind = 'data';

  function isHeaderAgain(cells: readonly Cell[]): boolean {
    let same = 0;
    let other = 0;
    for (const column of headerKeys) {
      const cell = cells[column.column];
      if (typeof cell !== 'string') {
        if (typeof cell === 'number') other++;
        continue;
      }
      const isSame =
        headerKey(cell) === column.key ||
        context.matcher.lookUp(cell).some((entry) => entry.target === column.target && entry.kind !== 'weak');
      if (isSame) same++;
      else other++;
    }
    return same >= 2 && same > other * 2;
  }

  /** The usual record: it names something, fills several cells and does not begin like a signature line. */
  function isPlainRecord(cells: readonly Cell[]): boolean {
    const named = cells[titleColumn];
    if (typeof named !== 'string' || isEmptyMark(named)) return false;
    let filled = 0;
    let first: Cell = null;
    for (const cell of cells) {
      if (cell === null) continue;
      if (filled === 0) first = cell;
      filled++;
    }
    if (filled < 4) return false;
    if (typeof first === 'string' && first.length < 30 && isFooterText(compactText(first))) return false;
    return named.length > 12 || context.matcher.lookUp(named).length === 0;
  }

  function judge(cells: readonly Cell[], row: number): RowKind {
    if (isPlainRecord(cells)) return 'data';
    const filled: { column: number; text: string }[] = [];
    cells.forEach((cell, column) => {
      const text = compactText(cellText(cell));
      if (!isEmptyMark(text)) filled.push({ column, text });
    });
    const [first] = filled;
    if (!first) return 'blank';
    if (isHeaderAgain(cells) || exampleMark.test(first.text)) return 'header';
    if (filled.length <= 3 && context.titleTexts.has(first.text)) return 'header';
    const footerCells = filled.filter((cell) => isFooterText(cell.text)).length;
    // Beside each mark there may be a name or a date, not a record.
    if (isFooterText(first.text) && filled.length <= footerCells * 3) return 'footer';
    if (total.test(first.text) && typeof cells[titleColumn] !== 'string') return 'footer';
    if (filled.length > 1) return 'data';
    const isTitle = first.column === titleColumn;
    if (context.mergedWidth(row) >= Math.min(3, mapped.length) && mapped.length > 1)
      return previous === 'footer' ? 'footer' : 'section';
    if (isTitle) return sectionTitle.test(first.text) && mapped.length > 3 ? 'section' : 'data';
    // One cell that names nothing: a running number printed ahead, or a line of text.
    if (/^\d+$/.test(first.text) && (first.column === weakNumber || unread.has(first.column))) return 'blank';
    if (first.column === number && !sectionTitle.test(first.text) && first.text.length <= 40) return 'data';
    return previous === 'footer' ? 'footer' : 'section';
  }

  return (cells, row) => {
    const kind = judge(cells, row);
    if (kind !== 'blank') previous = kind;
    return kind;
  };
}
