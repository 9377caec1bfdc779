// The quiet frame of the first screens: name, what it is, one column of content, language and theme below.
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProfile, useSetProfile } from '../../app/profile.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { useLanguage } from '../../i18n/format.ts';

const Frame = styled('main')({
  height: '100%',
  overflowY: 'auto',
  backgroundColor: 'var(--paper)',
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'center',
  padding: '48px 24px 16px',
  '& .column': { width: '100%', maxWidth: 640, flex: '1 0 auto', display: 'flex', flexDirection: 'column', gap: 16 },
  '& .name': { display: 'flex', alignItems: 'center', gap: 12 },
  '& .seal': {
    width: 40,
    height: 40,
    border: '2px solid var(--ink)',
    color: 'var(--ink)',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    fontWeight: 600,
    fontSize: 20,
    backgroundColor: 'var(--surface)',
  },
  '& h1': { fontSize: 20, lineHeight: '28px', fontWeight: 600 },
  '& .what': { fontSize: 13, color: 'var(--text-2)' },
  '& .panel': {
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--line)',
    padding: 24,
    display: 'flex',
    flexDirection: 'column',
    gap: 16,
  },
  '& .panel h2': { fontSize: 14, lineHeight: '20px', fontWeight: 600 },
  '& .buttons': { display: 'flex', gap: 8, flexWrap: 'wrap' },
  '& footer': {
    display: 'flex',
    gap: 16,
    width: '100%',
    maxWidth: 640,
    fontSize: 12,
    color: 'var(--text-2)',
    paddingTop: 24,
    alignItems: 'center',
  },
  '& footer span': { flex: 1 },
});

/** The frame; the version stands below where given. */
export function StartFrame({
  title,
  what,
  children,
  version,
}: {
  title: string;
  what: string;
  children: ReactNode;
  version?: string;
}) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const profile = useProfile();
  const setProfile = useSetProfile();
  const isDark = profile?.theme === 'dark';
  return (
    <Frame>
      <div className="column">
        <div className="name">
          <span className="seal" aria-hidden="true">
            秘
          </span>
          <div>
            <h1>{title}</h1>
            <p className="what">{what}</p>
          </div>
        </div>
        {children}
      </div>
      <footer>
        <span>{version === undefined ? '' : `Midian ${version}`}</span>
        <LinkButton
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => setProfile({ language: language === 'zh' ? 'en' : 'zh' })}
        >
          {language === 'zh' ? 'English' : '中文'}
        </LinkButton>
        <LinkButton onClick={() => setProfile({ theme: isDark ? 'light' : 'dark' })}>
          {t(isDark ? 'settings.themes.light' : 'settings.themes.dark')}
        </LinkButton>
      </footer>
    </Frame>
  );
}
