// A failure in words: what happened, what was not changed, what to do. Takes the text by code; shows no internals.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asCallError } from '../api/client.ts';
import { errorWords } from '../i18n/error-words.ts';

const Panel = styled('div')({
  border: '1px solid var(--red)',
  backgroundColor: 'var(--red-tint)',
  borderRadius: 2,
  padding: '8px 12px',
  fontSize: 13,
  lineHeight: '20px',
  // In a dialog it comes after what was filled in, and keeps its distance.
  '.MuiDialogContent-root &:not(:first-child)': { marginTop: 12 },
  '& .what': { fontWeight: 600, color: 'var(--red)' },
  '& .trace': { fontSize: 12, lineHeight: '16px', color: 'var(--text-2)', marginTop: 4 },
  '& .actions': { display: 'flex', gap: 8, marginTop: 8 },
});

interface ErrorPanelProps {
  error: unknown;
  onRetry?: () => void;
  children?: ReactNode;
}

/** The panel itself; announced to screen readers when it appears. */
export function ErrorPanel({ error, onRetry, children }: ErrorPanelProps) {
  const { t } = useTranslation();
  const failure = asCallError(error);
  const words = errorWords(t, failure);
  return (
    <Panel role="alert">
      <p className="what">{words.happened}</p>
      <p>{words.unchanged}</p>
      <p>{words.todo}</p>
      {failure.code === 'internal' ? <p className="trace">{t('error.trace', { id: failure.requestId })}</p> : null}
      {onRetry || children ? (
        <div className="actions">
          {onRetry ? <Button onClick={onRetry}>{t('action.retry')}</Button> : null}
          {children}
        </div>
      ) : null}
    </Panel>
  );
}
