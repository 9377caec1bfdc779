// Counts what a bundle would give and withhold. The same numbers stand in the preview, in the bundle and in its index page.
import { AppError } from '../../../../shared/contract/envelope.ts';
import type { AsOf } from '../../../../shared/contract/routes/common.ts';
import { type DisclosureLevel, openedLevels } from '../../../../shared/disclosure.ts';
import { columnOf } from '../../../../shared/registers/definition.ts';
import type { VaultSession } from '../../vault/session.ts';
import { countAttachments, countFilled, registerInBundle } from './chosen-records.ts';
import { type FieldPlan, planRegister, type RegisterPlan, type WithheldReason } from './disclosure-plan.ts';
import type { BundleDocument, BundleRegister } from './issue.ts';
import { type BundleView, countFrozen } from './view.ts';

export interface GivenCount {
  register: string;
  records: number;
  /** Attachments that go in, entries of fingerprints included. */
  attachments: number;
  attachmentBytes: number;
  /** Records whose sealed content goes in. */
  opened: number;
  /** Records that have neither a name nor a public name to show at this level: their number alone stands for them. */
  unnamed: number;
}

export interface WithheldCount {
  register: string;
  /** A field's key, or `attachments`, or `records`. */
  field: string;
  values: number;
  reason: Exclude<WithheldReason, 'storage'> | 'frozen';
  /** What stands in its place. */
  shown: 'nothing' | 'masked' | 'publicName';
}

export interface BundleChoice {
  registers: readonly BundleRegister[];
  level: DisclosureLevel;
  attachments: boolean;
  asOf: AsOf | null;
  documents?: readonly BundleDocument[];
}

export interface DisclosureCounts {
  given: GivenCount[];
  withheld: WithheldCount[];
}

/**
 * Checks a choice. Throws AppError `value_invalid` where a register is named twice, `register_unknown`,
 * `bundle_unmasked_level` where files or sealed content may not leave at the level.
 */
export function requireChoice(session: VaultSession, choice: BundleChoice): void {
  const keys = choice.registers.map(({ register }) => registerInBundle(session, register).key);
  if (new Set(keys).size !== keys.length) throw new AppError('value_invalid', { field: 'registers' });
  // The public list shows the chosen secrets; without them there is nothing it could list.
  if (choice.documents?.includes('R02') && !keys.includes('secret'))
    throw new AppError('value_invalid', { field: 'documents' });
  const isChosen = choice.registers.some(({ opened, files }) => opened.length + files.length > 0);
  if ((choice.attachments && choice.level !== 'internal') || (isChosen && !openedLevels.includes(choice.level)))
    throw new AppError('bundle_unmasked_level', { level: choice.level });
}

/** Whether the files of a record leave: all within the firm where that was asked, else those of the records chosen for it. */
export function givesFiles(choice: Pick<BundleChoice, 'attachments'>, chosen: BundleRegister) {
  const files = new Set(chosen.files);
  return (ownerId: string): boolean => choice.attachments || files.has(ownerId);
}

/**
 * What leaves and what does not, in numbers, as one view has it. Throws as `requireChoice` and `value_invalid` for a filter
 * that does not fit.
 */
export function disclosureCounts(view: BundleView, choice: BundleChoice): DisclosureCounts {
  const { session } = view;
  requireChoice(session, choice);
  const given: GivenCount[] = [];
  const withheld: WithheldCount[] = [];
  for (const chosen of choice.registers) {
    const { register, filters, opened, files } = chosen;
    const plan = planRegister(registerInBundle(session, register), choice.level);
    const counted = countFilled(view, plan.definition, filters);
    const { records, filled } = counted;
    const all = countAttachments(view, plan.definition, filters, null);
    const attached = choice.attachments ? all : countAttachments(view, plan.definition, filters, files);
    const shownTitle = plan.usesPublicName
      ? (filled.publicName ?? 0)
      : plan.title.mask === 'withhold'
        ? 0
        : (filled[plan.title.field.key] ?? 0);
    given.push({
      register,
      records,
      attachments: attached.attachments,
      attachmentBytes: attached.sizeBytes,
      opened: opened.length,
      unnamed: plan.title.field.kind === 'reference' ? 0 : records - shownTitle,
    });
    withheld.push(...withheldFields(view, plan, counted, opened));
    if (all.attachments > attached.attachments)
      withheld.push({
        register,
        field: 'attachments',
        values: all.attachments - attached.attachments,
        reason: openedLevels.includes(choice.level) ? 'notChosen' : 'level',
        shown: 'nothing',
      });
    const frozen = countFrozen(session, plan.definition);
    if (frozen > 0) withheld.push({ register, field: 'records', values: frozen, reason: 'frozen', shown: 'nothing' });
  }
  return { given, withheld };
}

/** How many values of each field stay behind, given which records are opened. */
function* withheldFields(
  view: BundleView,
  plan: RegisterPlan,
  { filled, sealedByGrade }: ReturnType<typeof countFilled>,
  opened: readonly string[],
): Generator<WithheldCount> {
  const register = plan.definition.key;
  const openedWith = (column: string) =>
    opened.filter((id) => (view.byId(plan.definition, id)?.[column] ?? null) !== null).length;
  for (const field of plan.fields) {
    const { key } = field.field;
    const { reason } = field;
    const boxes = (sealedByGrade[key] ?? 0) - openedWith(`${columnOf(key)}_sealed`);
    if (boxes > 0) yield { register, field: key, values: boxes, reason: 'sealed', shown: 'nothing' };
    const values = (filled[key] ?? 0) - (reason === 'sealed' ? openedWith(columnOf(key)) : 0);
    if (reason === null || reason === 'storage' || values <= 0) continue;
    yield { register, field: key, values, reason, shown: shownFor(field) };
  }
}

function shownFor({ mask, reason }: FieldPlan): WithheldCount['shown'] {
  if (reason === 'publicName') return 'publicName';
  return mask === 'withhold' ? 'nothing' : 'masked';
}
