// Unsaved changes: a page says that it has some, leaving it or locking asks first.
import { type RefObject, useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';

let hasUnsaved = false;

/** Asks before something that would lose what was typed; goes on at once where nothing would. */
export function useUnsavedQuestion(): (proceed: () => void) => void {
  const { t } = useTranslation();
  return useCallback(
    (proceed) => {
      // The system's own question: it must also stand before the page is emptied for the lock.
      if (!hasUnsaved || window.confirm(t('unsaved.question'))) proceed();
    },
    [t],
  );
}

/** Guards a form: while `isDirty`, leaving the page asks what to do, unless `isSaved` says by then that all is kept. */
export function UnsavedGuard({ isDirty, isSaved }: { isDirty: boolean; isSaved: RefObject<boolean> }) {
  const { t } = useTranslation();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isDirty && !isSaved.current && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    hasUnsaved = isDirty;
    return () => {
      hasUnsaved = false;
    };
  }, [isDirty]);
  if (blocker.state !== 'blocked') return null;
  return (
    <ConfirmDialog
      title={t('unsaved.title')}
      sentences={[t('unsaved.sentence')]}
      confirm={t('unsaved.leave')}
      danger
      onCancel={() => blocker.reset()}
      onConfirm={async () => blocker.proceed()}
    />
  );
}
