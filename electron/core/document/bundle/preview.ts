// Counts what a bundle would give and withhold. The same numbers stand in the preview, in the bundle and in its index page.
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { DisclosureLevel } from '../../../../shared/disclosure.ts';
import type { VaultSession } from '../../vault/session.ts';
import { bundleRegister, countAttachments, countFilled } from './chosen-records.ts';
import { attachmentLevels, type FieldPlan, planRegister, type WithheldReason } from './disclosure-plan.ts';
import type { BundleRegister } from './issue.ts';

export interface GivenCount {
  register: string;
  records: number;
  /** Attachments that go in, entries of fingerprints included. */
  attachments: number;
  attachmentBytes: number;
  /** Records that have neither a name nor a public name to show at this level: their number alone stands for them. */
  unnamed: number;
}

export interface WithheldCount {
  register: string;
  /** A field's key, or `attachments`. */
  field: string;
  values: number;
  reason: Exclude<WithheldReason, 'storage'> | 'notChosen';
  /** What stands in its place. */
  shown: 'nothing' | 'masked' | 'publicName';
}

export interface BundleChoice {
  registers: readonly BundleRegister[];
  level: DisclosureLevel;
  attachments: boolean;
}

export interface DisclosureCounts {
  given: GivenCount[];
  withheld: WithheldCount[];
}

/**
 * Checks a choice. Throws AppError `value_invalid` where a register is named twice, `register_unknown`,
 * `bundle_unmasked_level` where files may not leave at the level.
 */
export function requireChoice(session: VaultSession, choice: BundleChoice): void {
  const keys = choice.registers.map(({ register }) => bundleRegister(session, register).key);
  if (new Set(keys).size !== keys.length) throw new AppError('value_invalid', { field: 'registers' });
  if (choice.attachments && !attachmentLevels.includes(choice.level))
    throw new AppError('bundle_unmasked_level', { level: choice.level });
}

/** What leaves and what does not, in numbers. Throws as `requireChoice` and `value_invalid` for a filter that does not fit. */
export function disclosureCounts(session: VaultSession, choice: BundleChoice): DisclosureCounts {
  requireChoice(session, choice);
  const given: GivenCount[] = [];
  const withheld: WithheldCount[] = [];
  for (const { register, filters } of choice.registers) {
    const plan = planRegister(bundleRegister(session, register), choice.level);
    const { records, filled } = countFilled(session, plan.definition, filters);
    const attached = countAttachments(session, plan.definition, filters);
    const shownTitle = plan.usesPublicName
      ? (filled.publicName ?? 0)
      : plan.title.mask === 'withhold'
        ? 0
        : (filled[plan.title.field.key] ?? 0);
    given.push({
      register,
      records,
      attachments: choice.attachments ? attached.attachments : 0,
      attachmentBytes: choice.attachments ? attached.sizeBytes : 0,
      unnamed: plan.title.field.kind === 'reference' ? 0 : records - shownTitle,
    });
    for (const field of plan.fields) {
      const values = filled[field.field.key] ?? 0;
      if (field.reason === null || field.reason === 'storage' || values === 0) continue;
      withheld.push({ register, field: field.field.key, values, reason: field.reason, shown: shownFor(field) });
    }
    if (!choice.attachments && attached.attachments > 0)
      withheld.push({
        register,
        field: 'attachments',
        values: attached.attachments,
        reason: attachmentLevels.includes(choice.level) ? 'notChosen' : 'level',
        shown: 'nothing',
      });
  }
  return { given, withheld };
}

function shownFor({ mask, reason }: FieldPlan): WithheldCount['shown'] {
  if (reason === 'publicName') return 'publicName';
  return mask === 'withhold' ? 'nothing' : 'masked';
}
