// Checking the whole vault: records against revisions, revisions against the journal, files against their digests.
import { Button } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asCallError } from '../../api/client.ts';
import { type ResultOf, runJob } from '../../api/jobs.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/section.tsx';

/** Runs the check and shows what it found. */
export function VaultCheck() {
  const { t } = useTranslation();
  const [result, setResult] = useState<ResultOf<'vault.check'> | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);

  async function check(): Promise<void> {
    setBusy(true);
    setResult(null);
    setFailure(null);
    try {
      setResult(await runJob('vault.check', {}));
    } catch (error) {
      setFailure(asCallError(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Section id="check" title={t('settings.check.title')} note={t('settings.check.note')}>
      <Button disabled={isBusy} onClick={() => void check()} sx={{ mb: 1 }}>
        {isBusy ? t('settings.check.running') : t('settings.check.run')}
      </Button>
      {failure === null ? null : <ErrorPanel error={failure} />}
      {result === null ? null : (
        <div role="status">
          <Notice tone={result.ok ? 'jade' : 'red'}>
            <p>{result.ok ? t('settings.check.good') : t('settings.check.bad', { count: result.problems.length })}</p>
            {result.problems.slice(0, 50).map((problem) => (
              <p key={JSON.stringify(problem)}>
                {t(`problems.${problem.code}`, {
                  ...problem.params,
                  defaultValue: `${problem.code} ${JSON.stringify(problem.params)}`,
                })}
              </p>
            ))}
          </Notice>
        </div>
      )}
    </Section>
  );
}
