// Restoring a backup: the file, whose password, where to; then what it holds. Opens nothing by itself: the restored vault
// is opened like any other.
import { Button, LinearProgress } from '@mui/material';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PathToken } from '../../../shared/contract/bridge.ts';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { asCallError, bridge, call } from '../../api/client.ts';
import { type ResultOf, runJob, useJobs } from '../../api/jobs.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField, SelectInput, TextInput } from '../../components/form-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { countText, momentOf } from '../../i18n/format.ts';
import { StartFrame } from './start-frame.tsx';

interface Chosen {
  file: PathToken;
  about: RouteOutput<'backup.inspect'>;
}

/** The name of the vault a backup was made of, from its file name. */
function vaultName(fileName: string): string {
  return fileName.replace(/(-\d{8}-\d{6})?\.midian-backup$/i, '');
}

interface RestorePageProps {
  onBack: () => void;
  onOpen: (path: string) => void;
}

export function RestorePage({ onBack, onOpen }: RestorePageProps) {
  const { t } = useTranslation();
  const id = useId();
  const jobs = useJobs();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [folder, setFolder] = useState<PathToken | null>(null);
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const [result, setResult] = useState<ResultOf<'backup.restore'> | null>(null);
  const running = jobs.find((job) => job.kind === 'restore' && job.state === 'running');
  const users = chosen?.about.users ?? [];
  const isReady = chosen !== null && folder !== null && name.trim() !== '' && password !== '';

  async function chooseFile(): Promise<void> {
    setFailure(null);
    const files = await bridge().chooseFiles({
      multiple: false,
      filters: [{ name: t('restore.fileKind'), extensions: ['midian-backup'] }],
    });
    const [file] = files ?? [];
    if (!file) return;
    try {
      const about = await call('backup.inspect', { file: file.token });
      setChosen({ file, about });
      setName(vaultName(file.name));
      setLogin(about.users[0]?.login ?? '');
    } catch (error) {
      setChosen(null);
      setFailure(asCallError(error));
    }
  }

  async function chooseFolder(): Promise<void> {
    const picked = await bridge().chooseFolder();
    if (picked) setFolder(picked);
  }

  async function restore(): Promise<void> {
    if (!chosen || !folder) return;
    setBusy(true);
    setFailure(null);
    try {
      setResult(
        await runJob(
          'backup.restore',
          {
            file: chosen.file.token,
            folder: folder.token,
            name: name.trim(),
            login: login === '' ? null : login,
            password,
          },
          { isQuiet: true },
        ),
      );
    } catch (error) {
      setFailure(asCallError(error));
    } finally {
      setBusy(false);
      setPassword('');
    }
  }

  if (result !== null)
    return (
      <StartFrame title={t('restore.doneTitle')} what={result.path}>
        <section className="panel">
          <div role="status">
            <Notice tone={result.problems.length === 0 ? 'jade' : 'amber'}>
              <p>
                {t('restore.done', {
                  organisation: result.organisation,
                  at: momentOf(result.madeAtMs),
                  events: countText(result.journalSize),
                })}
              </p>
              {result.seen === null ? null : <p>{t('restore.later', { seen: countText(result.seen) })}</p>}
              {result.problems.length === 0 ? null : (
                <p>{t('restore.problems', { count: countText(result.problems.length) })}</p>
              )}
            </Notice>
          </div>
          <p>{t('restore.next')}</p>
          <div className="buttons">
            <Button size="medium" variant="contained" onClick={() => onOpen(result.path)}>
              {t('restore.open')}
            </Button>
            <Button size="medium" onClick={onBack}>
              {t('unlock.back')}
            </Button>
          </div>
        </section>
      </StartFrame>
    );
  return (
    <StartFrame title={t('restore.title')} what={t('restore.what')}>
      <form
        className="panel"
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (isReady && !isBusy) void restore();
        }}
      >
        <div className="buttons" style={{ alignItems: 'center' }}>
          <span>
            {chosen
              ? t('restore.chosen', { name: chosen.file.name, at: momentOf(chosen.about.madeAtMs) })
              : t('restore.noFile')}
          </span>
          <Button disabled={isBusy} onClick={() => void chooseFile()}>
            {t('restore.chooseFile')}
          </Button>
        </div>
        {chosen === null ? null : (
          <>
            <div className="buttons" style={{ alignItems: 'center' }}>
              <span>{t('restore.folder', { folder: folder?.name ?? t('restore.noFolder') })}</span>
              <Button disabled={isBusy} onClick={() => void chooseFolder()}>
                {t('create.chooseFolder')}
              </Button>
            </div>
            <FormField id={`${id}-name`} label={t('restore.name')} help={t('restore.nameHelp')}>
              <TextInput
                id={`${id}-name`}
                value={name}
                maxLength={200}
                onChange={(event) => setName(event.target.value)}
              />
            </FormField>
            {users.length > 1 ? (
              <FormField id={`${id}-login`} label={t('unlock.login')}>
                <SelectInput id={`${id}-login`} value={login} onChange={(event) => setLogin(event.target.value)}>
                  {users.map((user) => (
                    <option key={user.login} value={user.login}>
                      {user.login}
                    </option>
                  ))}
                </SelectInput>
              </FormField>
            ) : null}
            <FormField id={`${id}-password`} label={t('restore.password')} help={t('restore.passwordHelp')}>
              <TextInput
                id={`${id}-password`}
                type="password"
                autoComplete="current-password"
                maxLength={1024}
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            </FormField>
          </>
        )}
        {failure === null ? null : <ErrorPanel error={failure} />}
        {isBusy ? (
          <LinearProgress
            aria-label={t('restore.title')}
            variant={running?.total ? 'determinate' : 'indeterminate'}
            value={running?.total ? (running.done / running.total) * 100 : 0}
          />
        ) : null}
        <div className="buttons">
          <Button size="medium" type="submit" variant="contained" disabled={!isReady || isBusy}>
            {isBusy ? t('restore.busy') : t('restore.act')}
          </Button>
          <Button size="medium" onClick={onBack} disabled={isBusy}>
            {t('unlock.back')}
          </Button>
        </div>
      </form>
    </StartFrame>
  );
}
