// What the clerk chooses for a bundle, and the small sums shown of it. Pure; the core counts and decides.
import type { TFunction } from 'i18next';
import type { RouteInput, RouteOutput } from '../../../shared/contract/contract.ts';
import type { Filter } from '../../../shared/contract/routes/common.ts';
import { type DisclosureLevel, openedLevels } from '../../../shared/disclosure.ts';
import type { RegisterDefinition } from '../../../shared/registers/definition.ts';
import { readDate } from '../../../shared/values/date.ts';
import type { PickedRecord } from '../../components/record-picker.tsx';

/** A record whose sealed content, files or both are given. */
export interface PickedForOpening {
  record: PickedRecord;
  content: boolean;
  files: boolean;
}

export interface ChosenRegister {
  register: RegisterDefinition;
  isChosen: boolean;
  filters: readonly Filter[];
  picked: readonly PickedForOpening[];
}

/** A past date as typed, with its reading. */
export interface PastChoice {
  text: string;
  reading: 'fact' | 'recorded';
}

/** Who approved, as typed. */
export interface ApprovalChoice {
  approver: string;
  approverId: string | null;
  dayText: string;
  form: string;
}

export interface BundleChoice {
  recipient: string;
  purpose: string;
  registers: readonly ChosenRegister[];
  level: DisclosureLevel | null;
  attachments: boolean;
  /** The public list (R02) goes along as a page to read. */
  publicList: boolean;
  past: PastChoice | null;
  approval: ApprovalChoice;
}

export type Preview = RouteOutput<'bundle.preview'>;

/** The whole day a text names, or null. */
export function dayOf(text: string): string | null {
  const read = readDate(text);
  return read.ok && read.value.length === 10 ? read.value : null;
}

/** What is wrong with a past date, in words; undefined when nothing is. */
export function pastProblem(past: PastChoice, day: string, t: TFunction): string | undefined {
  const read = readDate(past.text);
  if (!read.ok) return String(t(`valueErrors.${read.code}`, read.params));
  if (read.value.length < 10) return t('asOf.dayNeeded');
  return read.value >= day ? t('asOf.pastOnly') : undefined;
}

/** The approval as the core takes it; null until somebody and a day are named. */
export function approvalOf({ approver, approverId, dayText, form }: ApprovalChoice) {
  const approvedOn = dayOf(dayText);
  if (approver.trim() === '' || approvedOn === null) return null;
  return { approver: approver.trim(), approverId, approvedOn, form: form.trim() };
}

/** Nothing chosen yet: the registers of secrets first, none of them taken by itself. */
export function emptyChoice(registers: readonly RegisterDefinition[]): BundleChoice {
  return {
    recipient: '',
    purpose: '',
    registers: registers.map((register) => ({ register, isChosen: false, filters: [], picked: [] })),
    level: null,
    attachments: false,
    publicList: false,
    past: null,
    approval: { approver: '', approverId: null, dayText: '', form: '' },
  };
}

/** The part of a choice the core is asked with; null before registers and level are chosen. */
export function requestOf(choice: BundleChoice): RouteInput<'bundle.preview'> | null {
  const { level, past } = choice;
  if (level === null) return null;
  const mayOpen = openedLevels.includes(level);
  const registers = choice.registers
    .filter(({ isChosen }) => isChosen)
    .map(({ register, filters, picked }) => {
      const ids = (wanted: 'content' | 'files') =>
        picked.filter((item) => mayOpen && item[wanted]).map(({ record }) => record.id);
      return { register: register.key, filters: [...filters], opened: ids('content'), files: ids('files') };
    });
  const date = past === null ? null : dayOf(past.text);
  if (registers.length === 0 || (past !== null && date === null)) return null;
  const asOf = past !== null && date !== null ? { date, reading: past.reading } : null;
  return { registers, level, attachments: choice.attachments && level === 'internal', asOf };
}

/** Whether the public list can go along: it lists the secrets chosen. */
export function mayListPublicly(choice: BundleChoice): boolean {
  return choice.registers.some(({ register, isChosen }) => isChosen && register.key === 'secret');
}

/** The sums the clerk confirms. */
export function sums({ given, withheld }: Preview) {
  const count = (reasons: readonly string[]) =>
    withheld.filter(({ reason }) => reasons.includes(reason)).reduce((sum, { values }) => sum + values, 0);
  return {
    records: given.reduce((sum, { records }) => sum + records, 0),
    attachments: given.reduce((sum, { attachments }) => sum + attachments, 0),
    opened: given.reduce((sum, { opened }) => sum + opened, 0),
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
