// Which procedures may be started from which records, and what steps are called. Asks the templates; holds no list of its own.

import type { RouteOutput } from '../../../shared/contract/contract.ts';
import type { RecordRow } from '../../../shared/contract/routes/common.ts';
import { stepNames } from '../../../shared/procedures/step-names.ts';
import type { ProcedureStep, ProcedureTemplate } from '../../../shared/procedures/template.ts';
import { procedureTemplates, templateOf } from '../../../shared/procedures/templates.ts';
import { type FieldDefinition, fieldOf, type Label } from '../../../shared/registers/definition.ts';
import { procedureItemLink } from '../../../shared/registers/procedure-item.ts';

export type ProcedureAnswer = RouteOutput<'procedure.get'>;

/** A record chosen for a procedure, as far as the page must show it. */
export type ChosenRecord = Pick<RecordRow, 'id' | 'number' | 'status' | 'values' | 'labels'>;

/** The procedures that make sense for records of these statuses. */
export function fittingTemplates(register: string, records: readonly Pick<RecordRow, 'status'>[]): ProcedureTemplate[] {
  const graded = records.length > 0 && records.every(({ status }) => ['in_force', 'content_due'].includes(status));
  const proposed = records.length > 0 && records.every(({ status }) => status === 'proposed');
  return procedureTemplates.filter(
    (template) =>
      template.register === register &&
      (template.requests.includes('grade') ? proposed : graded) &&
      records.length <= template.maximumRecords,
  );
}

/** What a step is called in a procedure. */
export function stepLabel(template: ProcedureTemplate, name: string): Label {
  const step = template.steps.find((candidate) => candidate.name === name);
  return step?.label ?? stepNames.find(({ key }) => key === name)?.label ?? { zh: name, en: name };
}

/** The step of a run's template by name. */
export function stepOf(answer: ProcedureAnswer, name: string | null): ProcedureStep | null {
  return templateOf(String(answer.procedure.values.template)).steps.find((step) => step.name === name) ?? null;
}

/** A field of a procedure's item. */
export function itemField(key: string): FieldDefinition {
  return fieldOf(procedureItemLink, key);
}
