// Unsaved changes: a page says that it has some; leaving it asks first, locking keeps them as a draft where it can.
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { useWindowState } from './events.ts';

let hasUnsaved = false;
let keepUnsaved: (() => Promise<void>) | null = null;

/**
 * Before something that would lose what was typed: keeps it as a draft and goes on, or asks where it cannot be kept. Goes
 * on at once where nothing would be lost.
 */
export function useUnsavedQuestion(): (proceed: () => void) => void {
  const { t } = useTranslation();
  return useCallback(
    (proceed) => {
      // The system's own question: it must also stand before the page is emptied for the lock.
      const ask = (question: string) => {
        if (window.confirm(question)) proceed();
      };
      if (!hasUnsaved) proceed();
      else if (keepUnsaved === null) ask(t('unsaved.question'));
      else void keepUnsaved().then(proceed, () => ask(t('unsaved.notKept')));
    },
    [t],
  );
}

interface UnsavedGuardProps {
  isDirty: boolean;
  isSaved: RefObject<boolean>;
  /** Keeps what was typed as a draft; without it locking asks. */
  keep?: () => Promise<void>;
  /** Called when the user leaves without saving. */
  onLeave?: () => void;
}

/** Guards a form: while `isDirty`, leaving the page asks what to do, unless `isSaved` says by then that all is kept. */
export function UnsavedGuard({ isDirty, isSaved, keep, onLeave }: UnsavedGuardProps) {
  const { t } = useTranslation();
  const { idleSecondsLeft } = useWindowState();
  const keeping = useRef(keep);
  keeping.current = keep;
  const canKeep = keep !== undefined;
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isDirty && !isSaved.current && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    hasUnsaved = isDirty;
    keepUnsaved = canKeep ? () => keeping.current?.() ?? Promise.resolve() : null;
    return () => {
      hasUnsaved = false;
      keepUnsaved = null;
    };
  }, [isDirty, canKeep]);

  const isIdle = idleSecondsLeft !== null;
  useEffect(() => {
    // The core closes at once when the time is over; the warning is the moment to keep what is there.
    if (isIdle && isDirty) void keeping.current?.().catch(() => undefined);
  }, [isIdle, isDirty]);

  if (blocker.state !== 'blocked') return null;
  return (
    <ConfirmDialog
      title={t('unsaved.title')}
      sentences={[t('unsaved.sentence')]}
      confirm={t('unsaved.leave')}
      danger
      onCancel={() => blocker.reset()}
      onConfirm={async () => {
        onLeave?.();
        blocker.proceed();
      }}
    />
  );
}
