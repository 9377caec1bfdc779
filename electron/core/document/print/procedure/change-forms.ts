// F02, the approval of a change of grade or a release: all boxes for one secret; for many a first page with ten rows, the rest
// and the carriers and people affected as attached lists.
import type { Content } from 'pdfmake/interfaces';
import { termEnd } from '../../../../../shared/values/term.ts';
import { flowingChoices } from '../../paper/choices.ts';
import { type FormCell, formBoxes } from '../../paper/form-boxes.ts';
import type { PaperRow } from '../../paper/paper-table.ts';
import { countText, dateText } from '../../paper/paper-text.ts';
import type { PaperSection, SectionKit } from '../../paper/write-paper.ts';
import { titleBlock } from '../document-head.ts';
import {
  blankDate,
  carriersText,
  copiesLine,
  formShares,
  formTitle,
  gradedText,
  label,
  levelChoices,
  levelText,
  onePageForm,
  opinion,
  pair,
  stackedGrading,
  termChoices,
  termText,
  toldText,
  wide,
  wideText,
} from './form-parts.ts';
import { dayOf, departmentsText, emptyRows, listHead, resultText } from './grading-forms.ts';
import type { PaperItem, PaperRun } from './run-paper.ts';

const title = '商业秘密密级变更、解密审批表';
const copies = '本表一式两份，申请部门、商秘办各存一份。';
const refusal = '不予批准';
/** Rows on the first page. */
const firstRows = 10;

const said = (value: unknown) => (value === null || value === undefined ? '' : String(value));

/** What is asked, as the form's seven choices. Whether a scope grows or shrinks is only known where one contains the other. */
export function changeKinds(run: PaperRun, { request, proposed, secret }: PaperItem): Set<string> {
  const { values } = secret;
  const rank = (code: unknown) => run.scheme.grades.find((grade) => grade.code === code)?.rank;
  const kinds = new Set<string>();
  if (request === 'release') return kinds.add('解密');
  const [before, after] = [rank(values.level), rank(proposed.level)];
  if (before !== undefined && after !== undefined && before !== after) kinds.add(after > before ? '升级' : '降级');
  if (request === 'extend') kinds.add('延长');
  else if (proposed.term !== null && proposed.term !== values.term) {
    const graded = typeof values.gradedOn === 'string' ? values.gradedOn : null;
    const end = (term: unknown, from: string | null) =>
      typeof term === 'string' ? (termEnd(term, from) ?? '9999-12-31') : null;
    const [old, next] = [end(values.term, graded), end(proposed.term, run.today)];
    if (old !== null && next !== null && old !== next) kinds.add(next > old ? '延长' : '缩短');
  }
  const [scope, wanted] = [said(values.scope), proposed.scope ?? ''];
  if (wanted !== '' && wanted !== scope) {
    if (wanted.includes(scope)) kinds.add('扩大知悉范围');
    else if (scope.includes(wanted)) kinds.add('缩小知悉范围');
  }
  return kinds;
}

const kindNames = ['升级', '降级', '延长', '缩短', '扩大知悉范围', '缩小知悉范围', '解密'];

function kindChoices(chosen: ReadonlySet<string>): string {
  return flowingChoices(
    kindNames.map((text) => ({ text, isChosen: chosen.has(text) })),
    37,
  );
}

const stepBoxes: readonly [step: string, name: string, word: string][] = [
  ['propose', '提请人', '签字'],
  ['departmentHead', '部门负责人意见', '签字（章）'],
  ['office', '商秘办审核意见', '签字（章）'],
  ['leader', '分管领导审批意见', '签字'],
];

/** Opinion boxes of the steps this procedure has, two side by side. */
function opinions(run: PaperRun): FormCell[][] {
  const own = stepBoxes.filter(([step]) => run.template.steps.some(({ name }) => name === step));
  const rows: FormCell[][] = [];
  for (let index = 0; index < own.length; index += 2) {
    const both = own.slice(index, index + 2);
    rows.push(
      both.flatMap(([step, name, word]) =>
        opinion(run, step, (step === 'propose' && run.template.steps[0]?.label?.zh) || name, {
          word,
          ...(both.length === 1 ? { span: 3 } : {}),
        }),
      ),
    );
  }
  return rows;
}

