// The first screen: vaults opened lately, a new one, another folder, a backup, the demo enterprise.
import { Button, ButtonBase, IconButton, Tooltip } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../api/client.ts';
import { useProfile, useSetProfile } from '../../app/profile.ts';
import { CloseIcon } from '../../components/icons.tsx';
import { Tag } from '../../components/tags.tsx';
import { momentOf } from '../../i18n/format.ts';
import { StartFrame } from './start-frame.tsx';
import type { VaultPlace } from './unlock-page.tsx';

const Vaults = styled('ul')({
  margin: '0 -12px',
  '& li': { display: 'flex', alignItems: 'center', borderBottom: '1px solid var(--row-line)' },
  '& li:last-of-type': { borderBottom: 0 },
  '& .vault': {
    flex: 1,
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    padding: '8px 12px',
    textAlign: 'left',
  },
  '& .vault:hover': { backgroundColor: 'var(--hover)' },
  '& .line': { display: 'flex', alignItems: 'center', gap: 8, fontSize: 14, lineHeight: '20px', fontWeight: 600 },
  '& .path': { fontSize: 12, lineHeight: '16px', color: 'var(--text-2)', overflowWrap: 'anywhere' },
});

interface FirstScreenProps {
  version: string;
  onOpen: (place: VaultPlace) => void;
  onCreate: () => void;
  onDemo: () => void;
  onRestore: () => void;
}

/** Recent vaults and the ways on. */
export function FirstScreen({ version, onOpen, onCreate, onDemo, onRestore }: FirstScreenProps) {
  const { t } = useTranslation();
  const profile = useProfile();
  const setProfile = useSetProfile();
  const recent = profile?.recent ?? [];

  async function openOther(): Promise<void> {
    const folder = await bridge().chooseFolder();
    if (folder) onOpen({ folder: folder.token });
  }

  return (
    <StartFrame title={t('start.title')} what={t('start.what')} version={version}>
      {recent.length > 0 ? (
        <section className="panel" aria-label={t('start.recent')}>
          <h2>{t('start.recent')}</h2>
          <Vaults>
            {recent.map((vault) => (
              <li key={vault.path}>
                <ButtonBase className="vault" disabled={!vault.exists} onClick={() => onOpen({ path: vault.path })}>
                  <span className="line">
                    {vault.organisation === '' ? vault.name : vault.organisation}
                    {vault.demo ? <Tag tone="neutral">{t('start.demoTag')}</Tag> : null}
                    {vault.exists ? null : <Tag tone="amber">{t('start.gone')}</Tag>}
                  </span>
                  <span className="path">{vault.path}</span>
                  <span className="path">{t('start.lastOpened', { at: momentOf(vault.lastOpenedMs) })}</span>
                </ButtonBase>
                <Tooltip title={t('start.forget')}>
                  <IconButton
                    size="small"
                    aria-label={`${t('start.forget')} ${vault.name}`}
                    onClick={() => setProfile({ forgetRecent: vault.path })}
                  >
                    <CloseIcon />
                  </IconButton>
                </Tooltip>
              </li>
            ))}
          </Vaults>
        </section>
      ) : (
        <section className="panel">
          <p>{t('start.none')}</p>
        </section>
      )}
      <div className="buttons">
        <Button size="medium" variant={recent.length === 0 ? 'contained' : 'outlined'} onClick={onCreate}>
          {t('start.create')}
        </Button>
        <Button size="medium" onClick={() => void openOther()}>
          {t('start.openOther')}
        </Button>
        <Button size="medium" onClick={onRestore}>
          {t('start.restore')}
        </Button>
        <Button size="medium" onClick={onDemo}>
          {t('start.demo')}
        </Button>
      </div>
    </StartFrame>
  );
}
