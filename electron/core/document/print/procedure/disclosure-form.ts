// F06, the review of material before it leaves: what it is, what was looked for in it, how it is to be handled. Secrets it touches
// are named by number only.

import type { FieldValues } from '../../../../../shared/registers/definition.ts';
import { disclosureReviewRegister } from '../../../../../shared/registers/disclosure-review.ts';
import { prepared } from '../../../db/prepared.ts';
import { getRow, toRecords } from '../../../register/read.ts';
import type { VaultSession } from '../../../vault/session.ts';
import { choicesText } from '../../paper/choices.ts';
import { dateText } from '../../paper/paper-text.ts';
import type { PaperSection } from '../../paper/write-paper.ts';
import { blankDate, codeChoices, onePageForm, opinion, pair, wide } from './form-parts.ts';
import { dayOf } from './grading-forms.ts';
import type { PaperRun } from './run-paper.ts';

const title = '对外提供（发布）信息保密审查审批表';

export interface DisclosureSubject {
  values: FieldValues;
  department: string | null;
  isReviewed: boolean;
  /** Numbers of secrets it touches. */
  touched: readonly string[];
}

/** The matter a run reviews; null on an empty form. */
export function disclosureSubject(session: VaultSession, run: PaperRun): DisclosureSubject | null {
  const id = run.row?.subject;
  if (typeof id !== 'string') return null;
  const definition = session.registry.byKey('disclosureReview');
  const [record] = toRecords(session, definition, [getRow(session, definition, id)]);
  const touched = prepared(
    session.db,
    `SELECT s.number FROM secret_disclosure l JOIN secret s ON s.id = l.secret
     WHERE l.disclosure_review = ? AND l.void = 0 AND s.number IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM record_mark m WHERE m.record = s.rid AND m.kind = 'frozen')
     ORDER BY s.number_sort`,
  )
    .pluck()
    .all(id) as string[];
  return {
    values: record?.values ?? {},
    department: record?.labels.department || null,
    isReviewed: record?.status !== 'draft',
    touched,
  };
}

function choicesOf(key: string) {
  const field = disclosureReviewRegister.fields.find((candidate) => candidate.key === key);
  return field?.kind === 'choice' ? field.choices : [];
}

const said = (value: unknown) => (value === null || value === undefined ? '' : String(value));

/** 是否含在册秘密: yes with numbers; no only once it was looked through. */
function touchedText(subject: DisclosureSubject | null): string {
  const has = (subject?.touched.length ?? 0) > 0;
  const numbers = has ? (subject?.touched.join('、') ?? '') : '＿＿＿＿＿＿＿＿＿＿';
  return choicesText([
    { text: '否', isChosen: !has && (subject?.isReviewed ?? false) },
    { text: `是，编号：${numbers}`, isChosen: has },
  ]);
}

/** F06. */
export function disclosureForm(run: PaperRun, subject: DisclosureSubject | null): PaperSection[] {
  const values = subject?.values ?? {};
  const points = disclosureReviewRegister.fields.filter(({ section }) => section === 'points');
  const planned = typeof values.plannedOn === 'string' ? dateText(values.plannedOn) : blankDate;
  const pages = typeof values.pages === 'number' ? `${values.pages}` : '＿＿';
  return [
    onePageForm(
      run,
      {
        title,
        running: `${run.organisation}　商业秘密　${title}`,
        copies: '本表一式＿＿份，原件商秘办存，申请部门存复印件。',
      },
      [
        pair('申请部门', subject?.department ?? run.department ?? '', '申请日期', dayOf(run)),
        wide('标题', said(values.title)),
        wide('类别', codeChoices(choicesOf('kind'), values.kind)),
        pair('发布渠道或接收方', said(values.channel), '拟提供时间', planned),
        wide('拟提供内容', `${said(values.material)}\n附稿件，共 ${pages} 页`),
        wide(
          '审查要点\n（含有则勾选）',
          choicesText(points.map(({ key, label }) => ({ text: label.zh, isChosen: values[key] === true }))),
        ),
        wide('是否含在册秘密', touchedText(subject)),
        wide('处理', codeChoices(choicesOf('handling'), values.handling)),
        opinion(run, 'propose', '申请人', { span: 3 }),
        opinion(run, 'departmentHead', '部门负责人意见', { word: '签字（章）', span: 3 }),
        opinion(run, 'office', '商秘办、知识产权\n审查意见', { word: '签字（章）', span: 3 }),
        opinion(run, 'leader', '分管领导审批意见', { span: 3 }),
      ],
    ),
  ];
}
