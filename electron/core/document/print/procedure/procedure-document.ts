// The form of a run of a procedure, or the same form empty: chooses it by template and number of records.
import { procedureTemplates } from '../../../../../shared/procedures/templates.ts';
import { localDateTime } from '../../../../../shared/time.ts';
import type { VaultSession } from '../../../vault/session.ts';
import type { PaperSection } from '../../paper/write-paper.ts';
import { demoMark, traceText } from '../document-head.ts';
import type { PreparedDocument } from '../register-document.ts';
import { changeForm, changeListForm } from './change-forms.ts';
import { disclosureForm, disclosureSubject } from './disclosure-form.ts';
import { gradingForm, gradingListForm } from './grading-forms.ts';
import { handoverContent, handoverForm } from './handover-form.ts';
import { reviewForm } from './review-form.ts';
import { blankRun, type PaperRun, paperRun } from './run-paper.ts';

type FormMaker = (session: VaultSession, run: PaperRun) => PaperSection[];

/** By the codes the templates name. */
const makers: Readonly<Record<string, FormMaker | { single: FormMaker; list: FormMaker }>> = {
  F01: (_session, run) => gradingForm(run),
  F01b: (_session, run) => gradingListForm(run),
  F02: { single: (_session, run) => changeForm(run), list: (_session, run) => changeListForm(run) },
  F03: (_session, run) => reviewForm(run),
  F06: (session, run) => disclosureForm(run, disclosureSubject(session, run)),
  F13: (session, run) => handoverForm(run, run.row === null ? null : handoverContent(session, run)),
};

function formOfRun(session: VaultSession, run: PaperRun, isList: boolean): PreparedDocument {
  const code = isList ? run.template.forms.list : run.template.forms.single;
  const maker = makers[code];
  if (maker === undefined) throw new Error(`no form ${code}`);
  const make = typeof maker === 'function' ? maker : isList ? maker.list : maker.single;
  const sections = make(session, run);
  const atMs = session.now();
  return {
    digest: run.digest,
    rows: run.items.length,
    document: {
      title: `${run.organisation}${run.template.label.zh} ${run.number ?? ''}`.trim(),
      atMs,
      watermark: run.demo ? demoMark : null,
      trace: traceText(code, run.number === null ? '空白表' : `编号 ${run.number}`, localDateTime(atMs), run.digest),
      sections,
    },
  };
}

/**
 * The form of a run as it stands, with the code the window shows; empty, the same form to be filled by hand. Throws AppError
 * `record_missing`, `document_too_long`.
 */
export function procedureDocument(session: VaultSession, id: string, isBlank: boolean): PreparedDocument {
  const run = paperRun(session, id);
  const isList = run.items.length > 1;
  return formOfRun(session, isBlank ? blankRun(session, run.template) : run, isList);
}

/** The empty form of a procedure, before there is a run. Throws where no such procedure is: input is checked first. */
export function blankForm(session: VaultSession, template: string, isList: boolean): PreparedDocument {
  const found = procedureTemplates.find(({ key }) => key === template);
  if (!found) throw new Error(`no procedure ${template}`);
  return formOfRun(session, blankRun(session, found), isList);
}
