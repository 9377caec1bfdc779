// R04, who knows what: by secret and by person, a page each, from the dated links alone; and for R10 the secrets a post is linked
// to. Links that ended stay with their end, void ones struck through. Sealed content never comes here.
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { RecordRow } from '../../../../shared/contract/routes/common.ts';
import { columnOf } from '../../../../shared/registers/definition.ts';
import { localDateTime } from '../../../../shared/time.ts';
import { termLabel } from '../../../../shared/values/term.ts';
import { prepared } from '../../db/prepared.ts';
import { isMarked } from '../../register/marks.ts';
import { getRow, toRecords } from '../../register/read.ts';
import type { TableRow } from '../../register/statements.ts';
import type { TaskContext } from '../../tasks.ts';
import type { VaultSession } from '../../vault/session.ts';
import { choicesText } from '../paper/choices.ts';
import type { PaperColumn, PaperRow } from '../paper/paper-table.ts';
import { countText } from '../paper/paper-text.ts';
import type { PaperSection } from '../paper/write-paper.ts';
import { contentDigest, demoMark, titleBlock, traceText } from './document-head.ts';
import type { PreparedDocument } from './register-document.ts';
import type { PrintRow } from './register-table.ts';

const code = 'R04';
const title = '知悉范围登记表';
const maximumRows = 5000;

type Words = Record<string, string>;

/** One page: what is known or who knows, and its rows. */
interface KnowerPage {
  head: readonly (readonly [label: string, value: string])[];
  rows: PaperRow[];
  notes: string[];
}

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** Links of a record at one end, those that hold first; void ones last. */
function linksOf(
  session: VaultSession,
  link: 'secretPerson' | 'secretPost',
  end: 'secret' | 'person' | 'post',
  id: string,
): RecordRow[] {
  const definition = session.registry.byKey(link);
  const rows = prepared(
    session.db,
    `SELECT * FROM ${definition.table} WHERE ${columnOf(end)} = ? ORDER BY void, ends_on IS NOT NULL, starts_on, rid`,
  ).all(id) as TableRow[];
  return toRecords(session, definition, rows);
}

/** What both lists say of a link: extent, way, reason, approver, dates, remark. */
function linkWords({ values, lateEntry, voidReason, status }: RecordRow, byPost: '' | '按岗位'): Words {
  const isVoid = status === 'void';
  return {
    extent: choicesText(
      [
        { text: '全部', isChosen: values.extent === 'all' },
        { text: `部分（${text(values.extentNote) || '＿＿'}）`, isChosen: values.extent === 'part' },
      ],
      '\n',
    ),
    way: [byPost, text(values.way)].filter((part) => part !== '').join('，'),
    reason: text(values.reason),
    approver: text(values.approver),
    approvedOn: text(values.approvedOn),
    startsOn: text(values.startsOn),
    endsOn: text(values.endsOn),
    endReason: text(values.endReason),
    note: [...(isVoid ? [`作废${voidReason ? `：${voidReason}` : ''}`] : []), ...(lateEntry ? ['补'] : [])].join('　'),
  };
}

function column(header: string, leastEm: number, wantedEm: number, align?: 'center'): PaperColumn {
  return { header, leastEm, wantedEm, ...(align ? { align } : {}) };
}

const order = column('序号', 1.8, 2.2, 'center');
const linkColumns: readonly [key: string, column: PaperColumn][] = [
  ['extent', column('知悉内容', 7.2, 7.2)],
  ['way', column('知悉方式', 3, 4)],
  ['reason', column('知悉理由', 4, 6)],
  ['approver', column('批准人', 3, 3.2)],
  ['approvedOn', column('批准日期', 3, 5.8, 'center')],
  ['startsOn', column('起始日期', 3, 5.8, 'center')],
  ['endsOn', column('终止日期', 3, 5.8, 'center')],
  ['endReason', column('终止原因', 3, 4.4)],
];
const signature = column('本人签字', 4.2, 5);
const note = column('备注', 2.2, 4);

