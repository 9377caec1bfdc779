// The rows of the sheet as they come into view, read in pages from the core. Old rows stay on screen until the new ones
// are there; nothing is kept of pages long out of sight.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ImportRow, ImportRowState } from '../../../../shared/contract/routes/import.ts';
import { call } from '../../../api/client.ts';
import type { Language } from '../../../i18n/index.ts';

const pageRows = 200;
const keptPages = 12;

export interface SheetRows {
  total: number;
  rowAt: (position: number) => ImportRow | undefined;
  /** Says which rows are in view. */
  show: (first: number, last: number) => void;
}

interface Page {
  rows: readonly ImportRow[];
  version: number;
}

interface Wanted {
  importId: string;
  version: number;
  state: ImportRowState | null;
  language: Language;
}

/** Rows of an import in one state, or all. A new `version` reads what is in view again. */
export function useSheetRows(wanted: Wanted): SheetRows {
  const { importId, version, state, language } = wanted;
  const source = `${importId} ${state ?? 'all'} ${language}`;
  const cache = useRef({ source, pages: new Map<number, Page>(), loading: new Set<string>() });
  if (cache.current.source !== source) cache.current = { source, pages: new Map(), loading: new Set() };
  const [total, setTotal] = useState(0);
  const [view, setView] = useState({ first: 0, last: pageRows - 1 });
  const [, redraw] = useState(0);

  useEffect(() => {
    const here = cache.current;
    const firstPage = Math.floor(view.first / pageRows);
    const lastPage = Math.floor(view.last / pageRows);
    for (let page = firstPage; page <= lastPage; page++) {
      const request = `${page} ${version}`;
      if (here.pages.get(page)?.version === version || here.loading.has(request)) continue;
      here.loading.add(request);
      void call('import.rows', { importId, state, offset: page * pageRows, limit: pageRows, language }).then(
        (answer) => {
          here.loading.delete(request);
          if (cache.current !== here || (here.pages.get(page)?.version ?? 0) > version) return;
          here.pages.set(page, { rows: answer.rows, version });
          for (const known of here.pages.keys()) {
            if (here.pages.size <= keptPages) break;
            if (known < firstPage || known > lastPage) here.pages.delete(known);
          }
          setTotal(answer.total);
          redraw((count) => count + 1);
        },
        () => here.loading.delete(request),
      );
    }
  }, [importId, version, state, language, view]);

  const show = useCallback((first: number, last: number) => {
    setView((known) => (known.first === first && known.last === last ? known : { first, last }));
  }, []);
  const rowAt = (position: number) =>
    cache.current.pages.get(Math.floor(position / pageRows))?.rows[position % pageRows];
  return { total, rowAt, show };
}
