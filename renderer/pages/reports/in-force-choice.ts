// Which secrets a report on a date looks at, as it stands in the page's address. Pure.
import type { Filter } from '../../../shared/contract/routes/common.ts';
import { readFilters } from '../registers/list/list-state.ts';

export interface InForceChoice {
  ids: string[] | null;
  filters: Filter[];
  search: string;
}

/** The choice an address stands for; without one all secrets. */
export function readInForceChoice(parameters: URLSearchParams): InForceChoice {
  const ids = (parameters.get('ids') ?? '').split(',').filter((id) => id !== '');
  return {
    ids: ids.length > 0 ? ids : null,
    filters: readFilters(parameters.get('f')),
    search: parameters.get('q') ?? '',
  };
}

/** The address of the report on a choice. */
export function inForcePath(choice: { ids?: readonly string[]; filters?: readonly Filter[]; search?: string }): string {
  const parameters = new URLSearchParams();
  if (choice.ids && choice.ids.length > 0) parameters.set('ids', choice.ids.join(','));
  if (choice.filters && choice.filters.length > 0) parameters.set('f', JSON.stringify(choice.filters));
  if (choice.search) parameters.set('q', choice.search);
  const text = parameters.toString();
  return text === '' ? '/evidence/in-force' : `/evidence/in-force?${text}`;
}