const columnsBySecret: readonly [key: string, column: PaperColumn][] = [
  ['name', column('姓名', 3.2, 4.2)],
  ['department', column('部门', 3.2, 5)],
  ['post', column('岗位', 3.2, 5)],
  ...linkColumns,
  ['agreement', column('保密协议编号', 4, 7)],
  ['signature', signature],
  ['note', note],
];
const columnsByPerson: readonly [key: string, column: PaperColumn][] = [
  ['number', column('编号', 5, 8.8)],
  ['name', column('秘点名称', 6, 10)],
  ['level', column('密级', 2.2, 4.4)],
  ['term', column('期限', 3, 5)],
  ...linkColumns,
  ['signature', signature],
  ['note', note],
];

function paperRows(columns: readonly [key: string, column: PaperColumn][], rows: readonly Words[]): PaperRow[] {
  return rows.map((words, index) => ({
    isVoid: (words.note ?? '').startsWith('作废'),
    cells: [countText(index + 1), ...columns.map(([key]) => words[key] ?? '')],
  }));
}

function record(session: VaultSession, register: string, id: string): RecordRow {
  const definition = session.registry.byKey(register);
  const [found] = toRecords(session, definition, [getRow(session, definition, id)]);
  return found as RecordRow;
}

function gradeWords(session: VaultSession, { values }: RecordRow): { level: string; term: string } {
  const grade = session.settings.scheme.grades.find(({ code: own }) => own === values.level);
  return {
    level: grade?.label.zh ?? '',
    term: typeof values.term === 'string' ? termLabel(values.term, 'zh') : '',
  };
}

function personWords(session: VaultSession, id: string): Words {
  const { values, labels } = record(session, 'person', id);
  return {
    name: text(values.name),
    department: labels.department ?? '',
    post: labels.post || text(values.position),
    agreement: text(values.agreementNumber),
  };
}

const headBySecret = ['秘点名称', '编号', '密级', '期限'] as const;
const headByPerson = ['姓名', '工号', '部门', '岗位', '保密协议编号'] as const;

function filledHead(words: readonly string[], values: readonly string[]): KnowerPage['head'] {
  return words.map((word, index) => [word, values[index] ?? ''] as const);
}

/** A secret with the people and posts it is linked to. Throws AppError `record_frozen`. */
function secretPage(session: VaultSession, id: string): KnowerPage {
  const row = getRow(session, session.registry.byKey('secret'), id);
  if (isMarked(session, row.rid, 'frozen')) throw new AppError('record_frozen', { number: row.number });
  const secret = record(session, 'secret', id);
  const people = linksOf(session, 'secretPerson', 'secret', id).map((link) => ({
    ...linkWords(link, ''),
    ...personWords(session, text(link.values.person)),
  }));
  const posts = linksOf(session, 'secretPost', 'secret', id).map((link) => {
    const post = record(session, 'post', text(link.values.post));
    return {
      ...linkWords(link, '按岗位'),
      name: '按岗位',
      department: post.labels.department ?? '',
      post: text(post.values.name),
    };
  });
  const { level, term } = gradeWords(session, secret);
  return {
    head: filledHead(headBySecret, [text(secret.values.name), secret.number ?? '', level, term]),
    rows: paperRows(columnsBySecret, [...people, ...posts]),
    notes: [],
  };
}

/** A person with the secrets he is linked to, by himself and by his post. */
function personPage(session: VaultSession, id: string): KnowerPage {
  const person = record(session, 'person', id);
  const words = personWords(session, id);
  const post = text(person.values.post);
  const links = [
    ...linksOf(session, 'secretPerson', 'person', id).map((link) => ({ link, byPost: '' as const })),
    ...(post === '' ? [] : linksOf(session, 'secretPost', 'post', post)).map((link) => ({
      link,
      byPost: '按岗位' as const,
    })),
  ];
  let frozen = 0;
  const rows = links.flatMap(({ link, byPost }): Words[] => {
    const secret = record(session, 'secret', text(link.values.secret));
    const { rid } = getRow(session, session.registry.byKey('secret'), secret.id);
    if (isMarked(session, rid, 'frozen')) {
      frozen += 1;
      return [];
    }
    return [
      {
        ...linkWords(link, byPost),
        number: secret.number ?? '',
        name: text(secret.values.name),
        ...gradeWords(session, secret),
      },
    ];
  });
  return {
    head: filledHead(headByPerson, [
      words.name ?? '',
      person.number ?? '',
      words.department ?? '',
      words.post ?? '',
      words.agreement ?? '',
    ]),
    rows: paperRows(columnsByPerson, rows),
    notes: frozen === 0 ? [] : [`另有 ${countText(frozen)} 项待保密工作机构答复，未印入`],
  };
}

