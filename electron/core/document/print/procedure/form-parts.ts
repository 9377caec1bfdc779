// What the forms of procedures are put together from: head, opinion boxes, choices, words for grade, term and carriers. Decides
// texts; reads no vault.
import type { Content } from 'pdfmake/interfaces';
import { termEnd, termLabel } from '../../../../../shared/values/term.ts';
import { choicesText, flowingChoices } from '../../paper/choices.ts';
import { boxesHeight, type FormCell, formBoxes } from '../../paper/form-boxes.ts';
import { countText, dateText, type PaperText } from '../../paper/paper-text.ts';
import type { PaperSection } from '../../paper/write-paper.ts';
import { titleBlock } from '../document-head.ts';
import type { Grading, PaperCarrier, PaperRun, PaperSecret } from './run-paper.ts';

/** Shares of the four columns of a form: label, box, label, box. */
export const formShares = [4.9, 9.1, 4.9, 9.1];
/** Height of what stands around the boxes of a one-page form: head, title with a note, copies line; in points. */
export const formSurround = 92;
export const blankDate = '　　　　年　　月　　日';

export const label = (text: string, span?: number): FormCell => ({
  text,
  isLabel: true,
  ...(span === undefined ? {} : { span }),
});
/** A row of one labelled box as wide as the form. */
export const wide = (name: string, text: string): FormCell[] => [label(name), { text, span: 3 }];
/** The same for a text: empty, it has room for two handwritten lines. */
export const wideText = (name: string, text: string): FormCell[] => wide(name, text === '' ? '　\n　' : text);
/** A row of two labelled boxes. */
export const pair = (name: string, text: string, other: string, otherText: string): FormCell[] => [
  label(name),
  { text },
  label(other),
  { text: otherText },
];

/** Texts one after the other; a full stop at the end of one gives way to the semicolon between them. */
export function joinedText(...parts: readonly (string | null | false)[]): string {
  const filled = parts.filter((part): part is string => typeof part === 'string' && part !== '');
  return filled.map((part, index) => (index < filled.length - 1 ? part.replace(/[。；]$/, '') : part)).join('；');
}

/** Width of a box over the whole form, and of one of two, in em of its largest type. */
const wideEm = 37;
const halfEm = 14.6;

/** Choices of codes with the chosen one ticked; none where nothing is known. */
export function codeChoices(
  choices: readonly { code: string; label: { zh: string } }[],
  chosen: unknown,
  isHalf = false,
): string {
  return flowingChoices(
    choices.map(({ code, label: { zh } }) => ({ text: zh, isChosen: code === chosen })),
    isHalf ? halfEm : wideEm,
  );
}

export function yesNoChoices(value: unknown, yes = '是', no = '否'): string {
  return choicesText([
    { text: no, isChosen: value === false },
    { text: yes, isChosen: value === true },
  ]);
}

export function levelText(run: PaperRun, level: unknown): string {
  return run.scheme.grades.find(({ code }) => code === level)?.label.zh ?? '';
}

export function levelChoices(run: PaperRun, level: unknown): string {
  return codeChoices(run.scheme.grades, level);
}

/** `至2036年5月1日`, `10年`, `长期`; with the day a period counts from, also its end. */
export function termText(term: unknown, from: unknown = null): string {
  if (typeof term !== 'string') return '';
  if (/^\d/.test(term)) return `至${dateText(term)}`;
  const end = typeof from === 'string' ? termEnd(term, from) : null;
  return end === null ? termLabel(term, 'zh') : `${termLabel(term, 'zh')}（至${dateText(end)}）`;
}

/** Grade over term, for a narrow column. */
export function stackedGrading(run: PaperRun, { level, term }: { level: unknown; term: unknown }): string {
  const parts = [levelText(run, level), typeof term === 'string' ? termLabel(term, 'zh') : ''];
  return parts.filter((part) => part !== '').join('\n');
}

/** 保密期限 with all its choices: □至年月日 □长期 □公布前, and the period that was proposed. */
export function termChoices(term: string | null): string {
  const isDate = term !== null && /^\d/.test(term);
  const isPeriod = term?.startsWith('P') ?? false;
  return choicesText([
    { text: isDate ? `至${dateText(term)}` : `至${blankDate}`, isChosen: isDate },
    ...(term !== null && isPeriod ? [{ text: `自定密之日起${termLabel(term, 'zh')}`, isChosen: true }] : []),
    { text: '长期', isChosen: term === 'long_term' },
    { text: '公布前', isChosen: term === 'until_published' },
  ]);
}

