// Recovery from shares: each is checked as soon as it is typed; then the new officer, the act, and what to do next.
import { Button, LinearProgress } from '@mui/material';
import { type FormEvent, useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asCallError } from '../../api/client.ts';
import { type ResultOf, runJob } from '../../api/jobs.ts';
import { useRead } from '../../api/queries.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField, TextArea, TextInput } from '../../components/form-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { type NewPassword, PasswordField, usePasswordVerdict } from '../../components/password-field.tsx';
import { errorWords } from '../../i18n/error-words.ts';
import { StartFrame } from './start-frame.tsx';
import type { VaultPlace } from './unlock-page.tsx';

interface RecoverPageProps {
  place: VaultPlace;
  onBack: () => void;
  onOpen: (path: string) => void;
}

/** What the core says of the shares typed so far; nothing is opened by asking. */
function useVerdict(place: VaultPlace, texts: readonly string[]) {
  const shares = useDeferredValue(texts).filter((text) => text.trim() !== '');
  const present = useRead('recovery.judge', { ...place, shares: [] }, { staleTimeMs: 0 });
  const verdict = useRead('recovery.judge', { ...place, shares }, { enabled: shares.length > 0, staleTimeMs: 0 });
  return { present, verdict: shares.length > 0 ? verdict : present };
}

export function RecoverPage({ place, onBack, onOpen }: RecoverPageProps) {
  const { t } = useTranslation();
  const id = useId();
  const [texts, setTexts] = useState<readonly string[]>([]);
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState<NewPassword>({ password: '', repeated: '' });
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const [result, setResult] = useState<ResultOf<'recovery.recover'> | null>(null);
  const { present, verdict } = useVerdict(place, texts);
  const { isAcceptable } = usePasswordVerdict(password, login, '');
  const set = present.data;
  const fields = Array.from({ length: set?.threshold ?? 0 }, (_, index) => texts[index] ?? '');
  const given = verdict.data?.numbers.length ?? 0;
  const isEnough = set !== undefined && !verdict.isError && given >= set.threshold;
  const isReady = isEnough && name.trim() !== '' && login.trim() !== '' && isAcceptable;
  // Positions count the shares that are filled in.
  const positions = fields.map((text, index) =>
    text.trim() === '' ? 0 : fields.slice(0, index + 1).filter((each) => each.trim() !== '').length,
  );
  const wrong = verdict.isError ? Number(asCallError(verdict.error).params.position ?? 0) : 0;

  async function recover(): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      const shares = fields.filter((text) => text.trim() !== '');
      const input = { ...place, shares, login, name, password: password.password };
      setResult(await runJob('recovery.recover', input, { isQuiet: true }));
      setTexts([]);
    } catch (error) {
      setFailure(asCallError(error));
    } finally {
      setBusy(false);
    }
  }

  if (result !== null)
    return (
      <StartFrame title={t('recovery.doneTitle')} what={result.path}>
        <section className="panel">
          <div role="status">
            <Notice tone="jade">
              <p>{t('recovery.done', { login: result.login })}</p>
            </Notice>
          </div>
          <div className="buttons">
            <Button size="medium" variant="contained" onClick={() => onOpen(result.path)}>
              {t('recovery.toUnlock')}
            </Button>
          </div>
        </section>
      </StartFrame>
    );
  return (
    <StartFrame title={t('recovery.pageTitle')} what={t('recovery.openWhat')}>
      <form
        className="panel"
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (isReady && !isBusy) void recover();
        }}
      >
        {present.isError ? <ErrorPanel error={present.error} /> : null}
        {set ? (
          <>
            <p>{t('recovery.setOf', { set: set.set, threshold: set.threshold, total: set.total })}</p>
            {fields.map((text, index) => (
              <FormField
                // biome-ignore lint/suspicious/noArrayIndexKey: shares are typed in any order
                key={index}
                id={`${id}-share-${index}`}
                label={t('recovery.shareText', { number: index + 1 })}
                help={index === 0 ? t('recovery.shareHelp') : undefined}
                error={
                  wrong > 0 && positions[index] === wrong && verdict.error
                    ? errorWords(t, asCallError(verdict.error)).happened
                    : undefined
                }
              >
                <TextArea
                  id={`${id}-share-${index}`}
                  rows={2}
                  autoComplete="off"
                  spellCheck={false}
                  maxLength={2000}
                  value={text}
                  aria-invalid={wrong > 0 && positions[index] === wrong}
                  onChange={(event) => setTexts(fields.with(index, event.target.value))}
                />
              </FormField>
            ))}
            <p
              role="status"
              style={{ fontSize: 13, color: isEnough ? 'var(--jade)' : 'var(--text-2)' }}
              hidden={verdict.isError}
            >
              {isEnough
                ? t('recovery.enough', { count: given })
                : t('recovery.missing', { count: given, missing: set.threshold - given })}
            </p>
            <h2>{t('recovery.newOfficer')}</h2>
            <FormField id={`${id}-name`} label={t('people.nameLabel')} required>
              <TextInput
                id={`${id}-name`}
                maxLength={60}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            </FormField>
            <FormField id={`${id}-login`} label={t('people.loginLabel')} required help={t('people.loginHelp')}>
              <TextInput
                id={`${id}-login`}
                autoComplete="off"
                maxLength={60}
                value={login}
                onChange={(event) => setLogin(event.target.value)}
              />
            </FormField>
            <PasswordField value={password} login={login} organisation="" onChange={setPassword} />
          </>
        ) : null}
        {failure === null ? null : <ErrorPanel error={failure} />}
        {isBusy ? <LinearProgress aria-label={t('recovery.working')} /> : null}
        <div className="buttons">
          <Button size="medium" type="submit" variant="contained" disabled={!isReady || isBusy}>
            {isBusy ? t('recovery.working') : t('recovery.act')}
          </Button>
          <Button size="medium" onClick={onBack} disabled={isBusy}>
            {t('unlock.back')}
          </Button>
        </div>
      </form>
    </StartFrame>
  );
}