/** R04, a section for every secret or person chosen. Throws AppError `record_missing`, `record_frozen`, `document_too_long`. */
export function knowerDocument(
  session: VaultSession,
  by: 'secret' | 'person',
  ids: readonly string[],
  job: TaskContext,
): PreparedDocument {
  const pages = ids.map((id) => {
    job.checkCancelled();
    return by === 'secret' ? secretPage(session, id) : personPage(session, id);
  });
  const [first] = pages;
  const what =
    ids.length === 1
      ? `编号 ${first?.head[1]?.[1] ?? ''}`
      : `${countText(ids.length)} ${by === 'secret' ? '项' : '人'}`;
  return pagesDocument(session, by, pages, what);
}

/** R04 with nothing in it. */
export function blankKnowers(session: VaultSession, by: 'secret' | 'person'): PreparedDocument {
  const words = by === 'secret' ? headBySecret : headByPerson;
  const head = words.map((word) => [word, '＿＿＿＿＿＿'] as const);
  return pagesDocument(session, by, [{ head, rows: [], notes: [] }], '空白表');
}

function pagesDocument(
  session: VaultSession,
  by: 'secret' | 'person',
  pages: readonly KnowerPage[],
  what: string,
): PreparedDocument {
  const { organisation, demo } = session.settings;
  const count = pages.reduce((total, { rows }) => total + rows.length, 0);
  if (count > maximumRows) throw new AppError('document_too_long', { rows: count, records: maximumRows });
  const columns = [order, ...(by === 'secret' ? columnsBySecret : columnsByPerson).map(([, own]) => own)];
  const atMs = session.now();
  const digest = contentDigest([code, by, organisation, ...pages]);
  return {
    digest,
    rows: count,
    document: {
      title: `${organisation}${title}`,
      atMs,
      watermark: demo ? demoMark : null,
      trace: traceText(code, what, localDateTime(atMs), digest),
      sections: pages.map(
        ({ head, rows, notes }): PaperSection => ({
          setup: { size: 'A4', orientation: 'landscape' },
          running: `${organisation}　商业秘密${title}`,
          signOffs: ['批准人', '登记人', '商秘办负责人'],
          content: ({ paper, table }) => [
            ...titleBlock(paper, `商业秘密${title}`, notes, 18),
            {
              fontSize: 10.5,
              font: 'serif',
              margin: [0, 2, 0, 4],
              columnGap: 10,
              columns: head.map(([label, value], index) => ({
                text: `${label}：${paper.clean(value)}`,
                width: index === 0 ? '*' : 'auto',
              })),
            },
            ...table({ columns, rows, fontSizes: [9, 8.5, 8, 7.5, 7] }, { isPadded: true }),
          ],
        }),
      ),
    },
  };
}

const categories: Readonly<Record<string, string>> = { technical: '技术信息', business: '经营信息' };

/** The secrets of a post by category: numbers, and until when where a link ended; null where it has none. */
function linkedSecrets(session: VaultSession, post: string): string | null {
  const found = prepared(
    session.db,
    `SELECT s.number, s.category, l.ends_on FROM secret_post l JOIN secret s ON s.id = l.secret
     WHERE l.post = ? AND l.void = 0 AND s.void = 0 AND s.number IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM record_mark m WHERE m.record = s.rid AND m.kind = 'frozen')
     ORDER BY s.category DESC, s.number_sort, l.rid`,
  ).all(post) as { number: string; category: string | null; ends_on: string | null }[];
  if (found.length === 0) return null;
  return [...Map.groupBy(found, ({ category }) => categories[category ?? ''] ?? '')]
    .map(([category, links]) => {
      const numbers = links.map(({ number, ends_on: end }) => `${number}${end === null ? '' : `（至${end}）`}`);
      return `${category === '' ? '' : `${category}：`}${numbers.join('、')}`;
    })
    .join('；');
}

/** Rows of R10 with the secrets their posts are linked to; where a post has no link, the ledger's own words stay. */
export function withLinkedSecrets(session: VaultSession, rows: readonly PrintRow[]): PrintRow[] {
  return rows.map((row) => {
    const linked = row.id === undefined ? null : linkedSecrets(session, row.id);
    return linked === null ? row : { ...row, values: { ...row.values, secretsText: linked } };
  });
}
