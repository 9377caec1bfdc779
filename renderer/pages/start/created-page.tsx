// After a vault was created: what is there now, and what to do next.
import { Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../../shared/contract/routes/vault.ts';
import { Notice } from '../../components/notice.tsx';
import { StartFrame } from './start-frame.tsx';

/** The result and the next steps. */
export function CreatedPage({ session, onGo }: { session: SessionState; onGo: () => void }) {
  const { t } = useTranslation();
  return (
    <StartFrame title={t('created.title')} what={session.vault?.folder ?? ''}>
      <section className="panel">
        <p>
          {t('created.sentence', { organisation: session.vault?.organisation ?? '', user: session.user?.name ?? '' })}
        </p>
        {session.vault?.sealedContentAllowed ? null : <Notice tone="amber">{t('sealed.notAllowed')}</Notice>}
        <h2>{t('created.next')}</h2>
        <ol style={{ listStyle: 'decimal', paddingLeft: 20 }}>
          <li>{t('setup.base')}</li>
          <li>{t('setup.ledgers')}</li>
          <li>{t('setup.look')}</li>
        </ol>
        <div className="buttons">
          <Button size="medium" variant="contained" autoFocus onClick={onGo}>
            {t('created.go')}
          </Button>
        </div>
      </section>
    </StartFrame>
  );
}
