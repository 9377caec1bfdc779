// What each field of a register becomes at a disclosure level: given, masked or withheld, and why. Decides; reads no values.
import { type DisclosureLevel, maskAt, masked } from '../../../../shared/disclosure.ts';
import {
  type FieldDefinition,
  type FieldValues,
  type Mask,
  type RegisterDefinition,
  valueKeysOf,
} from '../../../../shared/registers/definition.ts';
import { reasonKey } from '../../register/revision.ts';

export type WithheldReason = 'sealed' | 'personal' | 'publicName' | 'level' | 'storage' | 'notChosen';

export interface FieldPlan {
  field: FieldDefinition;
  mask: Mask;
  /** Null where the field is given as it is. */
  reason: WithheldReason | null;
}

export interface RegisterPlan {
  definition: RegisterDefinition;
  level: DisclosureLevel;
  fields: readonly FieldPlan[];
  /** Keys of values that leave as they are. */
  given: ReadonlySet<string>;
  title: FieldPlan;
  /** Whether the public name takes the title's place. */
  usesPublicName: boolean;
}

const publicNameKey = 'publicName';
/** Where the vault keeps an attachment's bytes: of no use to anybody outside it. */
const storageKeys: readonly string[] = ['fileId', 'dataKeyId'];

/** Plans a register at a level. */
export function planRegister(definition: RegisterDefinition, level: DisclosureLevel): RegisterPlan {
  const hasPublicName = definition.fields.some(({ key }) => key === publicNameKey);
  const fields = definition.fields.map((field): FieldPlan => {
    const isStorage = definition.kind === 'attachment' && storageKeys.includes(field.key);
    const mask = isStorage ? 'withhold' : maskAt(field, level);
    if (mask === 'keep') return { field, mask, reason: null };
    const isTitle = field.key === definition.title && hasPublicName;
    const reason = isStorage
      ? 'storage'
      : field.class === 'sealed'
        ? 'sealed'
        : isTitle
          ? 'publicName'
          : field.class === 'personal'
            ? 'personal'
            : 'level';
    return { field, mask, reason };
  });
  const title = fields.find(({ field }) => field.key === definition.title) as FieldPlan;
  return {
    definition,
    level,
    fields,
    given: new Set([
      ...fields.filter(({ reason }) => reason === null).flatMap(({ field }) => valueKeysOf(field)),
      // Why something was changed is the office's own note.
      ...(level === 'internal' ? [reasonKey] : []),
    ]),
    title,
    usesPublicName: title.reason !== null && hasPublicName,
  };
}

/** The plan of an entry of which only commitments go in. */
export function withheldPlan(plan: RegisterPlan): RegisterPlan {
  const withhold = (field: FieldPlan): FieldPlan => ({
    ...field,
    mask: 'withhold',
    reason: field.reason ?? 'notChosen',
  });
  return { ...plan, fields: plan.fields.map(withhold), given: new Set(), title: withhold(plan.title) };
}

/** What a record is called at this level: its name, its public name, its masked name, or null (the number alone). */
export function titleAt(plan: RegisterPlan, values: FieldValues): string | null {
  const { title } = plan;
  if (title.field.kind === 'reference') return null;
  const text = (key: string) => (typeof values[key] === 'string' ? (values[key] as string) : null);
  if (plan.usesPublicName) return text(publicNameKey);
  const name = text(title.field.key);
  return name === null ? null : masked(name, title.mask);
}

/** What stands for the masked values of a record; fields that show nothing are absent. */
export function maskedValues(plan: RegisterPlan, values: FieldValues): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const { field, mask } of plan.fields) {
    const value = values[field.key];
    if (mask === 'keep' || typeof value !== 'string') continue;
    const text = masked(value, mask);
    if (text !== null) shown[field.key] = text;
  }
  return shown;
}

/**
 * The definition as the sheet for this level has it: withheld columns are left out, masked ones hold text, the public name
 * stands where the name would.
 */
export function outwardDefinition(plan: RegisterPlan): RegisterDefinition {
  const { definition } = plan;
  const fields = plan.fields
    .filter(({ mask }) => mask !== 'withhold')
    .map(({ field, mask }): FieldDefinition => {
      if (plan.usesPublicName && field.key === publicNameKey && plan.title.field.print !== undefined)
        return { ...field, print: plan.title.field.print };
      if (mask === 'keep') return field;
      const { key, label, headers, section, print, class: fieldClass } = field;
      return {
        key,
        kind: 'text',
        label,
        headers,
        section,
        class: fieldClass,
        ...(print === undefined ? {} : { print }),
      };
    });
  return { ...definition, title: plan.usesPublicName ? publicNameKey : definition.title, fields };
}
