// The whole window: theme and language from the profile, then the first screens or the shell, by the session's state.
import { ThemeProvider, useMediaQuery } from '@mui/material';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { NonceContext } from '../components/nonce-context.ts';
import { setLanguage } from '../i18n/index.ts';
import { StartPages } from '../pages/start/start-pages.tsx';
import { AsOfProvider } from './as-of.tsx';
import { CrumbProvider } from './crumbs.tsx';
import { useWindowState } from './events.ts';
import { PageStyles } from './global-styles.tsx';
import { useProfile } from './profile.ts';
import { Routes } from './routes.tsx';
import { type Session, SessionProvider } from './session.tsx';
import { createWindowTheme, type ThemeMode } from './theme.ts';
import { ToastProvider } from './toasts.tsx';

function useThemeMode(): ThemeMode {
  const profile = useProfile();
  const prefersDark = useMediaQuery('(prefers-color-scheme: dark)', { noSsr: true });
  const chosen = profile?.theme ?? 'system';
  if (chosen === 'system') return prefersDark ? 'dark' : 'light';
  return chosen;
}

function Content() {
  const { isLocking } = useWindowState();
  const { t } = useTranslation();
  const session = useRead('session.get', {}, { enabled: !isLocking });
  if (isLocking) return <main aria-label={t('lock.done')} />;
  if (session.isError) return <ErrorPanel error={session.error} onRetry={() => void session.refetch()} />;
  if (!session.data) return <main aria-busy="true" />;
  const { vault, user } = session.data;
  if (session.data.state === 'locked' || !vault || !user) return <StartPages session={session.data} />;
  const open: Session = { ...session.data, vault, user };
  return (
    <SessionProvider session={open}>
      <AsOfProvider>
        <CrumbProvider>
          <Routes />
        </CrumbProvider>
      </AsOfProvider>
    </SessionProvider>
  );
}

/** The window under its theme. */
export function Window({ nonce }: { nonce: string }) {
  const profile = useProfile();
  const mode = useThemeMode();
  const theme = useMemo(() => createWindowTheme(mode), [mode]);
  const language = profile?.language ?? 'zh';
  useEffect(() => setLanguage(language), [language]);
  return (
    <ThemeProvider theme={theme}>
      <PageStyles mode={mode} />
      <NonceContext value={nonce}>
        <ToastProvider>
          <Content />
        </ToastProvider>
      </NonceContext>
    </ThemeProvider>
  );
}
