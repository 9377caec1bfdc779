// F13, the hand-over of the trade-secret office: what there is (registers, runs under way, carriers kept by whoever hands over,
// accounts), what is counted on the spot (binders, keys, contacts), and three signatures.
import type { Content } from 'pdfmake/interfaces';
import { statusesNotInForce } from '../../../../../shared/registers/definition.ts';
import { prepared } from '../../../db/prepared.ts';
import { openRuns } from '../../../procedure/read-run.ts';
import { countRecords, getRow, toRecords } from '../../../register/read.ts';
import { handover } from '../../../vault/handover.ts';
import type { VaultSession } from '../../../vault/session.ts';
import { formBoxes } from '../../paper/form-boxes.ts';
import type { PaperColumn } from '../../paper/paper-table.ts';
import { countText, dateText } from '../../paper/paper-text.ts';
import type { PaperSection, SectionKit } from '../../paper/write-paper.ts';
import { requirePrintable } from '../register-document.ts';
import { blankDate, copiesLine, doneText, formTitle, label } from './form-parts.ts';
import { holdsFrozen, type PaperRun } from './run-paper.ts';

const title = '商业秘密保护办公室工作移交清单';

/** Rows of each part; null: not known, to be written by hand. */
export interface HandoverContent {
  registers: string[][];
  runs: string[][];
  carriers: string[][];
  accounts: string[][];
}

const tick = '□';
const account = '□交回　□保留';
const share = '□交回　□重制';

/** What is handed over, as it stands. Throws AppError `document_too_long`. */
export function handoverContent(session: VaultSession, run: PaperRun): HandoverContent {
  const { db, registry } = session;
  const registers = registry.all
    .filter(({ kind }) => kind === 'register')
    .map((definition) => {
      const last = prepared(
        db,
        `SELECT number FROM ${definition.table} WHERE number IS NOT NULL ORDER BY number_sort DESC LIMIT 1`,
      )
        .pluck()
        .get() as string | undefined;
      return [definition.label.zh, countText(countRecords(session, definition, false)), last ?? '', tick];
    });
  const procedures = registry.byKey('procedure');
  const open = openRuns(session).filter((id) => id !== run.row?.id);
  const runs = toRecords(
    session,
    procedures,
    open.map((id) => getRow(session, procedures, id)),
  ).map(({ id, number, values, labels }) => {
    const steps = procedures.fields.find(({ key }) => key === 'step');
    const step = steps?.kind === 'choice' ? steps.choices.find(({ code }) => code === values.step)?.label.zh : null;
    const title = holdsFrozen(session, id) ? '' : [values.title, labels.subject].filter(Boolean).join('：');
    return [number ?? '', title, step ?? '', String(values.dueOn ?? ''), tick];
  });
  const carrier = registry.byKey('carrier');
  const gone = statusesNotInForce(carrier);
  const carriers = prepared(
    db,
    `SELECT number, copy_number FROM carrier WHERE keeper = ? AND void = 0
       AND status NOT IN (SELECT value FROM json_each(?)) ORDER BY number_sort, copy_number LIMIT 5001`,
  ).all(run.row?.proposer ?? '', JSON.stringify(gone)) as { number: string | null; copy_number: number | null }[];
  requirePrintable(carriers.length + runs.length);
  const { users, recovery } = handover(session);
  const accounts = users
    .filter(({ status }) => status === 'active')
    .map(({ name, login, clearances }) => [name, `账号 ${login}`, clearances.join('、'), account, tick]);
  const shares = (recovery?.holders ?? []).map((holder, index) => [
    holder,
    `恢复份额 第 ${index + 1} 份`,
    `套号 ${recovery?.set ?? ''}，${recovery?.threshold ?? ''} 份可用`,
    share,
    tick,
  ]);
  return {
    registers,
    runs,
    carriers: carriers.map(({ number, copy_number: copy }) => [number ?? '', copy === null ? '' : `${copy}`, tick]),
    accounts: [...accounts, ...shares],
  };
}

const column = (header: string, wantedEm: number, align?: 'center'): PaperColumn => ({
  header,
  leastEm: Math.min(wantedEm, 3),
  wantedEm,
  ...(align ? { align } : {}),
});
const checked: PaperColumn = { header: '接收人核对', leastEm: 5.4, wantedEm: 5.4, align: 'center' };

interface Part {
  name: string;
  columns: PaperColumn[];
  rows: string[][];
  /** Empty rows to write in. */
  spare: number;
  spareRow?: string[];
}

