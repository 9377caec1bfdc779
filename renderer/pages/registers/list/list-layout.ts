// How the clerk arranged a list: order, width and choice of columns, density. Kept in the user's profile by register.
import { useCallback } from 'react';
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

/** The layout of a register's list and a way to change parts of it. */
export function useListLayout(register: RegisterDefinition): [ListLayout, (change: Partial<ListLayout>) => void] {
  const [layout, setLayout] = useLayout(`list.${register.key}`, parseLayout);
  const change = useCallback((part: Partial<ListLayout>) => setLayout({ ...layout, ...part }), [layout, setLayout]);
  return [layout, change];
}