/** 执行栏: register, marks, notices, each with its date and who did it. */
function execution(run: PaperRun): FormCell[][] {
  const line = (name: string, step: string): FormCell[] => {
    const signed = run.signed.get(step);
    const text = signed
      ? `日期：${dateText(signed.on)}　　经办人（系统内办理）：${signed.name}`
      : `日期：${blankDate}　　经办人：`;
    return [label(name), { text, span: 3 }];
  };
  return [line('台账更新', 'filing'), line('标志更换\n（旧标作废）', 'execution'), line('通知送达', 'execution')];
}

/** Why a secret was released without anybody deciding it: published, or the end of its term. */
function endedText(run: PaperRun, { secret: { values } }: PaperItem): string {
  if (run.template.key !== 'automaticRelease') return '';
  if (typeof values.publishedOn === 'string') return `已于${dateText(values.publishedOn)}公开`;
  const end = termEnd(said(values.term), typeof values.gradedOn === 'string' ? values.gradedOn : null);
  return end === null ? '' : `保密期限于${dateText(end)}届满`;
}

function singleBoxes(run: PaperRun, item: PaperItem | undefined): FormCell[][] {
  const values = item?.secret.values ?? {};
  const gradedOn = typeof values.gradedOn === 'string' ? dateText(values.gradedOn) : '';
  const isRelease = item?.request === 'release';
  return [
    pair('申请部门', run.department ?? item?.secret.department ?? '', '申请日期', dayOf(run)),
    pair('秘点名称', item?.secret.name ?? '', '秘点编号', item?.secret.number ?? ''),
    pair('原密级', levelText(run, values.level), '原期限', termText(values.term, values.gradedOn)),
    wideText('原知悉范围', said(values.scope)),
    wide('原定密日期\n及审批表号', [gradedOn, said(values.approvalNumber)].filter((part) => part !== '').join('　')),
    wide('申请类型', kindChoices(item ? changeKinds(run, item) : new Set())),
    wide('变更后密级', isRelease ? '（解密）' : levelChoices(run, item?.proposed.level)),
    wide(
      '变更后期限',
      isRelease ? '（解密）' : termChoices(item?.proposed.term ?? null).replace('自定密之日', '自批准之日'),
    ),
    wideText('变更后知悉范围', isRelease ? '（解密）' : (item?.proposed.scope ?? '')),
    wideText('理由及依据', item?.reason ?? (said(run.row?.reason) || (item ? endedText(run, item) : ''))),
    wide('涉及载体\n（编号、份号、\n份数）', item ? carriersText(item.secret.carriers, 16) : ''),
    wideText('应通知部门和人员', item ? toldText(item.secret) : ''),
  ];
}

/** F02 for one secret. */
export function changeForm(run: PaperRun): PaperSection[] {
  const [item] = run.items;
  return [
    onePageForm(
      run,
      { title, running: `${run.organisation}　${title}`, copies: copies, graded: gradedText(run, false) },
      [...singleBoxes(run, item), ...opinions(run), ...execution(run)],
    ),
  ];
}

const columns = [
  { header: '序号', leastEm: 2, wantedEm: 2.4, align: 'center' as const },
  { header: '编号', leastEm: 9.2, wantedEm: 9.2 },
  { header: '秘点名称', leastEm: 7, wantedEm: 12 },
  { header: '申请类型', leastEm: 4.2, wantedEm: 4.2 },
  { header: '原密级、期限', leastEm: 6.2, wantedEm: 6.4 },
  { header: '变更后', leastEm: 6.2, wantedEm: 6.6 },
  { header: '理由', leastEm: 4, wantedEm: 6.4 },
  { header: '审批结果', leastEm: 12.6, wantedEm: 12.6 },
];
/** In two lines: the list of the first page stands upright. */
function results(run: PaperRun, item: Pick<PaperItem, 'result' | 'isWithdrawn'>): string {
  const [agreed = '', ...others] = resultText(run, item, refusal, '\n').split('\n');
  return [`${agreed}　${others.shift() ?? ''}`.trim().replace('＿＿＿＿＿＿', '＿＿＿＿'), ...others].join('\n');
}

const undecided = { result: null, isWithdrawn: false };

function changedText(run: PaperRun, { request, proposed }: PaperItem): string {
  if (request === 'release') return '解密';
  const parts = [stackedGrading(run, proposed), proposed.scope ? `知悉范围：${proposed.scope}` : ''];
  return parts.filter((part) => part !== '').join('\n');
}

function listRow(run: PaperRun, item: PaperItem): PaperRow {
  const { values, number, name } = item.secret;
  return {
    isVoid: item.isWithdrawn,
    cells: [
      countText(item.position),
      number ?? '',
      name,
      [...changeKinds(run, item)].join('、'),
      stackedGrading(run, { level: values.level, term: values.term }),
      changedText(run, item),
      item.reason ?? '',
      results(run, item),
    ],
  };
}

