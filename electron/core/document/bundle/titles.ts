// The names behind references, as the level of the bundle allows them. Remembers each for the length of one bundle.
import type { DisclosureLevel } from '../../../../shared/disclosure.ts';
import type { FieldValues } from '../../../../shared/registers/definition.ts';
import { valuesOfRow } from '../../register/record-values.ts';
import { valueColumns } from '../../register/statements.ts';
import { planRegister, type RegisterPlan, titleAt } from './disclosure-plan.ts';
import type { BundleView } from './view.ts';

export interface OutwardTitles {
  plan(register: string): RegisterPlan;
  /** What a record is called; its number where it has no name to show; null where it has neither or does not exist. */
  title(register: string, id: string): string | null;
  /** Names behind the given references of a record. */
  labels(plan: RegisterPlan, values: FieldValues): Record<string, string>;
}

/** Plans and titles at one level. */
export function createOutwardTitles(view: BundleView, level: DisclosureLevel): OutwardTitles {
  const { session } = view;
  const plans = new Map<string, RegisterPlan>();
  const titles = new Map<string, string | null>();
  const plan = (register: string) => {
    const known = plans.get(register) ?? planRegister(session.registry.byKey(register), level);
    plans.set(register, known);
    return known;
  };
  const title = (register: string, id: string) => {
    const key = `${register}/${id}`;
    const known = titles.get(key);
    if (known !== undefined) return known;
    const outward = plan(register);
    const row = view.named(outward.definition, id);
    const isShown = row !== undefined && !view.isFrozen(row.rid);
    const found = isShown ? (titleAt(outward, valuesOfRow(row, valueColumns(outward.definition))) ?? row.number) : null;
    titles.set(key, found);
    return found;
  };
  return {
    plan,
    title,
    labels: (outward, values) => {
      const labels: Record<string, string> = {};
      for (const { field, reason } of outward.fields) {
        const value = values[field.key];
        if (field.kind !== 'reference' || reason !== null || typeof value !== 'string') continue;
        const name = title(field.target, value);
        if (name !== null) labels[field.key] = name;
      }
      return labels;
    },
  };
}
