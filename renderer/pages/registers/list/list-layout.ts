// How the clerk arranged a list: order, width and choice of columns, density. Kept in the user's profile by register.
import { useCallback, useMemo, useState } from 'react';
import type { SavedView } from '../../../../shared/contract/routes/views.ts';
import type { FieldDefinition, RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { columnFields } from '../../../api/definitions.ts';
import { useLayout } from '../../../app/profile.ts';

export interface ListLayout {
  /** Column keys in order; columns not named follow in their usual order. */
  order: string[];
  /** Column key → shown or not, where it differs from the definition. */
  shown: Record<string, boolean>;
  /** Pixels. */
  widths: Record<string, number>;
  isCompact: boolean;
}

/** Columns of every register besides its fields. Derived ones are named as derived in the chooser. */
export const commonColumns = ['status', 'lateEntry', 'factDate', 'recordedAt'] as const;
export type CommonColumn = (typeof commonColumns)[number];

const shownFromStart: Record<CommonColumn, boolean> = {
  status: true,
  lateEntry: true,
  factDate: false,
  recordedAt: false,
};

function textRecord<T>(value: unknown, isKind: (item: unknown) => item is T): Record<string, T> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, T] => isKind(entry[1])));
}

/** The stored layout, or the usual one where nothing usable is stored. */
export function parseLayout(stored: unknown): ListLayout {
  const { order, shown, widths, isCompact } = (stored ?? {}) as Partial<Record<keyof ListLayout, unknown>>;
  return {
    order: Array.isArray(order) ? order.filter((key): key is string => typeof key === 'string') : [],
    shown: textRecord(shown, (item): item is boolean => typeof item === 'boolean'),
    widths: textRecord(widths, (item): item is number => typeof item === 'number' && item >= 40 && item <= 2000),
    isCompact: isCompact === true,
  };
}

export interface LayoutColumn {
  key: string;
  field: FieldDefinition | null;
  isShown: boolean;
}

/** All columns a list can show, in the clerk's order. The number always comes first and is always shown. */
export function layoutColumns(register: RegisterDefinition, layout: ListLayout): LayoutColumn[] {
  const usual: LayoutColumn[] = [
    { key: 'number', field: null, isShown: true },
    ...columnFields(register).map((field) => ({
      key: field.key,
      field,
      isShown: layout.shown[field.key] ?? field.grid !== undefined,
    })),
    ...commonColumns.map((key) => ({ key, field: null, isShown: layout.shown[key] ?? shownFromStart[key] })),
  ];
  const place = (column: LayoutColumn): number => {
    const chosen = layout.order.indexOf(column.key);
    return chosen >= 0 ? chosen : layout.order.length + usual.indexOf(column);
  };
  return layout.order.length === 0 ? usual : usual.toSorted((left, right) => place(left) - place(right));
}

/** The order after moving a column one shown place left or right. */
export function movedOrder(columns: readonly LayoutColumn[], key: string, step: -1 | 1): string[] {
  const order = columns.map((column) => column.key);
  const shown = columns.filter((column) => column.isShown).map((column) => column.key);
  const neighbour = shown[shown.indexOf(key) + step];
  if (neighbour === undefined) return order;
  const without = order.filter((candidate) => candidate !== key);
  without.splice(without.indexOf(neighbour) + (step === 1 ? 1 : 0), 0, key);
  return without;
}

/**
 * The layout of a register's list and a way to change parts of it. A saved view has columns of its own: what is changed
 * there holds until the view is left or saved again; widths and density are the register's.
 */
export function useListLayout(
  register: RegisterDefinition,
  saved: SavedView | null,
): [ListLayout, (change: Partial<ListLayout>) => void] {
  const [usual, setUsual] = useLayout(`list.${register.key}`, parseLayout);
  const [changed, setChanged] = useState<{ view: SavedView; columns: Pick<ListLayout, 'order' | 'shown'> } | null>(
    null,
  );
  const layout = useMemo((): ListLayout => {
    if (saved === null) return usual;
    const { order, shown } = changed?.view === saved ? changed.columns : saved.content;
    return { ...usual, order, shown };
  }, [usual, saved, changed]);
  const change = useCallback(
    (part: Partial<ListLayout>) => {
      const { order, shown, ...common } = part;
      if (saved === null) setUsual({ ...usual, ...part });
      else {
        if (order !== undefined || shown !== undefined)
          setChanged({ view: saved, columns: { order: order ?? layout.order, shown: shown ?? layout.shown } });
        if (Object.keys(common).length > 0) setUsual({ ...usual, ...common });
      }
    },
    [saved, usual, layout, setUsual],
  );
  return [layout, change];
}
