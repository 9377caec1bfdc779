// Tells the core that somebody is at the window, and warns before the idle lock. The core counts, not the page.
import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { clearIdleWarning, useWindowState } from './events.ts';

const reportEveryMs = 20_000;

/** Reports activity and shows the warning before the idle lock. */
export function IdleGuard({ onLock }: { onLock: () => void }) {
  const { t } = useTranslation();
  const { idleSecondsLeft } = useWindowState();
  const titleId = useId();
  const reportedAtMs = useRef(0);

  useEffect(() => {
    const report = () => {
      if (Date.now() - reportedAtMs.current < reportEveryMs) return;
      reportedAtMs.current = Date.now();
      void call('session.active', {}).catch(() => {});
    };
    const kinds = ['pointerdown', 'keydown', 'wheel', 'pointermove'] as const;
    for (const kind of kinds) window.addEventListener(kind, report, { passive: true });
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, report);
    };
  }, []);

  function stay(): void {
    reportedAtMs.current = Date.now();
    clearIdleWarning();
    void call('session.active', {}).catch(() => {});
  }

  if (idleSecondsLeft === null) return null;
  return (
    <Dialog open onClose={stay} aria-labelledby={titleId}>
      <DialogTitle id={titleId}>{t('idle.title')}</DialogTitle>
      <DialogContent>
        <Countdown key={idleSecondsLeft} seconds={idleSecondsLeft} />
      </DialogContent>
      <DialogActions>
        <Button size="medium" onClick={onLock}>
          {t('action.lockNow')}
        </Button>
        <Button size="medium" variant="contained" autoFocus onClick={stay}>
          {t('idle.stay')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Countdown({ seconds }: { seconds: number }) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => setLeft((value) => Math.max(0, value - 1)), 1000);
    return () => clearInterval(timer);
  }, []);
  return <p role="timer">{t('idle.sentence', { seconds: left })}</p>;
}