/** Rows the first page shows, as boxes of the form. */
function firstList(run: PaperRun, { paper, table }: SectionKit): Content[] {
  const rows =
    run.items.length === 0
      ? emptyRows(firstRows, columns.length, (order) => [`${order}`, '', '', '', '', '', '', results(run, undecided)])
      : run.items.slice(0, firstRows).map((item) => listRow(run, item));
  const printed = [...rows].slice(0, firstRows);
  const heading = run.items.length > firstRows ? `秘点清单（第 1 至 ${firstRows} 项，其余见附件清单）` : '秘点清单';
  return table({
    columns,
    rows: printed,
    fontSizes: [8, 7.5, 7],
    heading: { text: paper.clean(heading), fontSize: 9, margin: [0, 2, 0, 2] },
  });
}

const affectedColumns = [
  { header: '序号', leastEm: 2, wantedEm: 2.6, align: 'center' as const },
  { header: '编号', leastEm: 6, wantedEm: 9 },
  { header: '秘点名称', leastEm: 8, wantedEm: 14 },
  { header: '涉及载体（编号、份号、份数）', leastEm: 10, wantedEm: 20 },
  { header: '应通知部门和人员', leastEm: 8, wantedEm: 16 },
  { header: '标志更换\n日期、经办人', leastEm: 6, wantedEm: 8 },
  { header: '通知送达\n日期、经办人', leastEm: 6, wantedEm: 8 },
];

function* affectedRows(run: PaperRun): IterableIterator<PaperRow> {
  if (run.items.length === 0) yield* emptyRows(17, affectedColumns.length, (order) => [`${order}`]);
  for (const item of run.items) {
    const { secret } = item;
    yield {
      isVoid: item.isWithdrawn,
      cells: [
        countText(item.position),
        secret.number ?? '',
        secret.name,
        carriersText(secret.carriers, 40),
        toldText(secret),
        '',
        item.isWithdrawn ? '已撤回' : '',
      ],
    };
  }
}

/** F02 for a list: head and opinions with ten rows, the other rows and what is affected as attachments. */
export function changeListForm(run: PaperRun): PaperSection[] {
  const count = run.items.filter(({ isWithdrawn }) => !isWithdrawn).length;
  const attached = (name: string, content: PaperSection['content']): PaperSection => ({
    setup: { size: 'A4', orientation: 'landscape' },
    running: `${run.organisation}　${title}`,
    signOffs: ['审批人签字'],
    edge: '骑缝章位',
    content: (kit) => [
      ...titleBlock(kit.paper, name, [], 16),
      listHead(run, '本清单为审批表附件，编号与首页同', count)(kit.paper),
      ...content(kit),
    ],
  });
  return [
    {
      setup: { size: 'A4', orientation: 'portrait' },
      running: `${run.organisation}　${title}`,
      signOffs: [],
      edge: '骑缝章位',
      content: (kit) => {
        const { paper, room } = kit;
        const head = [
          pair('申请部门', departmentsText(run), '申请日期', dayOf(run)),
          pair('事项', run.title, '项数', run.row === null ? '　　　项' : `${countText(count)} 项`),
          wideText('理由及依据', said(run.row?.reason)),
        ];
        return [
          ...formTitle(paper, run, `${title}（批量）`, gradedText(run, true)),
          formBoxes(paper, room.width, formShares, head),
          ...firstList(run, kit),
          { text: '', margin: [0, 3] },
          { ...formBoxes(paper, room.width, formShares, [...opinions(run), ...execution(run)]), unbreakable: true },
          copiesLine(copies),
        ];
      },
    },
    ...(run.items.length > firstRows || run.row === null
      ? [
          attached('附件清单', ({ table }) =>
            table({
              columns,
              rows:
                run.row === null
                  ? emptyRows(12, columns.length, (order) => [
                      `${order + firstRows}`,
                      '',
                      '',
                      '',
                      '',
                      '',
                      '',
                      results(run, undecided),
                    ])
                  : run.items.slice(firstRows).map((item) => listRow(run, item)),
              fontSizes: [9, 8.5, 8],
            }),
          ),
        ]
      : []),
    attached('涉及载体和应通知人员清单', ({ table }) =>
      table({ columns: affectedColumns, rows: affectedRows(run), fontSizes: [9, 8.5, 8] }),
    ),
  ];
}
