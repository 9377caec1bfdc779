// F01, the approval of one secret's grade on one page, and F01b, the approval of a list: first page with grounds and opinions,
// then the list with a result for every row.
import type { Content } from 'pdfmake/interfaces';
import { secretRegister } from '../../../../../shared/registers/secret.ts';
import { formatMoneyYuan } from '../../../../../shared/values/number.ts';
import { termLabel } from '../../../../../shared/values/term.ts';
import { choicesText } from '../../paper/choices.ts';
import type { FormCell } from '../../paper/form-boxes.ts';
import type { PaperRow } from '../../paper/paper-table.ts';
import { countText, dateText } from '../../paper/paper-text.ts';
import type { PaperSection } from '../../paper/write-paper.ts';
import { titleBlock } from '../document-head.ts';
import {
  blankDate,
  carriersText,
  codeChoices,
  copiesLine,
  fittedBoxes,
  formShares,
  formSurround,
  formTitle,
  gradedText,
  gradingText,
  joinedText,
  label,
  levelChoices,
  levelText,
  namesText,
  onePageForm,
  opinion,
  pair,
  runNotes,
  termChoices,
  wide,
  wideText,
  yesNoChoices,
} from './form-parts.ts';
import type { PaperItem, PaperRun } from './run-paper.ts';

const title = '商业秘密定密审批表';
const listTitle = '商业秘密定密审批表（批量）';
const copies = '本表一式两份，申请部门、商秘办各存一份。';

function choicesOf(key: string) {
  const field = secretRegister.fields.find((candidate) => candidate.key === key);
  return field?.kind === 'choice' ? field.choices : [];
}

const said = (value: unknown) => (value === null || value === undefined ? '' : String(value));

export function dayOf(run: PaperRun): string {
  return typeof run.row?.started_on === 'string' ? dateText(run.row.started_on) : blankDate;
}

/** 秘密性: not public, and what was searched. */
function secrecyText({ secret: { values } }: PaperItem): string {
  return joinedText(
    said(values.secrecy),
    values.noveltyCheck ? `查新：${said(values.noveltyCheck)}` : null,
    values.noveltyCheckedOn ? `查新日期 ${said(values.noveltyCheckedOn)}` : null,
    values.patentComparison ? `与专利的关系：${said(values.patentComparison)}` : null,
  );
}

function moneyText(fen: number): string {
  const [yuan = '', decimals] = formatMoneyYuan(fen).split('.');
  return `${countText(Number(yuan))}${decimals === undefined ? '' : `.${decimals}`} 元`;
}

/** 价值性: why it is worth keeping, cost and lead. */
function valueText({ secret: { values } }: PaperItem): string {
  return joinedText(
    said(values.value),
    typeof values.researchCost === 'number' && `研发投入 ${moneyText(values.researchCost)}`,
    typeof values.leadTimeMonths === 'number' && `领先时间 ${values.leadTimeMonths} 个月`,
  );
}

/** 岗位、人员: as proposed, and who is linked. */
export function scopeText({ proposed, secret }: PaperItem): string {
  return joinedText(
    proposed.scope ?? said(secret.values.scope),
    secret.posts.length > 0 && `岗位：${namesText(secret.posts, '个')}`,
    secret.people.length > 0 && `人员：${namesText(secret.people, '人')}`,
  );
}

/** State secrets: □否 □是（停止，转保密工作机构）; the declaration is made when a run is started. */
function stateSecretText(run: PaperRun): string {
  return choicesText([
    { text: '否', isChosen: run.row?.state_secret_declared === 1 },
    { text: '是（停止，转保密工作机构）', isChosen: false },
  ]);
}

const expertName = '技术、知识产权、\n法务意见';

function opinions(run: PaperRun): FormCell[][] {
  const hasExpert = run.row === null || run.steps.some(({ name }) => name === 'expert');
  const expert = hasExpert ? opinion(run, 'expert', expertName) : [label(expertName), { text: '（本件未另行征求）' }];
  return [
    [
      ...opinion(run, 'propose', '提请人'),
      ...opinion(run, 'departmentHead', '申请部门\n负责人意见', { word: '签字（章）' }),
    ],
    [...expert, ...opinion(run, 'office', '商秘办审核意见', { word: '签字（章）' })],
    opinion(run, 'leader', '分管领导审批意见', { span: 3 }),
    filingRow(run),
  ];
}

