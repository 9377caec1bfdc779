// Rules on procedures: what was signed on paper is kept as a scan beside the run.
import type { Rule } from './finding.ts';

const noScan: Rule = {
  key: 'procedure.scan',
  label: { zh: '纸面签批扫描件待补充', en: 'Scans of signed forms to be added' },
  severity: 'low',
  source: 'house-archive',
  finding: { zh: '已录入纸面签批，扫描件待补充', en: 'Entered from paper; the scan of the signed form is to be added' },
  fixLabel: { zh: '添加扫描件', en: 'Add the scan' },
  *judge(read) {
    const onPaper = new Set<string>();
    // A proposal on paper is part of the same form; without further signatures it is still out for signing.
    for (const { values } of read.records('procedureStep', ['procedure', 'step', 'mode']))
      if (values.mode === 'paper' && values.step !== 'propose') onPaper.add(String(values.procedure));
    for (const { id, number, values } of read.records('procedure', ['title']))
      if (onPaper.has(id) && !read.hasAttachment(id))
        yield {
          register: 'procedure',
          record: id,
          number,
          title: String(values.title ?? ''),
          field: null,
          params: {},
          dueOn: null,
          fix: { act: 'open' },
        };
  },
};

export const procedureRules: readonly Rule[] = [noScan];
