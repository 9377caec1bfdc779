// The first log-in: the first password was right, now the user sets his own, and the core makes his keys.
import { Button } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../../shared/contract/routes/vault.ts';
import { asCallError, call } from '../../api/client.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { type NewPassword, PasswordField, usePasswordVerdict } from '../../components/password-field.tsx';
import { StartFrame } from './start-frame.tsx';
import type { VaultPlace } from './unlock-page.tsx';

interface FirstLoginProps {
  place: VaultPlace;
  login: string;
  organisation: string;
  /** The first password, as it was typed. */
  password: string;
  onBack: () => void;
  onOpened: (session: SessionState) => void;
}

/** One's own password, twice. */
export function FirstLogin({ place, login, organisation, password, onBack, onOpened }: FirstLoginProps) {
  const { t } = useTranslation();
  const [next, setNext] = useState<NewPassword>({ password: '', repeated: '' });
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const { isAcceptable } = usePasswordVerdict(next, login, organisation);

  async function open(): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      onOpened(await call('vault.unlock', { ...place, login, password, nextPassword: next.password, readOnly: false }));
    } catch (error) {
      setFailure(asCallError(error));
      setBusy(false);
    }
  }

  return (
    <StartFrame title={t('firstLogin.title')} what={organisation}>
      <form
        className="panel"
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (isAcceptable && !isBusy) void open();
        }}
      >
        <p>{t('firstLogin.what', { login })}</p>
        <PasswordField value={next} login={login} organisation={organisation} onChange={setNext} />
        {failure === null ? null : <ErrorPanel error={failure} />}
        <div className="buttons">
          <Button size="medium" type="submit" variant="contained" disabled={!isAcceptable || isBusy}>
            {isBusy ? t('unlock.opening') : t('firstLogin.act')}
          </Button>
          <Button size="medium" onClick={onBack} disabled={isBusy}>
            {t('firstLogin.back')}
          </Button>
        </div>
      </form>
    </StartFrame>
  );
}
