// What a list shows, kept in the page's address so that back and forward work: view, search, filters, sort, page.
// Pure: reads and writes search parameters, knows no component.
import type { Filter, Sort } from '../../../../shared/contract/routes/common.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';

export interface ListState {
  /** `all`, `mine`, `due`, `ungraded`, `late`, `void` or `status:<code>`. */
  view: string;
  search: string;
  filters: readonly Filter[];
  includeVoid: boolean;
  sort: Sort;
  /** 0-based. */
  page: number;
}

const operators: readonly string[] = [
  'is',
  'isNot',
  'contains',
  'from',
  'to',
  'before',
  'notBefore',
  'empty',
  'filled',
];

/** Registers numbered by year show the newest first, others count up. */
export function defaultSort(register: RegisterDefinition): Sort {
  return { field: 'number', direction: register.numberPattern.includes('{year}') ? 'desc' : 'asc' };
}

function isFilter(value: unknown): value is Filter {
  if (typeof value !== 'object' || value === null) return false;
  const { field, operator, values } = value as Partial<Filter>;
  return (
    typeof field === 'string' && typeof operator === 'string' && operators.includes(operator) && Array.isArray(values)
  );
}

/** The conditions an address carries; what cannot be read is left out. */
export function readFilters(text: string | null): Filter[] {
  if (text === null) return [];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.filter(isFilter) : [];
  } catch {
    return [];
  }
}

/** The state an address stands for; what it does not say has its default. */
export function readListState(register: RegisterDefinition, parameters: URLSearchParams): ListState {
  const [field = '', direction = ''] = (parameters.get('sort') ?? '').split('.');
  const page = Number(parameters.get('page') ?? '1');
  return {
    view: parameters.get('view') ?? 'all',
    search: parameters.get('q') ?? '',
    filters: readFilters(parameters.get('f')),
    includeVoid: parameters.get('void') === '1',
    sort: field !== '' && (direction === 'asc' || direction === 'desc') ? { field, direction } : defaultSort(register),
    page: Number.isInteger(page) && page > 1 ? page - 1 : 0,
  };
}

/** The address of a state; defaults are left out. */
export function writeListState(register: RegisterDefinition, state: ListState): URLSearchParams {
  const parameters = new URLSearchParams();
  if (state.view !== 'all') parameters.set('view', state.view);
  if (state.search !== '') parameters.set('q', state.search);
  if (state.filters.length > 0) parameters.set('f', JSON.stringify(state.filters));
  if (state.includeVoid) parameters.set('void', '1');
  const usual = defaultSort(register);
  if (state.sort.field !== usual.field || state.sort.direction !== usual.direction) {
    parameters.set('sort', `${state.sort.field}.${state.sort.direction}`);
  }
  if (state.page > 0) parameters.set('page', String(state.page + 1));
  return parameters;
}

/** Replaces every condition on a field; no conditions take it away. */
export function withFilters(filters: readonly Filter[], field: string, next: readonly Filter[]): Filter[] {
  return [...filters.filter((filter) => filter.field !== field), ...next];
}