/** Grade and term on one line: `核心商密·长期`. */
export function gradingText(run: PaperRun, { level, term }: Grading, from: unknown = null): string {
  return [levelText(run, level), termText(term, from)].filter((part) => part !== '').join('·');
}

/** What stands at the upper left: the grade of the one record, or the highest of a list. */
export function gradedText(run: PaperRun, isList: boolean): string | null {
  const [first] = run.items;
  if (!isList) return first?.graded ? gradingText(run, first.graded, first.graded.from) : null;
  const codes = new Set(run.items.map(({ graded }) => graded?.level));
  const grade = run.scheme.grades.find(({ code }) => codes.has(code));
  return grade ? `${grade.label.zh}·期限按清单` : null;
}

/** What was decided on screen, in a few words: of one record its result, of a list how many of each. */
function decisionText(run: PaperRun): string {
  const results = run.items.flatMap(({ result }) => (result ? [result] : []));
  const [first] = results;
  if (first === undefined) return '同意';
  if (run.items.length === 1) {
    if (first.status === 'refused') return joinedText('不予批准', first.note);
    if (first.status === 'agreed') return joinedText('同意', first.note);
    return joinedText(`调整为${gradingText(run, first)}`, first.scope && `知悉范围：${first.scope}`, first.note);
  }
  const words = { agreed: '同意', adjusted: '调整', refused: '不予批准' } as const;
  const counts = Object.entries(words).map(([status, word]) => {
    const count = results.filter((result) => result.status === status).length;
    return count === 0 ? '' : `${word} ${countText(count)} 项`;
  });
  return `${counts.filter((part) => part !== '').join('，')}，逐项见清单`;
}

const listedCarriers = 8;

/** `ZT-2025-001 第1、2份；ZT-2025-003`, and how many in all. */
export function carriersText(carriers: readonly PaperCarrier[], most = listedCarriers): string {
  const byNumber = Map.groupBy(carriers, ({ number }) => number);
  const named = [...byNumber].slice(0, most).map(([number, copies]) => {
    const copyNumbers = copies.flatMap(({ copyNumber }) => (copyNumber === null ? [] : [copyNumber]));
    const form = copies[0]?.form;
    return `${number}${copyNumbers.length === 0 ? '' : `第${copyNumbers.join('、')}份`}${form ? `（${form}）` : ''}`;
  });
  if (named.length === 0) return '';
  return `${named.join('；')}${byNumber.size > most ? '等' : ''}，共${carriers.length}份`;
}

/** `甲、乙、丙等 12 人`. */
export function namesText(names: readonly string[], unit: string, most = 12): string {
  if (names.length <= most) return names.join('、');
  return `${names.slice(0, most).join('、')}等 ${names.length} ${unit}`;
}

/** Departments, posts and people to be told of a change. */
export function toldText({ department, posts, people }: PaperSecret): string {
  return [department ?? '', namesText(posts, '个岗位'), namesText(people, '人')]
    .filter((part) => part !== '')
    .join('；');
}

/** What stands at the foot of a signed box: only what was done on screen, marked so. */
export function doneText(run: PaperRun, step: string): string | null {
  const signed = run.signed.get(step);
  return signed ? `系统内办理　${signed.name}　${signed.on}` : null;
}

/** The opinion box of a step; `word` is what stands before the place to sign. */
export function opinion(
  run: PaperRun,
  step: string,
  name: string,
  options: { word?: string; span?: number; isBare?: boolean } = {},
): FormCell[] {
  const signed = run.signed.get(step);
  const { word = '签字', span, isBare } = options;
  const isDecision = run.template.steps.some(({ name: own, act }) => own === step && act === 'decide');
  const outcome = isDecision && signed?.code === 'decided' ? decisionText(run) : signed?.outcome;
  const words = signed?.opinion ?? '';
  // Who proposes says why and nothing else; an opinion that says the outcome itself need not say it twice.
  const saysItself = signed?.code === 'proposed' || (outcome !== undefined && words.startsWith(outcome));
  const said = saysItself ? words : joinedText(outcome ?? '', words);
  return [
    label(name),
    {
      text: isBare ? '' : said,
      ...(span === undefined ? {} : { span }),
      sign: {
        word,
        done: doneText(run, step),
        expected: run.expected.get(step) ?? null,
        ...(isBare ? { isBare } : {}),
      },
    },
  ];
}

