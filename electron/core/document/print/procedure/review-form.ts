// F03, the yearly review: one list for every department, each beginning on a page of its own, opinion and signatures on every page.
import { termLabel } from '../../../../../shared/values/term.ts';
import { choicesText } from '../../paper/choices.ts';
import type { PaperColumn, PaperRow } from '../../paper/paper-table.ts';
import { countText, dateText } from '../../paper/paper-text.ts';
import type { PaperSection } from '../../paper/write-paper.ts';
import { titleBlock } from '../document-head.ts';
import { doneText, formHead, gradedText, levelText, runNotes, termText } from './form-parts.ts';
import { emptyRows } from './grading-forms.ts';
import type { PaperItem, PaperRun } from './run-paper.ts';

const title = '商业秘密年度复核表';

const columns: PaperColumn[] = [
  { header: '序号', leastEm: 2, wantedEm: 2.4, align: 'center' },
  { header: '编号', leastEm: 9.2, wantedEm: 9.2 },
  { header: '秘点名称', leastEm: 7, wantedEm: 12 },
  { header: '密级', leastEm: 2.2, wantedEm: 4.4 },
  { header: '期限', leastEm: 3, wantedEm: 6.8 },
  { header: '知悉范围', leastEm: 5, wantedEm: 10 },
  { header: '载体份数', leastEm: 2.4, wantedEm: 5, align: 'center' },
  { header: '复核意见', leastEm: 7.6, wantedEm: 7.6 },
  { header: '变更内容', leastEm: 5, wantedEm: 8 },
  { header: '理由', leastEm: 4, wantedEm: 7 },
  { header: '复核人', leastEm: 3, wantedEm: 4 },
];

const opinions = [
  ['keep', '维持'],
  ['change', '变更'],
  ['release', '解密'],
  ['extend', '延期'],
] as const;

function opinionChoices(chosen: string | null): string {
  const [keep = '', change = '', release = '', extend = ''] = opinions.map(([code, text]) =>
    choicesText([{ text, isChosen: code === chosen }]),
  );
  return `${keep}　${change}\n${release}　${extend}`;
}

function row(run: PaperRun, { secret, result, position, isWithdrawn }: PaperItem, order: number): PaperRow {
  const { values } = secret;
  const changes = result
    ? [levelText(run, result.level), termText(result.term), result.scope ?? ''].filter((part) => part !== '')
    : [];
  const reviewer = run.signed.get('review');
  return {
    isVoid: isWithdrawn,
    cells: [
      countText(position || order),
      secret.number ?? '',
      secret.name,
      levelText(run, values.level),
      typeof values.term === 'string' ? termLabel(values.term, 'zh') : '',
      String(values.scope ?? ''),
      secret.carriers.length === 0 ? String(values.carrierForm ?? '') : `${secret.carriers.length}`,
      opinionChoices(result?.request ?? null),
      changes.join('；'),
      result?.note ?? '',
      isWithdrawn ? '已撤回' : result && reviewer ? reviewer.name : '',
    ],
  };
}

/** Steps signed on screen, under the title: the foot of the page is for ink. */
function doneNotes(run: PaperRun): string[] {
  const done = run.steps.flatMap((step) => {
    const text = doneText(run, step.name);
    return text === null || step.act === 'propose' ? [] : [`${step.label?.zh ?? step.name}：${text}`];
  });
  return done.length === 0 ? [] : [done.join('；')];
}

function section(run: PaperRun, department: string | null, items: readonly PaperItem[]): PaperSection {
  const { row: own } = run;
  const cutOff = typeof own?.started_on === 'string' ? dateText(own.started_on) : '＿＿＿＿年＿＿月＿＿日';
  const empty = opinionChoices(null);
  return {
    setup: { size: 'A4', orientation: 'landscape' },
    running: `${run.organisation}　${title}`,
    signOffs: ['复核人', '部门负责人', '商秘办汇总', '分管领导'],
    note: '“维持”不另行审批；“变更”“解密”“延期”汇入一张密级变更、解密审批表。序号为全表序号，登记结果以此为准。本表一式＿＿份，复核部门、商秘办各存一份。',
    content: ({ paper, table }) => [
      formHead(paper, run, gradedText({ ...run, items }, true)),
      ...titleBlock(paper, title, [...runNotes(run), ...doneNotes(run)], 18),
      {
        fontSize: 10.5,
        font: 'serif',
        margin: [0, 2, 0, 4],
        columnGap: 12,
        columns: [
          { text: `复核部门：${paper.clean(department ?? '＿＿＿＿＿＿')}` },
          { text: `复核年度：${own?.year ?? '＿＿＿＿'}` },
          { text: `基准日：${cutOff}` },
          { text: own === null ? '共＿＿项' : `共 ${countText(items.length)} 项`, alignment: 'right' },
        ],
      },
      ...table(
        {
          columns,
          rows:
            items.length === 0
              ? emptyRows(11, columns.length, (order) => [`${order}`, '', '', '', '', '', '', empty])
              : items.map((item, index) => row(run, item, index + 1)),
          fontSizes: [9, 8.5, 8],
        },
        { isPadded: false },
      ),
    ],
  };
}

/** F03, a section for every department in the order of the list. */
export function reviewForm(run: PaperRun): PaperSection[] {
  if (run.items.length === 0) return [section(run, null, [])];
  const byDepartment = Map.groupBy(run.items, ({ secret }) => secret.department ?? run.department);
  return [...byDepartment].map(([department, items]) => section(run, department, items));
}
