// What the clerk chooses for a bundle, and the small sums shown of it. Pure; the core counts and decides.
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import type { Filter } from '../../../shared/contract/routes/common.ts';
import type { DisclosureLevel } from '../../../shared/disclosure.ts';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';

export interface ChosenRegister {
  register: RegisterDefinition;
  isChosen: boolean;
  filters: readonly Filter[];
}

export interface BundleChoice {
  recipient: string;
  purpose: string;
  registers: readonly ChosenRegister[];
  level: DisclosureLevel | null;
  attachments: boolean;
}

export type Preview = RouteOutput<'bundle.preview'>;

/** Levels at which files may go along; the core refuses the others. */
export const attachmentLevels: readonly DisclosureLevel[] = ['internal', 'lawyer', 'court', 'police'];

/** Nothing chosen yet: the registers of secrets first, none of them taken by itself. */
export function emptyChoice(registers: readonly RegisterDefinition[]): BundleChoice {
  return {
    recipient: '',
    purpose: '',
    registers: registers.map((register) => ({ register, isChosen: false, filters: [] })),
    level: null,
    attachments: false,
  };
}

/** The part of a choice the core is asked with; null before registers and level are chosen. */
export function requestOf(choice: BundleChoice) {
  const registers = choice.registers
    .filter(({ isChosen }) => isChosen)
    .map(({ register, filters }) => ({ register: register.key, filters: [...filters] }));
  if (choice.level === null || registers.length === 0) return null;
  const attachments = choice.attachments && attachmentLevels.includes(choice.level);
  return { registers, level: choice.level, attachments };
}

/** The sums the clerk confirms. */
export function sums({ given, withheld }: Preview) {
  const count = (reasons: readonly string[]) =>
    withheld.filter(({ reason }) => reasons.includes(reason)).reduce((sum, { values }) => sum + values, 0);
  return {
    records: given.reduce((sum, { records }) => sum + records, 0),
    attachments: given.reduce((sum, { attachments }) => sum + attachments, 0),
    attachmentBytes: given.reduce((sum, { attachmentBytes }) => sum + attachmentBytes, 0),
    sealed: count(['sealed']),
    personal: count(['personal']),
  };
}

/** A file name for the bundle of a day. */
export function suggestedName(organisation: string, recipient: string, day: string): string {
  const clean = (text: string) => text.replace(/[\\/:*?"<>|]/g, '').trim();
  return `${['证据包', clean(organisation), clean(recipient).slice(0, 20), day].filter((part) => part !== '').join('-')}.zip`;
}
