// The tabs over a list: which views a register has, what each asks of the core, how many records it holds.
import type { RouteOutput } from '../../../../shared/contract/contract.ts';
import { type Filter, type PastPart, pastPart } from '../../../../shared/contract/routes/common.ts';
import {
  type FieldDefinition,
  type Label,
  type RegisterDefinition,
  statusesNotInForce,
} from '../../../../shared/registers/definition.ts';
import { reviewDueDays, reviewField } from '../../../../shared/review.ts';
import { addDays } from '../../../../shared/time.ts';
import { levelField } from '../../../api/definitions.ts';

export type Counts = RouteOutput<'register.counts'>;

/** What the core says of a past date beside its records. */
export type ListPast = RouteOutput<'register.list'>['past'] | undefined;

export interface ListView {
  key: string;
  /** Key of its text, or the label of a status. */
  word: string | Label;
  count: number | null;
}

/** The one person field of a register: whose records are whose. With several, nobody's are told apart by a filter. */
function ownerField(register: RegisterDefinition): FieldDefinition | undefined {
  const people = register.fields.filter((field) => field.kind === 'person');
  return people.length === 1 ? people[0] : undefined;
}

/** Views in the order of the tabs. Views that would be empty are left out, except the first, the present and the due one. */
export function listViews(register: RegisterDefinition, counts: Counts | undefined, present: string): ListView[] {
  const usual = register.statuses.find((status) => !status.open)?.code;
  const ofStatus = (open: boolean): ListView[] =>
    register.statuses
      .filter((status) => (status.open ?? false) === open && status.code !== usual)
      .map((status) => ({
        key: `status:${status.code}`,
        word: status.label,
        count: counts?.byStatus[status.code] ?? 0,
      }));
  const views: ListView[] = [
    { key: 'all', word: 'view.all', count: counts?.all ?? null },
    ...(ownerField(register) ? [{ key: 'mine', word: 'view.mine', count: counts?.mine ?? 0 }] : []),
    ...(reviewField(register) ? [{ key: 'due', word: 'view.due', count: counts?.due ?? null }] : []),
    ...ofStatus(true),
    ...(levelField(register) ? [{ key: 'ungraded', word: 'view.ungraded', count: counts?.ungraded ?? 0 }] : []),
    { key: 'late', word: 'view.late', count: counts?.lateEntry ?? 0 },
    ...ofStatus(false),
    { key: 'void', word: 'view.void', count: counts?.void ?? 0 },
  ];
  return views.filter((view) => view.key === 'all' || view.key === present || view.count !== 0);
}

/** What a view adds to the user's own filters. */
export function viewFilters(
  register: RegisterDefinition,
  view: string,
  day: string,
  userName: string,
): { filters: Filter[]; includeVoid: boolean } {
  const is = (field: string, value: string | boolean): Filter => ({ field, operator: 'is', values: [value] });
  const level = levelField(register);
  const review = reviewField(register);
  const owner = ownerField(register);
  if (view === 'mine' && owner) return { filters: [is(owner.key, userName)], includeVoid: false };
  if (view === 'due' && review)
    return {
      filters: [
        { field: review.key, operator: 'to', values: [addDays(day, reviewDueDays)] },
        { field: 'status', operator: 'isNot', values: statusesNotInForce(register) },
      ],
      includeVoid: false,
    };
  if (view === 'ungraded' && level)
    return { filters: [{ field: level.key, operator: 'empty', values: [] }], includeVoid: false };
  if (view === 'late') return { filters: [is('lateEntry', true)], includeVoid: false };
  if (view === 'void') return { filters: [is('status', 'void')], includeVoid: true };
  if (view.startsWith('status:')) return { filters: [is('status', view.slice('status:'.length))], includeVoid: false };
  return { filters: [], includeVoid: false };
}

/** Key of the tab of a past date, in the address beside the views of today. */
export function pastViewKey(part: PastPart): string {
  return `past:${part}`;
}

/** The part of a past date a view stands for; any other view stands for what was in force. */
export function pastPartOf(view: string): PastPart {
  const known = pastPart.safeParse(view.startsWith('past:') ? view.slice('past:'.length) : '');
  return known.success ? known.data : 'inForce';
}

/** The tabs of a past date with their counts. What was not in force has a tab only where there is some. */
export function pastViews(past: ListPast, present: PastPart): { part: PastPart; word: string; count: number | null }[] {
  const views = (['inForce', 'recordedLater', 'changed', 'notInForce'] as const).map((part) => ({
    part,
    word: `view.past.${part}`,
    // Null while it is being asked for.
    count: past?.[part] ?? null,
  }));
  return views.filter(({ part, count }) => part !== 'notInForce' || (count !== null && count > 0) || part === present);
}
