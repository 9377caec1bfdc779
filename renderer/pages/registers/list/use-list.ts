// Everything a list page knows: its address, the records of the page, counts for tabs, the past date.
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { SavedView } from '../../../../shared/contract/routes/views.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { useRead } from '../../../api/queries.ts';
import { useAsOf } from '../../../app/as-of.tsx';
import { useSession } from '../../../app/session.tsx';
import { today, useLanguage } from '../../../i18n/format.ts';
import { pageSize } from './list-grid.tsx';
import { type ListState, readListState, writeListState } from './list-state.ts';
import { listViews, pastPartOf, viewFilters } from './list-views.ts';
import { builtInOf, savedOf } from './saved-views.ts';

const noViews: readonly SavedView[] = [];

/** The state of a register's list and what the core answers to it. */
export function useList(register: RegisterDefinition) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { scheme, user } = useSession();
  const { asOf } = useAsOf();
  const [parameters, setParameters] = useSearchParams();
  const state = useMemo(() => readListState(register, parameters), [register, parameters]);
  const day = today();

  const change = useCallback(
    (part: Partial<ListState>) => {
      const next = { ...state, page: 0, ...part };
      setParameters(writeListState(register, next), { replace: part.search !== undefined });
    },
    [register, setParameters, state],
  );

  const savedViews = useRead('view.list', { register: register.key }).data?.views ?? noViews;
  const saved = savedOf(savedViews, state.view);
  const base = builtInOf(saved, state.view);
  const view = viewFilters(register, asOf === null ? base : 'all', day, user.name);
  const filters = [...view.filters, ...state.filters];
  const part = asOf === null ? 'all' : pastPartOf(state.view);
  const page = useRead(
    'register.list',
    {
      register: register.key,
      filters,
      search: state.search,
      sort: [state.sort],
      offset: state.page * pageSize,
      limit: pageSize,
      includeVoid: state.includeVoid || view.includeVoid,
      asOf,
      part,
    },
    { keep: true },
  );
  const counts = useRead('register.counts', { register: register.key });
  const views = useMemo(() => listViews(register, counts.data, base), [register, counts.data, base]);
  const text = useMemo(() => ({ language, scheme, t }), [language, scheme, t]);
  return {
    state,
    change,
    filters,
    page,
    counts,
    views,
    /** The built-in view behind what is shown. */
    base,
    savedViews,
    /** The saved view that is shown, if one is. */
    saved,
    text,
    asOf,
    /** Which of a past date's records are shown. */
    part,
    includeVoid: state.includeVoid || view.includeVoid,
  };
}

export type ListModel = ReturnType<typeof useList>;
