// What printed documents have in common: title, head line, the words for a past date, and the trace at the foot. Pure.
import { hash } from 'node:crypto';
import type { Content } from 'pdfmake/interfaces';
import type { AsOf } from '../../../../shared/contract/routes/common.ts';
import { version } from '../../../../shared/version.ts';
import { dateText, type PaperText } from '../paper/paper-text.ts';
import type { PaperForm } from './paper-forms.ts';

export const demoMark = '演示数据';

const readings: Readonly<Record<AsOf['reading'], string>> = { fact: '依文书当日有效', recorded: '当日前已记录' };

/** `截至 2026年1月1日（依文书当日有效）`. */
export function asOfText({ date, reading }: AsOf): string {
  return `截至 ${dateText(date)}（${readings[reading]}）`;
}

/** What stands under the title of a past date: the date with its reading, and what the other reading alone may claim. */
export function asOfNotes(asOf: AsOf | null): string[] {
  if (!asOf) return [];
  return asOf.reading === 'recorded'
    ? [asOfText(asOf)]
    : [asOfText(asOf), '按文书日期列出，含其后补录的；只有“当日前已记录”可称由本系统记录所示。'];
}

/** The title over a document and, under it, what limits it. */
export function titleBlock(paper: PaperText, title: string, notes: readonly string[], fontSize = 22): Content[] {
  return [
    { text: paper.clean(title), font: 'serif', bold: true, fontSize, alignment: 'center', margin: [0, 0, 0, 6] },
    ...notes.map(
      (note): Content => ({ text: paper.clean(note), fontSize: 9, alignment: 'center', margin: [0, 0, 0, 4] }),
    ),
  ];
}

/** The head line of a form: what is known is filled in, the rest is left to be written. */
export function headLine(
  paper: PaperText,
  form: PaperForm,
  filled: { organisation: string; date: string | null; printed: string | null },
): Content {
  return {
    margin: [0, 4, 0, 4],
    fontSize: 10.5,
    font: 'serif',
    columnGap: 12,
    columns: form.head.map(({ label, fill }) => {
      if (fill === 'hand') return { text: label };
      if (fill === undefined) return { text: `${label}：＿＿＿＿＿＿` };
      if (fill === 'organisation') return { text: `${label}：${paper.clean(filled.organisation)}` };
      const date = filled[fill];
      return { text: `${label}：${date === null ? '　　　　年　　月　　日' : dateText(date)}` };
    }),
  };
}

/** Digest of what a document says, lower-case hex; the same content has the same. */
export function contentDigest(parts: readonly unknown[]): string {
  return hash('sha256', parts.map((part) => `${JSON.stringify(part)}\n`).join(''));
}

/** The foot of every page: code, number, version and a short digest, so that a signed scan finds its print. `time` is the local
 * time of printing. */
export function traceText(code: string, what: string, time: string, digest: string): string {
  const short = digest.slice(0, 8).toUpperCase();
  return `${code}　${what}　打印 ${time}　Midian ${version}　校验码 ${short.slice(0, 4)}-${short.slice(4)}`;
}