/** 备案栏: number, who entered it, date. */
export function filingRow(run: PaperRun): FormCell[] {
  const signed = run.signed.get('filing');
  return [
    label('备案栏'),
    {
      text: signed
        ? `备案号：${run.number ?? ''}　登记人：${signed.name}（系统内办理）　日期：${signed.on}`
        : `备案号：　　　　　　　　　登记人：　　　　　　　　日期：${blankDate}`,
      span: 3,
    },
  ];
}

function boxes(run: PaperRun, item: PaperItem | undefined): FormCell[][] {
  const values = item?.secret.values ?? {};
  const originated = said(values.originatedOn);
  return [
    pair('申请部门', run.department ?? item?.secret.department ?? '', '申请日期', dayOf(run)),
    pair('秘点名称', item?.secret.name ?? '', '秘点编号', item?.secret.number ?? ''),
    pair('类别', codeChoices(choicesOf('category'), values.category, true), '权属', said(values.ownership)),
    wide('取得方式', codeChoices(choicesOf('origin'), values.origin)),
    wide('产生日期及依据', joinedText(originated === '' ? null : dateText(originated), said(values.originBasis))),
    wide('内容概述', `${item ? said(values.summary) : '　\n　'}\n具体内容见密封附件，附件号＿＿＿＿`),
    wideText('秘密性说明', item ? secrecyText(item) : ''),
    wideText('价值性说明', item ? valueText(item) : ''),
    wide('是否可能属\n国家秘密', stateSecretText(run)),
    wide('是否拟申请专利', yesNoChoices(values.patentPlan)),
    wide('拟定密级', levelChoices(run, item?.proposed.level)),
    wide('拟定保密期限', termChoices(item?.proposed.term ?? null)),
    wideText('拟定知悉范围', item ? scopeText(item) : ''),
    wide('载体及份数', item ? carrierText(item) : ''),
    wideText('拟采取措施', said(values.measure)),
    wideText('定密理由', item?.reason ?? said(run.row?.reason)),
  ];
}

function carrierText({ secret }: PaperItem): string {
  return carriersText(secret.carriers, 4) || said(secret.values.carrierForm);
}

/** F01. */
export function gradingForm(run: PaperRun): PaperSection[] {
  const [item] = run.items;
  return [
    onePageForm(
      run,
      { title, running: `${run.organisation}　${title}`, copies: copies, graded: gradedText(run, false) },
      [...boxes(run, item), ...opinions(run)],
    ),
  ];
}

/** Results of a row, all choices printed: 同意, 调整为, 不予定密. */
export function resultText(
  run: PaperRun,
  { result, isWithdrawn }: Pick<PaperItem, 'result' | 'isWithdrawn'>,
  refusal: string,
  between = '　',
): string {
  if (isWithdrawn) return '已撤回';
  const adjusted =
    result?.status === 'adjusted'
      ? [gradingText(run, result), result.scope ? `知悉范围：${result.scope}` : '']
          .filter((part) => part !== '')
          .join('；')
      : '';
  const choices = choicesText(
    [
      { text: '同意', isChosen: result?.status === 'agreed' },
      { text: `调整为${adjusted === '' ? '＿＿＿＿＿＿' : adjusted}`, isChosen: result?.status === 'adjusted' },
      { text: refusal, isChosen: result?.status === 'refused' },
    ],
    between,
  );
  return result?.note ? `${choices}\n${result.note}` : choices;
}

const listColumns = [
  { header: '序号', leastEm: 2, wantedEm: 2.6, align: 'center' as const },
  { header: '编号', leastEm: 6, wantedEm: 9.2 },
  { header: '秘点名称', leastEm: 8, wantedEm: 13 },
  { header: '类别', leastEm: 2.2, wantedEm: 4.4 },
  { header: '拟定密级', leastEm: 2.2, wantedEm: 4.4 },
  { header: '拟定期限', leastEm: 3, wantedEm: 6 },
  { header: '知悉范围', leastEm: 6, wantedEm: 12 },
  { header: '责任人', leastEm: 3, wantedEm: 3.4 },
  { header: '审批结果', leastEm: 10, wantedEm: 19.5 },
];

