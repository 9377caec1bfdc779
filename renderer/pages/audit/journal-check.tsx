// Checking the journal: quickly (chain and signatures) or against every record, with what was found.
import { Button, LinearProgress } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asCallError } from '../../api/client.ts';
import { type ResultOf, runJob, useJobs } from '../../api/jobs.ts';
import { rereadVault } from '../../api/queries.ts';
import { useSession } from '../../app/session.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Notice } from '../../components/notice.tsx';
import { countText } from '../../i18n/format.ts';

/** State of the check and the two ways to run it. */
export function JournalCheck() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { journal } = useSession();
  const jobs = useJobs();
  const [result, setResult] = useState<ResultOf<'journal.verify'> | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const running = jobs.find((job) => job.kind === 'journalVerify' && job.state === 'running');

  async function verify(full: boolean): Promise<void> {
    setBusy(true);
    setResult(null);
    setFailure(null);
    try {
      setResult(await runJob('journal.verify', { full }));
    } catch (error) {
      setFailure(asCallError(error));
    } finally {
      setBusy(false);
      void rereadVault(client);
    }
  }

  return (
    <section
      style={{
        flex: 'none',
        padding: '8px 16px',
        borderBottom: '1px solid var(--line)',
        display: 'flex',
        flexDirection: 'column',
        gap: 8,
      }}
      aria-label={t('audit.check')}
    >
      <div style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
        <span style={{ flex: 1, fontSize: 13 }}>
          {journal?.verifiedSize === null || journal?.verifiedSize === undefined
            ? t('audit.notYet')
            : t('audit.verifiedTo', { verified: countText(journal.verifiedSize), size: countText(journal.size) })}
        </span>
        <Button disabled={isBusy} onClick={() => void verify(false)}>
          {t('audit.verify')}
        </Button>
        <Button disabled={isBusy} onClick={() => void verify(true)}>
          {t('audit.verifyFull')}
        </Button>
      </div>
      {isBusy ? (
        <LinearProgress
          aria-label={t('audit.check')}
          variant={running?.total ? 'determinate' : 'indeterminate'}
          value={running?.total ? (running.done / running.total) * 100 : 0}
        />
      ) : null}
      {failure === null ? null : <ErrorPanel error={failure} />}
      {result === null ? null : (
        <div role="status">
          <Notice tone={result.ok ? 'jade' : 'red'}>
            <p>
              {t(result.ok ? 'audit.good' : 'audit.bad', {
                events: countText(result.events),
                problems: result.problems.length,
              })}
            </p>
            <p style={{ overflowWrap: 'anywhere', fontSize: 12 }}>{t('audit.head', { head: result.head })}</p>
            {result.problems.slice(0, 20).map((problem) => (
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
    </section>
  );
}
