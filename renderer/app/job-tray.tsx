// Long work at the bottom right: name, bar, counts, remaining time, cancel; finished items stay until dismissed.
import { Button, IconButton, LinearProgress } from '@mui/material';
import { styled } from '@mui/material/styles';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '../../shared/contract/envelope.ts';
import type { JobProgress } from '../../shared/contract/events.ts';
import { bridge } from '../api/client.ts';
import { cancelJob, dismissJob, isShown, useJobs } from '../api/jobs.ts';
import { CheckIcon, CloseIcon } from '../components/icons.tsx';
import { errorWords } from '../i18n/error-words.ts';
import { countText } from '../i18n/format.ts';

const Tray = styled('aside')({
  position: 'fixed',
  right: 16,
  bottom: 48,
  width: 320,
  zIndex: 1200,
  display: 'flex',
  flexDirection: 'column',
  gap: 8,
  maxHeight: '60vh',
  overflowY: 'auto',
  '& .job': { border: '1px solid var(--ink)', backgroundColor: 'var(--surface)', padding: '8px 12px' },
  '& .line': { display: 'flex', alignItems: 'center', gap: 8, minHeight: 24 },
  '& .name': {
    flex: 1,
    minWidth: 0,
    fontSize: 13,
    fontWeight: 600,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  '& .counts': { fontSize: 12, lineHeight: '16px', color: 'var(--text-2)', overflowWrap: 'anywhere' },
  '& .failed': { color: 'var(--red)' },
  '& .done': { color: 'var(--jade)', display: 'inline-flex', alignItems: 'center', gap: 4 },
});

/** Whole seconds still to go, judged by the pace so far; null while it cannot be told. */
export function secondsLeft(job: Pick<JobProgress, 'done' | 'total' | 'startedAtMs'>, nowMs: number): number | null {
  if (job.total === null || job.done <= 0 || job.done >= job.total) return null;
  const elapsedMs = nowMs - job.startedAtMs;
  if (elapsedMs < 2000) return null;
  return Math.ceil(((elapsedMs / job.done) * (job.total - job.done)) / 1000);
}

/** The tray; nothing while there is no job. */
export function JobTray() {
  const { t } = useTranslation();
  const jobs = useJobs().filter(isShown);
  if (jobs.length === 0) return null;
  return (
    <Tray aria-label={t('jobs.tray')}>
      {jobs.map((job) => (
        <JobCard key={job.id} job={job} />
      ))}
    </Tray>
  );
}

function JobCard({ job }: { job: JobProgress }) {
  const { t } = useTranslation();
  const name = `${t(`jobs.kind.${job.kind}`)}${job.subject === '' ? '' : ` ${job.subject}`}`;
  const isRunning = job.state === 'running';
  const left = isRunning ? secondsLeft(job, Date.now()) : null;
  const counts = [
    t(`jobs.phase.${job.phase}`, { defaultValue: '' }),
    job.total === null ? (job.done > 0 ? countText(job.done) : '') : `${countText(job.done)} / ${countText(job.total)}`,
    left === null ? '' : t('jobs.left', { seconds: left }),
  ].filter((part) => part !== '');
  const token = (job.result as { token?: unknown } | null)?.token;
  return (
    <div className="job" role="status">
      <div className="line">
        <span className="name" title={name}>
          {name}
        </span>
        {isRunning ? (
          <Button size="tiny" onClick={() => void cancelJob(job.id)}>
            {t('action.cancel')}
          </Button>
        ) : (
          <IconButton size="small" aria-label={t('jobs.dismiss')} onClick={() => dismissJob(job.id)}>
            <CloseIcon />
          </IconButton>
        )}
      </div>
      {isRunning ? (
        <LinearProgress
          aria-label={name}
          variant={job.total === null ? 'indeterminate' : 'determinate'}
          value={job.total ? Math.min(100, (job.done / job.total) * 100) : 0}
        />
      ) : null}
      <p className="counts">
        {job.state === 'done' ? (
          <span className="done">
            <CheckIcon /> {t('jobs.done')} {resultText(job, t)}
          </span>
        ) : null}
        {job.state === 'cancelled' ? t('jobs.cancelled') : null}
        {job.state === 'failed' ? (
          <span className="failed">
            {
              errorWords(t, { code: (job.error?.code ?? 'internal') as ErrorCode, params: job.error?.params ?? {} })
                .happened
            }
          </span>
        ) : null}
        {isRunning ? counts.join(' · ') : null}
      </p>
      {job.state === 'done' && typeof token === 'string' && token !== '' ? (
        <div className="line">
          <Button size="tiny" onClick={() => void bridge().revealPath(token)}>
            {t('jobs.reveal')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** The numbers of a result in words, by the kind of job. */
function resultText(job: JobProgress, t: TFunction): string {
  if (typeof job.result !== 'object' || job.result === null) return '';
  const numbers = Object.fromEntries(
    Object.entries(job.result).map(([key, value]) => [key, typeof value === 'number' ? countText(value) : value]),
  );
  return t(`jobs.result.${job.kind}`, { ...numbers, defaultValue: '' });
}
