// Opening a vault: who, password, and what stands in the way in words. A vault in use may be opened for reading only.
import { Button } from '@mui/material';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../../shared/contract/routes/vault.ts';
import { asCallError, type CallError, call } from '../../api/client.ts';
import { useRead } from '../../api/queries.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField, SelectInput, TextInput } from '../../components/form-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { momentOf } from '../../i18n/format.ts';
import { FirstLogin } from './first-login.tsx';
import { StartFrame } from './start-frame.tsx';

/** Where a vault is: a path the profile remembers, or a folder just chosen. */
export type VaultPlace = { path: string } | { folder: string };

interface UnlockPageProps {
  place: VaultPlace;
  onBack: () => void;
  onOpened: (session: SessionState) => void;
  onRecover: () => void;
}

function useCountdown(failure: CallError | null): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    setLeft(failure?.code === 'password_delay' ? Number(failure.params.seconds ?? 0) : 0);
  }, [failure]);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return left;
}

/** Password of one vault; a wait is counted down. */
export function UnlockPage({ place, onBack, onOpened, onRecover }: UnlockPageProps) {
  const { t } = useTranslation();
  const id = useId();
  const inspected = useRead('vault.inspect', place, { staleTimeMs: 0 });
  const [login, setLogin] = useState<string | null>(null);
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<CallError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const wait = useCountdown(failure);
  const vault = inspected.data;
  const users = vault?.users ?? [];
  const chosen = login ?? users[0]?.login ?? null;

  async function open(readOnly: boolean, acceptRestored = false): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      onOpened(await call('vault.unlock', { ...place, login: chosen, password, readOnly, acceptRestored }));
    } catch (error) {
      const refused = asCallError(error);
      setFailure(refused);
      setBusy(false);
      // The next step is a confirmation or a password of one's own, not this one again.
      if (refused.code !== 'vault_restored_unseen' && refused.code !== 'first_login_needed') setPassword('');
      input.current?.focus();
    }
  }

  if (failure?.code === 'first_login_needed' && chosen !== null)
    return (
      <FirstLogin
        place={place}
        login={chosen}
        organisation={vault?.organisation ?? ''}
        password={password}
        onOpened={onOpened}
        onBack={() => {
          setPassword('');
          setFailure(null);
        }}
      />
    );
  const isInUse = failure?.code === 'vault_in_use' || (vault?.holder ?? null) !== null;
  return (
    <StartFrame
      title={vault && vault.organisation !== '' ? vault.organisation : (vault?.name ?? t('unlock.title'))}
      what={vault?.path ?? t('unlock.looking')}
    >
      {inspected.isError ? (
        <ErrorPanel error={inspected.error} onRetry={() => void inspected.refetch()}>
          <Button onClick={onBack}>{t('unlock.back')}</Button>
        </ErrorPanel>
      ) : null}
      {vault ? (
        <form
          className="panel"
          noValidate
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            if (password !== '' && wait === 0) void open(false);
          }}
        >
          {vault.holder && failure === null ? (
            <Notice tone="amber">
              <p>{t('unlock.inUse', { host: vault.holder.host, at: momentOf(vault.holder.sinceMs) })}</p>
              <p>{t('unlock.readOnlyHelp')}</p>
            </Notice>
          ) : null}
          {users.length > 1 ? (
            <FormField id={`${id}-login`} label={t('unlock.login')}>
              <SelectInput id={`${id}-login`} value={chosen ?? ''} onChange={(event) => setLogin(event.target.value)}>
                {users.map((user) => (
                  <option key={user.login} value={user.login}>
                    {user.login}
                  </option>
                ))}
              </SelectInput>
            </FormField>
          ) : (
            <p>{t('unlock.asUser', { login: chosen ?? '—' })}</p>
          )}
          <FormField id={`${id}-password`} label={t('unlock.password')}>
            <TextInput
              ref={input}
              id={`${id}-password`}
              type="password"
              autoComplete="current-password"
              autoFocus
              maxLength={1024}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </FormField>
          {failure === null ? null : <ErrorPanel error={failure} />}
          {wait > 0 ? <p role="timer">{t('unlock.wait', { seconds: wait })}</p> : null}
          <div className="buttons">
            <Button size="medium" type="submit" variant="contained" disabled={isBusy || password === '' || wait > 0}>
              {isBusy ? t('unlock.opening') : t('unlock.open')}
            </Button>
            {failure?.code === 'vault_restored_unseen' ? (
              <Button size="medium" disabled={isBusy || password === ''} onClick={() => void open(false, true)}>
                {t('unlock.acceptRestored')}
              </Button>
            ) : null}
            {isInUse ? (
              <Button size="medium" disabled={isBusy || password === ''} onClick={() => void open(true)}>
                {t('unlock.openReadOnly')}
              </Button>
            ) : null}
            <Button size="medium" onClick={onBack} disabled={isBusy}>
              {t('unlock.back')}
            </Button>
            {vault.hasRecovery ? (
              <Button size="medium" variant="text" onClick={onRecover} disabled={isBusy}>
                {t('recovery.open')}
              </Button>
            ) : null}
          </div>
        </form>
      ) : null}
    </StartFrame>
  );
}