/** Rows of an empty list. */
export function* emptyRows(
  count: number,
  columns: number,
  filled: (order: number) => string[],
): IterableIterator<PaperRow> {
  for (let order = 1; order <= count; order += 1) {
    const cells = filled(order);
    yield { isBlank: true, cells: Array.from({ length: columns }, (_unused, index) => cells[index] ?? '') };
  }
}

function* listRows(run: PaperRun): IterableIterator<PaperRow> {
  const empty = resultText(run, { result: null, isWithdrawn: false }, '不予定密');
  if (run.items.length === 0) yield* emptyRows(18, 9, (order) => [`${order}`, '', '', '', '', '', '', '', empty]);
  for (const item of run.items) {
    const { values } = item.secret;
    yield {
      isVoid: item.isWithdrawn,
      cells: [
        countText(item.position),
        item.secret.number ?? '',
        item.secret.name,
        choicesOf('category').find(({ code }) => code === values.category)?.label.zh ?? '',
        levelText(run, item.proposed.level),
        typeof item.proposed.term === 'string' ? termLabel(item.proposed.term, 'zh') : '',
        item.proposed.scope ?? said(values.scope),
        said(values.responsible),
        resultText(run, item, '不予定密'),
      ],
    };
  }
}

/** The department that applies; of a list over several, those its records belong to. */
export function departmentsText(run: PaperRun): string {
  if (run.department !== null) return run.department;
  const own = new Set(run.items.flatMap(({ secret: { department } }) => (department === null ? [] : [department])));
  return namesText([...own], '个部门', 4);
}

/** The line over a list that ties it to its first page. */
export function listHead(
  run: PaperRun,
  name: string,
  count: number,
): (paper: { clean(text: string): string }) => Content {
  return (paper) => ({
    fontSize: 9,
    margin: [0, 0, 0, 4],
    columns: [
      { text: `编号：${paper.clean(run.number ?? '＿＿＿＿＿＿＿＿＿＿')}` },
      { text: `申请部门：${paper.clean(departmentsText(run) || '＿＿＿＿＿＿')}` },
      { text: `${name}　共 ${run.row === null ? '＿＿' : countText(count)} 项`, alignment: 'right' },
    ],
  });
}

/** F01b. */
export function gradingListForm(run: PaperRun): PaperSection[] {
  const count = run.items.filter(({ isWithdrawn }) => !isWithdrawn).length;
  const byLevel = run.scheme.grades
    .map(({ code, label: { zh } }) => ({
      zh,
      count: run.items.filter(({ proposed }) => proposed.level === code).length,
    }))
    .filter((entry) => entry.count > 0)
    .map(({ zh, count: own }) => `${zh} ${countText(own)} 项`);
  return [
    {
      setup: { size: 'A4', orientation: 'portrait' },
      running: `${run.organisation}　${title}`,
      signOffs: [],
      edge: '骑缝章位',
      content: ({ paper, room }) => [
        ...formTitle(paper, run, listTitle, gradedText(run, true)),
        fittedBoxes(paper, { width: room.width, height: room.height - formSurround }, formShares, [
          pair('申请部门', departmentsText(run), '申请日期', dayOf(run)),
          wide('事项', run.title),
          pair('项数', run.row === null ? '　　　项' : `${countText(count)} 项`, '拟定密级', byLevel.join('、')),
          wide('是否可能属\n国家秘密', stateSecretText(run)),
          wideText('定密理由', said(run.row?.reason)),
          wide('审批办法', '逐项结果写在所附清单“审批结果”栏；未逐项注明的，以本页分管领导审批意见为准。'),
          ...opinions(run),
        ]),
        copiesLine(`本表附秘点清单。${copies}`),
      ],
    },
    {
      setup: { size: 'A4', orientation: 'landscape' },
      running: `${run.organisation}　${title}`,
      signOffs: ['审批人签字'],
      edge: '骑缝章位',
      content: ({ paper, table }) => [
        ...titleBlock(paper, '秘点清单', runNotes(run), 16),
        listHead(run, '本清单为审批表附件，编号与首页同', count)(paper),
        ...table({ columns: listColumns, rows: listRows(run), fontSizes: [9, 8.5, 8] }),
      ],
    },
  ];
}
