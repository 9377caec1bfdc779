// R03, the sheet a department fills in: the columns of forms.md, head, drop-downs, places to sign. It holds no record of ours, and
// no column for sealed content.
import { colToLetter } from 'hucre';
import type { GradingScheme } from '../../../../shared/levels.ts';
import { fieldOf, type RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { type SheetRow, sheetNameOf, type WrittenCell } from './sheet-cells.ts';
import { type CellRule, packWorkbook, type SheetContent } from './workbook-file.ts';

export interface ReturnOptions {
  definition: RegisterDefinition;
  scheme: GradingScheme;
  organisation: string;
  /** Null: left to be written, for any department. */
  department: string | null;
}

interface ReturnColumn {
  header: string;
  /** In characters. */
  width: number;
  help: string;
  /** Field whose choices are offered. */
  choices?: 'category' | 'level';
}

const columns: readonly ReturnColumn[] = [
  { header: '序号', width: 5, help: '' },
  { header: '秘点名称', width: 18, help: '必填。只写名称，不写具体参数、配方、数值。' },
  {
    header: '内容概述（不写具体参数）',
    width: 22,
    help: '一句话说明是什么。具体内容不写入本表，定密后由责任人单独密封录入。',
  },
  { header: '类别', width: 9, help: '技术信息或经营信息。', choices: 'category' },
  {
    header: '产生日期及依据',
    width: 13,
    help: '日期在前，证明来源的材料在后：2024-03-15，结题报告；只知道月份写 2024-03。',
  },
  { header: '载体形式及存放处', width: 14, help: '如：图纸，研发中心 3 号柜；电子文件，受控服务器。' },
  {
    header: '接触岗位/人员',
    width: 12,
    help: '写岗位台账、人员台账中的名称，用顿号隔开；导入时逐一登记为知悉岗位、知悉人。',
  },
  { header: '泄露后果', width: 16, help: '泄露后对单位的影响。' },
  {
    header: '公知情况（公开/专利/论文/产品可得）',
    width: 16,
    help: '是否已公开、申请专利、发表论文，从产品中能否得知。',
  },
  { header: '已有措施', width: 16, help: '现有的保密措施。' },
  { header: '建议密级', width: 9, help: '涉及国家秘密的不得填入本表。', choices: 'level' },
  { header: '建议期限', width: 9, help: '写成 10年、6个月、长期、公布前，或至2031-06-30。' },
  { header: '建议知悉范围', width: 13, help: '建议今后允许知悉的岗位和人员。' },
  { header: '填报人', width: 8, help: '' },
];

const emptyRows = 20;
const spareRows = 1000;
const headRows = 3;

function choicesOf({ definition, scheme }: ReturnOptions, { choices }: ReturnColumn): string[] {
  if (choices === 'level') return scheme.grades.map(({ label }) => label.zh);
  if (choices === undefined) return [];
  const field = fieldOf(definition, choices);
  return field.kind === 'choice' ? field.choices.map(({ label }) => label.zh) : [];
}

function text(value: string, style: WrittenCell['style']): WrittenCell {
  return { kind: 'text', text: value, style };
}

/** A line of several texts, each over some columns. */
function line(parts: readonly [column: number, text: string][]): SheetRow {
  const cells: WrittenCell[] = columns.map(() => ({ kind: 'blank', style: 'plain' }));
  for (const [column, value] of parts) cells[column] = text(value, 'plain');
  return { cells, heightPoints: 24 };
}

function sheet(options: ReturnOptions): SheetContent {
  const last = colToLetter(columns.length - 1);
  const { organisation, department } = options;
  const rules = columns.flatMap((column, index): CellRule[] => {
    const letters = colToLetter(index);
    const choices = choicesOf(options, column);
    return [
      ...(column.help === ''
        ? []
        : [{ range: `${letters}${headRows}`, promptTitle: column.header.slice(0, 30), prompt: column.help }]),
      ...(choices.length === 0
        ? []
        : [{ range: `${letters}${headRows + 1}:${letters}${headRows + spareRows}`, list: `"${choices.join(',')}"` }]),
    ];
  });
  const blank = columns.map(
    (_column, index): WrittenCell => ({ kind: 'blank', style: index === 0 ? 'count' : 'wrapped' }),
  );
  const signRow = headRows + emptyRows + 1;
  return {
    name: sheetNameOf('商业秘密梳理填报表'),
    hidden: false,
    parts: {
      widths: columns.map(({ width }) => width),
      frozenRows: headRows,
      frozenColumns: 2,
      filter: null,
      merges: [`A1:${last}1`, 'A2:C2', 'D2:H2', `I2:${last}2`, `A${signRow}:C${signRow}`, `D${signRow}:H${signRow}`],
      rules,
      pageHeader: '',
      pageFooter: 'R03　第 &P 页　共 &N 页',
      isWide: false,
      printedColumns: `$A:$${last}`,
      textRange: `A1:${last}${headRows + emptyRows}`,
    },
    head: [
      { cells: [text(`${organisation}商业秘密梳理填报表`, 'title')], heightPoints: 36 },
      line([
        [0, `填报单位：${organisation}`],
        [3, `填报部门：${department ?? ''}`],
        [8, '填报日期：　　　　年　　月　　日'],
      ]),
      { cells: columns.map(({ header }) => text(header, 'header')), heightPoints: 48 },
    ],
    body: [
      ...Array.from({ length: emptyRows }, () => ({ cells: blank, heightPoints: 32 })),
      line([
        [0, '填报人：'],
        [3, '部门负责人（签字、部门章）：'],
        [8, '商秘办接收人：'],
        [11, '接收日期：'],
      ]),
    ],
  };
}

/** In characters; a Chinese one takes two. */
const guideWidths = [36, 64, 40] as const;

function guide(options: ReturnOptions): SheetContent {
  const header = ['栏目', '填写要求', '可选内容'].map((value) => text(value, 'header'));
  const rows = columns.map(
    (column): SheetRow => ({
      cells: [column.header, column.help, choicesOf(options, column).join('、')].map((value) => text(value, 'wrapped')),
      // Not every program makes a row as high as its text.
      heightPoints: column.help.length * 2 > guideWidths[1] ? 34 : 18,
    }),
  );
  return {
    name: '填写说明',
    hidden: false,
    parts: {
      widths: [...guideWidths],
      frozenRows: 0,
      frozenColumns: 0,
      filter: null,
      merges: [],
      rules: [],
      pageHeader: '',
      pageFooter: '',
      isWide: false,
      printedColumns: null,
      textRange: 'A1',
    },
    head: [{ cells: header }, ...rows],
  };
}

/** The empty return sheet as a workbook; the same for the same input. */
export async function writeReturnSheet(options: ReturnOptions): Promise<Buffer> {
  return packWorkbook([sheet(options), guide(options)]);
}
