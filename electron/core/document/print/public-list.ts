// R02, the list of protected secrets that may be shown: numbers, public names, grades, terms, departments. No real name comes
// here, by itself or in a bundle.
import type { AsOf } from '../../../../shared/contract/routes/common.ts';
import type { GradingScheme } from '../../../../shared/levels.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { localDate, localDateTime } from '../../../../shared/time.ts';
import type { TaskContext } from '../../tasks.ts';
import type { VaultSession } from '../../vault/session.ts';
import { countText } from '../paper/paper-text.ts';
import { asOfNotes } from './document-head.ts';
import { publicListForm } from './paper-forms.ts';
import { chosenPrintRows, formDocument, type PreparedDocument } from './register-document.ts';
import { type PrintRow, registerLayout } from './register-table.ts';

/** What stands where a record has no public name: its number alone speaks for it. */
const unnamed = '（未定对外名称）';
/** Graded and not released: a secret whose exact content is still to come is protected like any other. */
export const publicStatuses = ['in_force', 'content_due'];
const shownFields = ['publicName', 'category', 'level', 'gradedOn', 'term', 'department'];

export interface PublicListContent {
  definition: RegisterDefinition;
  scheme: GradingScheme;
  organisation: string;
  demo: boolean;
  atMs: number;
  time: string;
  /** 基准日, `YYYY-MM-DD`. */
  date: string;
  asOf: AsOf | null;
  /** Records in force, in order. */
  rows: Iterable<PrintRow>;
  /** Of a bundle: what limits the list. */
  notes?: readonly string[];
}

/** The list as a document. */
export function publicList({
  definition,
  scheme,
  rows,
  asOf,
  notes = [],
  ...content
}: PublicListContent): PreparedDocument {
  // Whatever a caller hands over, the other fields are not even looked at.
  const fields = definition.fields.filter(({ key }) => shownFields.includes(key));
  const layout = registerLayout({ ...definition, title: 'publicName', fields }, publicListForm, scheme);
  const printed = [...rows].map((row, index) => {
    const publicName = row.values.publicName ?? unnamed;
    // Who reads it need not be told more than that it is in force: the status is not repeated as a remark.
    return layout.row(
      {
        ...row,
        status: definition.initialStatus,
        values: { ...row.values, publicName },
        isLate: false,
        isVoid: false,
        otherDate: null,
      },
      index + 1,
    );
  });
  return formDocument({
    ...content,
    form: publicListForm,
    notes: [...asOfNotes(asOf), ...notes],
    what: `${countText(printed.length)} 项`,
    columns: layout.columns,
    rows: printed,
  });
}

/** The list of all secrets in force, now or on a past date. Throws AppError `document_too_long`. */
export function publicListDocument(session: VaultSession, asOf: AsOf | null, job: TaskContext): PreparedDocument {
  const definition = session.registry.byKey('secret');
  const { scheme, organisation, demo } = session.settings;
  const filters = [{ field: 'status', operator: 'is' as const, values: publicStatuses }];
  const { rows } = chosenPrintRows(
    session,
    definition,
    { filters, search: '', sort: [], includeVoid: false, asOf },
    job,
  );
  const atMs = session.now();
  return publicList({
    definition,
    scheme,
    organisation,
    demo,
    atMs,
    time: localDateTime(atMs),
    date: asOf?.date ?? localDate(atMs),
    asOf,
    rows,
  });
}