function parts({ registers, runs, carriers, accounts }: HandoverContent): Part[] {
  return [
    {
      name: '一、台账',
      columns: [column('名称', 18), column('记录数', 6), column('截止编号', 16), checked],
      rows: registers,
      spare: registers.length === 0 ? 6 : 0,
      spareRow: ['', '', '', tick],
    },
    {
      name: '二、在办事项',
      columns: [column('编号', 12), column('事项', 22), column('节点', 8), column('期限', 7), checked],
      rows: runs,
      spare: runs.length === 0 ? 3 : 0,
      spareRow: ['', '', '', '', tick],
    },
    {
      name: '三、纸质档案',
      columns: [column('盒号', 8), column('名称', 20), column('页数', 6), column('存放', 12), checked],
      rows: [],
      spare: 4,
      spareRow: ['', '', '', '', tick],
    },
    {
      name: '四、自管载体',
      columns: [column('载体编号', 22), column('份号', 8), checked],
      rows: carriers,
      spare: carriers.length === 0 ? 3 : 0,
      spareRow: ['', '', tick],
    },
    {
      name: '五、钥匙、门禁、印章、标签、保险柜',
      columns: [column('名称', 18), column('数量', 6), column('重设密码', 8, 'center'), column('备注', 12), checked],
      rows: ['钥匙', '门禁卡', '印章', '标签', '保险柜（密码柜）'].map((name) => [
        name,
        '',
        name.startsWith('保险柜') || name === '门禁卡' ? '□已重设' : '—',
        '',
        tick,
      ]),
      spare: 1,
      spareRow: ['', '', '', '', tick],
    },
    {
      name: '六、系统账号与恢复份额',
      columns: [column('持有人', 8), column('账号、份额', 11), column('分区、套号', 14), column('处理', 8), checked],
      rows: accounts,
      spare: 2,
      spareRow: ['', '', '', '□交回　□保留\n□重制', tick],
    },
    {
      name: '七、对外联系人（机关、指导员、律所）',
      columns: [column('单位', 16), column('姓名', 8), column('联系方式', 12), column('事项', 12), checked],
      rows: [],
      spare: 3,
      spareRow: ['', '', '', '', tick],
    },
    {
      name: '八、未了问题（含核对差异）',
      columns: [column('序号', 3, 'center'), column('问题', 34), column('处理意见', 14)],
      rows: [],
      spare: 3,
    },
  ];
}

function partTable({ paper, table }: SectionKit, { name, columns, rows, spare, spareRow = [] }: Part): Content[] {
  const blank = Array.from({ length: spare }, () => ({
    cells: columns.map((_column, index) => spareRow[index] || ' '),
  }));
  return [
    ...table({
      columns,
      rows: [...rows.map((cells) => ({ cells })), ...blank],
      fontSizes: [9.5],
      heading: { text: paper.clean(name), font: 'serif', bold: true, fontSize: 10.5, margin: [0, 5, 0, 2] },
    }),
  ];
}

const signers: readonly [step: string, name: string][] = [
  ['handover', '移交人'],
  ['receipt', '接收人'],
  ['supervision', '监交人（分管领导）'],
];

/** F13. */
export function handoverForm(run: PaperRun, content: HandoverContent | null): PaperSection[] {
  const known = content ?? { registers: [], runs: [], carriers: [], accounts: [] };
  const started = run.row?.started_on;
  return [
    {
      setup: { size: 'A4', orientation: 'portrait' },
      running: `${run.organisation}　${title}`,
      signOffs: [],
      content: (kit) => [
        ...formTitle(kit.paper, { ...run, isDecidedInInk: false }, title),
        formBoxes(
          kit.paper,
          kit.room.width,
          [3, 8, 3, 8],
          [
            [label('移交人'), { text: '' }, label('接收人'), { text: '' }],
            [
              label('监交人'),
              { text: '' },
              label('移交基准日'),
              { text: typeof started === 'string' ? dateText(started) : blankDate },
            ],
          ],
        ),
        ...parts(known).flatMap((part) => partTable(kit, part)),
        { text: '接收人逐项核对后在方框内打勾；差异写入第八项。', fontSize: 9, margin: [0, 5, 0, 5] },
        {
          ...formBoxes(
            kit.paper,
            kit.room.width,
            signers.map(() => 1),
            [
              signers.map(([, name]) => label(name)),
              signers.map(([step]) => ({ text: '', sign: { word: '签字', done: doneText(run, step) } })),
            ],
          ),
          unbreakable: true,
        },
        copiesLine('本表一式＿＿份，移交人、接收人、监交人各存一份。'),
      ],
    },
  ];
}
