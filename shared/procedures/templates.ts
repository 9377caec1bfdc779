// The procedures of this version, read from their JSON. Nothing else names them all.
import automaticRelease from '../../resources/procedures/automatic-release.json' with { type: 'json' };
import disclosureReview from '../../resources/procedures/disclosure-review.json' with { type: 'json' };
import grading from '../../resources/procedures/grading.json' with { type: 'json' };
import levelChange from '../../resources/procedures/level-change.json' with { type: 'json' };
import officeHandover from '../../resources/procedures/office-handover.json' with { type: 'json' };
import yearlyReview from '../../resources/procedures/yearly-review.json' with { type: 'json' };
import { type ProcedureTemplate, readTemplate } from './template.ts';

export const procedureTemplates: readonly ProcedureTemplate[] = [
  grading,
  levelChange,
  automaticRelease,
  yearlyReview,
  disclosureReview,
  officeHandover,
].map(readTemplate);

/** The template with this key. Throws on an unknown one: callers check input against the list first. */
export function templateOf(key: string): ProcedureTemplate {
  const template = procedureTemplates.find((candidate) => candidate.key === key);
  if (!template) throw new Error(`no procedure ${key}`);
  return template;
}