/** Upper line: grade and term at the left once approved, the number at the right; `undefined`: a form that bears no grade. */
export function formHead(paper: PaperText, run: PaperRun, graded: string | null | undefined): Content {
  return {
    fontSize: 10,
    columns: [
      { text: graded === undefined ? '' : `密级·期限：${paper.clean(graded ?? '＿＿＿＿＿＿＿＿')}`, width: '*' },
      { text: `编号：${paper.clean(run.number ?? '＿＿＿＿＿＿＿＿＿＿')}`, width: 'auto', alignment: 'right' },
    ],
  };
}

/** Notes under the title that say how far results are in. */
export function runNotes(run: PaperRun): string[] {
  if (run.row?.status === 'withdrawn') return ['本件已撤回'];
  if (run.row?.status === 'refused') return ['本件不予批准'];
  return run.isDecidedInInk ? ['纸面签批结果已登记，以签字原件为准'] : [];
}

/** Title with its notes and the line over it. */
export function formTitle(paper: PaperText, run: PaperRun, title: string, graded?: string | null): Content[] {
  return [formHead(paper, run, graded), ...titleBlock(paper, title, runNotes(run), 18)];
}

export function copiesLine(text: string): Content {
  return { text, fontSize: 9, margin: [0, 5, 0, 0] };
}

/** What is left of the page goes to the opinions, up to this much each. */
const mostMoreRoom = 46;
const sizes = [10, 9.5, 9, 8.5, 8];
const caps = [Number.POSITIVE_INFINITY, 400, 260, 180, 120, 80, 50];

function capped(rows: readonly (readonly FormCell[])[], cap: number): FormCell[][] {
  return rows.map((cells) =>
    cells.map((cell) => {
      const characters = [...cell.text];
      if (cell.isLabel || characters.length <= cap) return cell;
      return { ...cell, text: `${characters.slice(0, cap).join('')}……（余下见原记录）` };
    }),
  );
}

/**
 * Boxes that stay within a height: in the largest type in which they do, and failing that with their longest texts cut, which
 * then say so.
 */
export function fittedBoxes(
  paper: PaperText,
  room: { width: number; height: number },
  shares: readonly number[],
  rows: readonly (readonly FormCell[])[],
): Content {
  for (const cap of caps) {
    const texts = capped(rows, cap);
    // Type is made smaller first, texts are cut last.
    const size = sizes.find((fontSize) => boxesHeight(room.width, shares, texts, fontSize) <= room.height);
    if (size === undefined) continue;
    const places = texts.filter((cells) => cells.some(({ sign }) => sign && !sign.isBare)).length;
    const left = room.height - boxesHeight(room.width, shares, texts, size);
    const moreRoom = places === 0 ? 0 : Math.min(mostMoreRoom, (left * 0.8) / places);
    const roomy = texts.map((cells) =>
      cells.map((cell) => (cell.sign ? { ...cell, sign: { ...cell.sign, moreRoom } } : cell)),
    );
    return formBoxes(paper, room.width, shares, roomy, 0, size);
  }
  return formBoxes(paper, room.width, shares, capped(rows, caps.at(-1) as number), 0, sizes.at(-1));
}

/** A form whose boxes stay on one A4 page: head, title, boxes, copies line. */
export function onePageForm(
  run: PaperRun,
  words: { title: string; running: string; copies: string; graded?: string | null },
  rows: readonly (readonly FormCell[])[],
): PaperSection {
  return {
    setup: { size: 'A4', orientation: 'portrait' },
    running: words.running,
    signOffs: [],
    content: ({ paper, room }) => [
      ...formTitle(paper, run, words.title, words.graded),
      fittedBoxes(paper, { width: room.width, height: room.height - formSurround }, formShares, rows),
      copiesLine(words.copies),
    ],
  };
}
