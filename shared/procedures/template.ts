// What a procedure template is. Templates are JSON in resources/procedures; this is the only description of their shape.
import { z } from 'zod';
import { type Role, roles } from '../contract/route.ts';
import { stepNames } from './step-names.ts';

const label = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const stepName = z.enum(stepNames.map(({ key }) => key) as [string, ...string[]]);

/** What is asked for a record; the forms' choice boxes (F02 申请类型, F03 复核意见). */
export const requestKinds = ['grade', 'keep', 'change', 'extend', 'release', 'review'] as const;
export type RequestKind = (typeof requestKinds)[number];

/** Roles whose holders take steps on screen; neither the administrator nor the auditor does (三权分设). */
export const actingRoles = ['officer', 'approver', 'liaison', 'reader'] as const satisfies readonly Role[];

const clock = z.strictObject({
  days: z.number().int().min(1).max(366),
  unit: z.enum(['working', 'calendar']),
  /** statute: a legal term, with its source. house: the enterprise's own rule, shown as 制度. */
  firmness: z.enum(['statute', 'house']),
  /** Key of a legal source (resources/legal); needed with firmness statute. */
  source: z.string().optional(),
});

const step = z.strictObject({
  name: stepName,
  /** What it is called in this form, where that differs from the vocabulary. */
  label: label.optional(),
  /**
   * propose: opens the run. opinion: agree or return. decide: a result per record. file: the effect on the registers.
   * execute: the tasks that follow. confirm: ticked off by whoever is named.
   */
  act: z.enum(['propose', 'opinion', 'decide', 'file', 'execute', 'confirm']),
  /** Who may take it on screen. On paper anybody signs; an officer or liaison enters it for him. */
  roles: z.array(z.enum(roles)).min(1),
  /** Steps whose doer must be somebody else (separation of proposing and approving). */
  differsFrom: z.array(stepName).default([]),
  /** asked: only where the proposer asked for it. levels: only where a record's present or proposed grade is one of these. */
  when: z
    .union([z.strictObject({ asked: z.literal(true) }), z.strictObject({ ranks: z.array(z.number().int()).min(1) })])
    .optional(),
  clock: clock.optional(),
});
export type ProcedureStep = z.output<typeof step>;

export const templateShape = z.strictObject({
  key: z.string().regex(/^[a-z][A-Za-z]+$/),
  label,
  /** What starting it is called on a button. */
  start: label,
  numberPattern: z.string().min(1),
  /** Register whose records it runs over; null where it runs over none (office hand-over). */
  register: z.string().nullable(),
  maximumRecords: z.number().int().min(0).max(1000),
  requests: z.array(z.enum(requestKinds)),
  /** Codes of forms.md: of a single record, of a list, or the only one. */
  forms: z.strictObject({ single: z.string(), list: z.string() }),
  steps: z.array(step).min(2),
});
export type ProcedureTemplate = z.output<typeof templateShape>;

/**
 * Reads a template. Throws on a shape that is wrong, a step named twice, a separation from a step that comes later or is
 * not there, a statute's clock without source.
 */
export function readTemplate(value: unknown): ProcedureTemplate {
  const template = templateShape.parse(value);
  const names = template.steps.map(({ name }) => name);
  if (new Set(names).size !== names.length) throw new Error(`${template.key}: a step stands twice`);
  if (template.steps[0]?.act !== 'propose') throw new Error(`${template.key}: the first step proposes`);
  for (const [index, item] of template.steps.entries()) {
    if (item.differsFrom.some((other) => !names.slice(0, index).includes(other)))
      throw new Error(`${template.key}: ${item.name} differs from a step that does not come before it`);
    if (item.clock?.firmness === 'statute' && item.clock.source === undefined)
      throw new Error(`${template.key}: ${item.name} has a legal clock without source`);
  }
  return template;
}
