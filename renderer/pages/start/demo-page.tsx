// The demo enterprise: a complete vault with invented data, marked as a demo. Asks for a password like any vault.
import { Button, LinearProgress } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../../shared/contract/routes/vault.ts';
import { asCallError, bridge, call } from '../../api/client.ts';
import { runJob, useJobs } from '../../api/jobs.ts';
import { useProfile } from '../../app/profile.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { type NewPassword, PasswordField, usePasswordVerdict } from '../../components/password-field.tsx';
import { countText } from '../../i18n/format.ts';
import { joinPath } from './paths.ts';
import { StartFrame } from './start-frame.tsx';

const demoLogin = 'demo';

/** Creates the demo vault and opens it. */
export function DemoPage({ onBack, onOpened }: { onBack: () => void; onOpened: (session: SessionState) => void }) {
  const { t } = useTranslation();
  const profile = useProfile();
  const jobs = useJobs();
  const [folder, setFolder] = useState<{ token: string; name: string } | null>(null);
  const [password, setPassword] = useState<NewPassword>({ password: '', repeated: '' });
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const { isAcceptable } = usePasswordVerdict(password, demoLogin, '');
  const running = jobs.find((job) => job.kind === 'demo' && job.state === 'running');
  const existing = profile?.recent.find((vault) => vault.demo && vault.exists);

  async function choose(): Promise<void> {
    const chosen = await bridge().chooseFolder();
    if (chosen) setFolder(chosen);
  }

  async function create(): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      const place = folder
        ? { folder: folder.token }
        : { path: joinPath(profile?.defaultFolder ?? '', t('demo.folderName')) };
      const { path } = await runJob('vault.createDemo', { ...place, password: password.password });
      onOpened(await call('vault.unlock', { path, login: demoLogin, password: password.password, readOnly: false }));
    } catch (error) {
      setFailure(asCallError(error));
      setBusy(false);
    }
  }

  return (
    <StartFrame title={t('demo.title')} what={t('demo.what')}>
      <form
        className="panel"
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (isAcceptable && !isBusy) void create();
        }}
      >
        {existing ? <p>{t('demo.exists', { path: existing.path })}</p> : null}
        <p>{t('demo.explain')}</p>
        <div className="buttons" style={{ alignItems: 'center' }}>
          <span>{t('demo.folder', { folder: folder?.name ?? profile?.defaultFolder ?? '' })}</span>
          <Button onClick={() => void choose()}>{t('create.chooseFolder')}</Button>
        </div>
        <PasswordField value={password} login={demoLogin} organisation="" onChange={setPassword} />
        {failure === null ? null : <ErrorPanel error={failure} />}
        {isBusy ? (
          <div role="status">
            <p>
              {t('demo.making', {
                done: countText(running?.done ?? 0),
                total: running?.total ? countText(running.total) : '—',
              })}
            </p>
            <LinearProgress
              aria-label={t('demo.title')}
              variant={running?.total ? 'determinate' : 'indeterminate'}
              value={running?.total ? (running.done / running.total) * 100 : 0}
            />
          </div>
        ) : null}
        <div className="buttons">
          <Button size="medium" type="submit" variant="contained" disabled={!isAcceptable || isBusy}>
            {t('demo.create')}
          </Button>
          <Button size="medium" onClick={onBack} disabled={isBusy}>
            {t('unlock.back')}
          </Button>
        </div>
      </form>
    </StartFrame>
  );
}
