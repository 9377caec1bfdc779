// Saved views of a list: what of the page goes into one, what one brings back, and whether the page still shows it. Pure.
import type { SavedView, ViewContent } from '../../../../shared/contract/routes/views.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import type { ListLayout } from './list-layout.ts';
import { defaultSort, type ListState } from './list-state.ts';

const prefix = 'saved:';

/** The `view` of a list's state that stands for a saved one. */
export function savedKey(id: string): string {
  return prefix + id;
}

/** The saved view a state shows; null for a built-in one, or one that is gone. */
export function savedOf(views: readonly SavedView[], view: string): SavedView | null {
  return views.find(({ id }) => savedKey(id) === view) ?? null;
}

/** The built-in view behind a state. */
export function builtInOf(saved: SavedView | null, view: string): string {
  if (saved) return saved.content.base;
  return view.startsWith(prefix) ? 'all' : view;
}

/** What the page shows, to be saved. */
export function contentOf(base: string, state: ListState, layout: Pick<ListLayout, 'order' | 'shown'>): ViewContent {
  return {
    base,
    search: state.search.trim(),
    filters: state.filters.map(({ field, operator, values }) => ({ field, operator, values: [...values] })),
    includeVoid: state.includeVoid,
    sort: { field: state.sort.field, direction: state.sort.direction },
    order: [...layout.order],
    shown: Object.fromEntries(Object.entries(layout.shown).toSorted(([left], [right]) => (left < right ? -1 : 1))),
  };
}

/** What a saved view makes of the list's state. */
export function stateOf({ id, content }: SavedView): Partial<ListState> {
  const { search, filters, includeVoid, sort } = content;
  return { view: savedKey(id), search, filters, includeVoid, sort };
}

/** A built-in view chosen while a saved one is shown: the saved conditions do not go along. */
export function leaveSaved(register: RegisterDefinition, view: string): Partial<ListState> {
  return { view, search: '', filters: [], includeVoid: false, sort: defaultSort(register) };
}

/** Whether the page shows something else than the view was saved with. */
export function isChanged(saved: SavedView, now: ViewContent): boolean {
  const { search, filters, includeVoid, sort, order, shown } = saved.content;
  const before = contentOf(
    saved.content.base,
    { view: '', search, filters, includeVoid, sort, page: 0 },
    { order, shown },
  );
  return JSON.stringify(before) !== JSON.stringify(now);
}
