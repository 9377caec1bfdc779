// The frame around every page: rail, top bar, job tray, search palette, locking. Pages fill the middle.
import { useMediaQuery } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useMatches } from 'react-router';
import { call } from '../api/client.ts';
import { emptyPage } from './events.ts';
import { IdleGuard } from './idle-guard.tsx';
import { JobTray } from './job-tray.tsx';
import { PagePathsContext } from './page-paths.ts';
import { Rail } from './rail.tsx';
import { SearchPalette } from './search-palette.tsx';
import { smallWindow } from './theme.ts';
import { TopBar } from './top-bar.tsx';
import { useUnsavedQuestion } from './unsaved.tsx';

const Frame = styled('div')({
  height: '100%',
  display: 'grid',
  gridTemplateColumns: 'auto minmax(0, 1fr)',
  '& > .middle': { minWidth: 0, minHeight: 0, display: 'grid', gridTemplateRows: '48px minmax(0, 1fr)' },
  '& main': { minWidth: 0, minHeight: 0, outline: 'none', overflow: 'hidden', backgroundColor: 'var(--surface)' },
  '& .skip': {
    position: 'absolute',
    left: 8,
    top: -60,
    zIndex: 10,
    padding: '4px 8px',
    backgroundColor: 'var(--surface)',
  },
  '& .skip:focus': { top: 8 },
});

/** Locks the vault: the page forgets at once, the host replaces it. */
export function useLock(): () => void {
  const client = useQueryClient();
  const ask = useUnsavedQuestion();
  return useCallback(() => {
    ask(() => {
      emptyPage(client);
      void call('vault.lock', {}).catch(() => window.location.reload());
    });
  }, [client, ask]);
}

/** The frame; `paths` are the registered pages. */
export function Shell({ paths }: { paths: readonly string[] }) {
  const { t } = useTranslation();
  const lock = useLock();
  const [isSearchOpen, setSearchOpen] = useState(false);
  const matches = useMatches();
  // A small window, or a large one at 200 %: the pages need the room more than the words of the rail.
  const isSmall = useMediaQuery(smallWindow, { noSsr: true });
  const isNarrow =
    isSmall || matches.some((match) => (match.handle as { narrowRail?: boolean } | undefined)?.narrowRail === true);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const key = event.key.toLowerCase();
      if (key === 'k') {
        event.preventDefault();
        setSearchOpen(true);
      } else if (key === 'l') {
        event.preventDefault();
        lock();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [lock]);

  return (
    <PagePathsContext value={paths}>
      <Frame>
        <Rail isNarrow={isNarrow} onLock={lock} />
        <div className="middle">
          <TopBar onSearch={() => setSearchOpen(true)} onLock={lock} />
          <main id="content" tabIndex={-1} aria-label={t('shell.content')}>
            <Outlet />
          </main>
        </div>
        <JobTray />
        {isSearchOpen ? <SearchPalette onClose={() => setSearchOpen(false)} onLock={lock} /> : null}
        <IdleGuard onLock={lock} />
      </Frame>
    </PagePathsContext>
  );
}
