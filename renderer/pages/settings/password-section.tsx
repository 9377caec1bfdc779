// Changing one's own password: the present one, the new one twice, judged by the core.
import { Button } from '@mui/material';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useRead } from '../../api/queries.ts';
import { useSession } from '../../app/session.tsx';
import { useToast } from '../../app/toasts.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField, TextInput } from '../../components/form-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { type NewPassword, PasswordField, usePasswordVerdict } from '../../components/password-field.tsx';
import { Section } from '../../components/section.tsx';
import { momentOf } from '../../i18n/format.ts';

/** The section of the settings. */
export function PasswordSection() {
  const { t } = useTranslation();
  const { user, vault } = useSession();
  const toast = useToast();
  const id = useId();
  const change = useCommand('vault.changePassword');
  const [isOpen, setOpen] = useState(false);
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState<NewPassword>({ password: '', repeated: '' });
  const { isAcceptable } = usePasswordVerdict(next, user.login, vault.organisation);

  function forget(): void {
    setCurrent('');
    setNext({ password: '', repeated: '' });
  }

  function save(): void {
    change.mutate(
      { current, next: next.password },
      {
        onSuccess: () => {
          forget();
          setOpen(false);
          toast(t('settings.password.changed'));
        },
        onError: () => setCurrent(''),
      },
    );
  }

  return (
    <Section id="password" title={t('settings.password.title')}>
      {user.passwordDueSinceMs === null ? null : (
        <Notice tone="amber">
          <p>{t('policy.due', { at: momentOf(user.passwordDueSinceMs) })}</p>
        </Notice>
      )}
      <Fingerprint />
      {isOpen ? (
        <form
          noValidate
          style={{ maxWidth: 400, display: 'flex', flexDirection: 'column', gap: 12, padding: '4px 0 8px' }}
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            save();
          }}
        >
          <FormField id={id} label={t('settings.password.current')} required>
            <TextInput
              id={id}
              type="password"
              autoFocus
              autoComplete="current-password"
              maxLength={1024}
              value={current}
              onChange={(event) => setCurrent(event.target.value)}
            />
          </FormField>
          <PasswordField value={next} login={user.login} organisation={vault.organisation} onChange={setNext} />
          {change.isError ? <ErrorPanel error={change.error} /> : null}
          <div style={{ display: 'flex', gap: 8 }}>
            <Button
              size="medium"
              type="submit"
              variant="contained"
              disabled={current === '' || !isAcceptable || change.isPending}
            >
              {t('settings.password.change')}
            </Button>
            <Button
              size="medium"
              onClick={() => {
                forget();
                setOpen(false);
              }}
            >
              {t('action.cancel')}
            </Button>
          </div>
        </form>
      ) : (
        <Button disabled={vault.readOnly} onClick={() => setOpen(true)} sx={{ mb: 1 }}>
          {t('settings.password.title')}
        </Button>
      )}
    </Section>
  );
}

/** What the user reads out when clearance is granted to him. */
function Fingerprint() {
  const { t } = useTranslation();
  const own = useRead('user.list', {}).data?.users.find(({ isOwn }) => isOwn);
  if (!own?.fingerprint) return null;
  return (
    <p style={{ fontSize: 13, lineHeight: '20px', padding: '4px 0 8px' }}>
      {t('people.ownFingerprint')}：
      <span style={{ fontFamily: '"Cascadia Mono","Consolas",monospace' }}>{own.fingerprint}</span>
      <span style={{ display: 'block', fontSize: 12, color: 'var(--text-2)' }}>{t('people.ownFingerprintHelp')}</span>
    </p>
  );
}
