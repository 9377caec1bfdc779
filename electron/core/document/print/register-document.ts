// A register as its paper form: head, rows in the office's order, void rows struck through, blanks to the foot of the page,
// sign-offs. Reads the register; sealed content never comes here.
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { AsOf, Filter, PastPart, Sort } from '../../../../shared/contract/routes/common.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { localDate, localDateTime } from '../../../../shared/time.ts';
import { snapshotTable } from '../../register/as-of.ts';
import { partOf } from '../../register/as-of-parts.ts';
import { isMarked } from '../../register/marks.ts';
import { createLabeller, listRows, toRecord } from '../../register/read.ts';
import { statementsFor } from '../../register/statements.ts';
import type { TaskContext } from '../../tasks.ts';
import type { VaultSession } from '../../vault/session.ts';
import type { PaperRow } from '../paper/paper-table.ts';
import { countText } from '../paper/paper-text.ts';
import type { PaperDocument } from '../paper/write-paper.ts';
import { asOfNotes, contentDigest, demoMark, headLine, titleBlock, traceText } from './document-head.ts';
import { withLinkedSecrets } from './knower-lists.ts';
import { formOf, type PaperForm } from './paper-forms.ts';
import { otherDateText, type PrintRow, registerLayout } from './register-table.ts';

/** A volume of more rows than this is nothing anybody signs; it is refused, not cut. */
export const maximumPrintedRows = 5000;
const pageOfRows = 500;

export interface RowChoice {
  filters: readonly Filter[];
  search: string;
  sort: readonly Sort[];
  includeVoid: boolean;
  asOf: AsOf | null;
  /** Of a past date: which of its records; absent: all. */
  part?: PastPart;
}

/** A document ready to be written, with what its event tells of it. */
export interface PreparedDocument {
  document: PaperDocument;
  /** Digest of its content, hex. */
  digest: string;
  rows: number;
}

/** Throws AppError `document_too_long` beyond `maximumPrintedRows`. */
export function requirePrintable(rows: number): void {
  if (rows > maximumPrintedRows) throw new AppError('document_too_long', { rows, records: maximumPrintedRows });
}

/** The records of a choice, and how many of them are frozen and left out. Throws AppError `document_too_long` beyond `maximumPrintedRows`. */
export function chosenPrintRows(
  session: VaultSession,
  definition: RegisterDefinition,
  choice: RowChoice,
  job: TaskContext,
): { rows: PrintRow[]; frozen: number } {
  const source = choice.asOf
    ? partOf(snapshotTable(session, definition, choice.asOf), choice.part ?? 'all')
    : undefined;
  const statements = statementsFor(session.db, definition);
  const label = createLabeller(session);
  const rows: PrintRow[] = [];
  let frozen = 0;
  for (let offset = 0; ; offset += pageOfRows) {
    job.checkCancelled();
    const page = listRows(session, definition, { ...choice, offset, limit: pageOfRows }, source);
    requirePrintable(page.total);
    for (const row of page.rows) {
      // What is suspected of being a state secret goes nowhere.
      if (isMarked(session, row.rid, 'frozen')) {
        frozen += 1;
        continue;
      }
      const record = toRecord(definition, statements, row, label);
      rows.push({
        id: row.id,
        number: row.number,
        status: row.status,
        values: record.values,
        labels: record.labels,
        isVoid: row.void === 1,
        isLate: row.late === 1,
        voidReason: row.void_reason,
        otherDate: otherDateText(choice.asOf, localDate(row.recorded_at), row.fact_date),
      });
    }
    if (page.rows.length < pageOfRows) return { rows, frozen };
  }
}

export interface FormContent {
  form: PaperForm;
  organisation: string;
  demo: boolean;
  atMs: number;
  /** The same as local time, for the foot. */
  time: string;
  /** Date in the head, `YYYY-MM-DD`; null on an empty form. */
  date: string | null;
  notes: readonly string[];
  /** What the foot says was printed: a count, a number. */
  what: string;
  columns: ReturnType<typeof registerLayout>['columns'];
  rows: readonly PaperRow[];
}

/** A register form with its rows as a document. */
export function formDocument(content: FormContent): PreparedDocument {
  const { form, organisation, demo, atMs, date, columns, rows } = content;
  const notes = demo ? [...content.notes, demoMark] : content.notes;
  const digest = contentDigest([
    form.code,
    form.title,
    organisation,
    date,
    notes,
    columns.map(({ header }) => header),
    ...rows,
  ]);
  return {
    digest,
    rows: rows.length,
    document: {
      title: `${organisation}${form.title}`,
      atMs,
      watermark: demo ? demoMark : null,
      trace: traceText(form.code, content.what, content.time, digest),
      sections: [
        {
          setup: form.setup,
          running: `${organisation}　${form.title}`,
          signOffs: form.signOffs,
          content: ({ paper, table }) => [
            ...titleBlock(paper, form.title, notes),
            headLine(paper, form, { organisation, date, printed: date === null ? null : content.time.slice(0, 10) }),
            ...table({ columns, rows }, { isPadded: true }),
          ],
        },
      ],
    },
  };
}

/** The same form with nothing in it: a page of blank rows. */
export function blankRegister(session: VaultSession, register: string): PreparedDocument {
  const definition = session.registry.byKey(register);
  const { scheme, organisation, demo } = session.settings;
  const form = formOf(definition);
  const atMs = session.now();
  return formDocument({
    form,
    organisation,
    demo,
    atMs,
    time: localDateTime(atMs),
    date: null,
    notes: [],
    what: '空白表',
    columns: registerLayout(definition, form, scheme).columns,
    rows: [],
  });
}

const partTexts: Readonly<Record<PastPart, string | null>> = {
  all: null,
  inForce: null,
  recordedLater: '只列当日在册、其后补录的',
  changed: '只列当日在册、与今天不同的',
  notInForce: '只列当日在台账而不在册的',
};

function partNotes({ asOf, part = 'all' }: RowChoice): string[] {
  const text = partTexts[part];
  return asOf && text !== null ? [text] : [];
}

/** A register, or the part of it that was asked for, as its paper form. Throws AppError `document_too_long`, `value_invalid`. */
export function registerDocument(
  session: VaultSession,
  register: string,
  choice: RowChoice,
  job: TaskContext,
): PreparedDocument {
  const definition = session.registry.byKey(register);
  const { scheme, organisation, demo } = session.settings;
  const form = formOf(definition);
  const layout = registerLayout(definition, form, scheme);
  const chosen = chosenPrintRows(session, definition, choice, job);
  // Of the past the ledger's own words stand: links of that day are the list of who knew.
  const printed = register === 'post' && choice.asOf === null ? withLinkedSecrets(session, chosen.rows) : chosen.rows;
  const rows = printed.map((row, index) => layout.row(row, index + 1));
  const isPart = choice.filters.length > 0 || choice.search.trim() !== '';
  const atMs = session.now();
  return formDocument({
    form,
    organisation,
    demo,
    atMs,
    time: localDateTime(atMs),
    date: choice.asOf?.date ?? localDate(atMs),
    notes: [
      ...asOfNotes(choice.asOf),
      ...partNotes(choice),
      ...(isPart ? ['按所选条件打印，不是全部记录'] : []),
      ...(chosen.frozen > 0 ? [`另有 ${countText(chosen.frozen)} 项待保密工作机构答复，未印入`] : []),
    ],
    what: `${countText(rows.length)} 项`,
    columns: layout.columns,
    rows,
  });
}
