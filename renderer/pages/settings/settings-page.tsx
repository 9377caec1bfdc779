// Settings: the window (language, theme), the user's password, the vault's grades and numbers, its check, its users.
import { styled } from '@mui/material/styles';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { usePlace } from '../../app/crumbs.tsx';
import { useSession } from '../../app/session.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Facts, labelWidth, Section } from '../../components/section.tsx';
import { momentOf } from '../../i18n/format.ts';
import { BackupSection } from './backup-section.tsx';
import { CompartmentsSection } from './compartments-section.tsx';
import { HolidaysSection } from './holidays-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { PeopleSection } from './people-section.tsx';
import { PolicySection } from './policy-section.tsx';
import { RecoverySection } from './recovery-section.tsx';
import { SeparationSection } from './separation-section.tsx';
import { VaultCheck } from './vault-check.tsx';
import { VaultSettings } from './vault-settings.tsx';
import { WindowSettings } from './window-settings.tsx';

const Frame = styled('div')({
  height: '100%',
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  '& .body': { flex: 1, minHeight: 0, overflowY: 'auto', padding: '0 24px 24px' },
  '& .column': { maxWidth: 880 },
});

/** All settings on one page. */
export function SettingsPage() {
  const { t } = useTranslation();
  const [parameters] = useSearchParams();
  const body = useRef<HTMLElement>(null);
  const section = parameters.get('section');
  usePlace([{ text: t('area.settings') }]);
  useEffect(() => {
    if (section !== null)
      body.current?.querySelector(`[data-section="${CSS.escape(section)}"]`)?.scrollIntoView({ block: 'start' });
  }, [section]);
  return (
    <Frame>
      <PageTitle title={t('area.settings')} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard */}
      <section className="body" ref={body} tabIndex={0} aria-label={t('area.settings')}>
        <div className="column">
          <WindowSettings />
          <PasswordSection />
          <PeopleSection />
          <SeparationSection />
          <CompartmentsSection />
          <RecoverySection />
          <PolicySection />
          <VaultSettings />
          <HolidaysSection />
          <VaultFacts />
          <BackupSection />
          <VaultCheck />
        </div>
      </section>
    </Frame>
  );
}

function VaultFacts() {
  const { t } = useTranslation();
  const { vault, version, idleMinutes } = useSession();
  const facts: [string, string][] = [
    [t('settings.vault.organisation'), vault.organisation],
    [t('settings.vault.folder'), vault.folder],
    [t('settings.vault.id'), vault.id],
    [t('settings.vault.mode'), vault.readOnly ? t('vault.readOnly') : t('vault.readWrite')],
    [
      t('settings.vault.sealed'),
      vault.sealedContentAllowed ? t('settings.vault.sealedYes') : t('settings.vault.sealedNo'),
    ],
    [
      t('settings.vault.declared'),
      vault.stateSecretDeclaredAtMs === null ? '—' : momentOf(vault.stateSecretDeclaredAtMs),
    ],
    [t('settings.vault.idle'), t('settings.vault.idleMinutes', { minutes: idleMinutes })],
    [t('settings.vault.version'), version],
  ];
  return (
    <Section id="vault" title={t('settings.vault.title')}>
      <Facts style={{ gridTemplateColumns: 'minmax(0, 1fr)', ...labelWidth(facts.map(([word]) => word)) }}>
        {facts.map(([word, value]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </Facts>
    </Section>
  );
}
