// The journal's state in the top bar: a jade seal when its head verifies, a red one when not, and the count in words.
import { styled } from '@mui/material/styles';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { runJob } from '../api/jobs.ts';
import { countText } from '../i18n/format.ts';
import { useSession } from './session.tsx';
import { smallWindow } from './theme.ts';

const Line = styled(Link)({
  // The seal keeps its words for screen readers and as a tooltip where there is no room.
  [smallWindow]: {
    '& .words': { position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' },
  },
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  flex: 'none',
  fontSize: 12,
  lineHeight: '16px',
  color: 'var(--text-2)',
  textDecoration: 'none',
  whiteSpace: 'nowrap',
  '& .seal': {
    width: 20,
    height: 20,
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    border: '1.5px solid var(--jade)',
    color: 'var(--jade)',
    backgroundColor: 'var(--jade-tint)',
    borderRadius: 2,
    fontWeight: 600,
  },
  '&[data-state="checking"] .seal': {
    borderColor: 'var(--control)',
    color: 'var(--text-2)',
    backgroundColor: 'transparent',
  },
  '&[data-state="broken"], &[data-state="unverified"]': { color: 'var(--red)' },
  '&[data-state="broken"] .seal, &[data-state="unverified"] .seal': {
    borderColor: 'var(--red)',
    color: 'var(--red)',
    backgroundColor: 'var(--red-tint)',
  },
});

/** Checks the journal once after the vault was opened; true while it runs. A refusal leaves it unverified, in red. */
function useCheckAtStart(isNeeded: boolean): boolean {
  const client = useQueryClient();
  const isAsked = useRef(false);
  const [isChecking, setChecking] = useState(false);
  useEffect(() => {
    if (!isNeeded || isAsked.current) return;
    isAsked.current = true;
    setChecking(true);
    runJob('journal.verify', { full: false }, { isQuiet: true })
      .catch(() => {})
      .then(() => client.invalidateQueries({ queryKey: ['session.get'] }))
      .finally(() => setChecking(false));
  }, [isNeeded, client]);
  return isChecking;
}

/** Seal and count, leading to the audit page. */
export function JournalSeal() {
  const { t } = useTranslation();
  const { journal } = useSession();
  const isChecking = useCheckAtStart(journal !== null && journal.verifiedSize === null && !journal.broken);
  if (!journal) return null;
  const state = journal.broken
    ? 'broken'
    : journal.verifiedSize === null
      ? isChecking
        ? 'checking'
        : 'unverified'
      : journal.verifiedSize < journal.size
        ? 'behind'
        : 'verified';
  const words = t(`seal.${state}`, { count: countText(journal.size), verified: countText(journal.verifiedSize ?? 0) });
  return (
    <Line to="/audit" title={words} data-state={state}>
      <span className="seal" aria-hidden="true">
        {state === 'checking'
          ? '…'
          : state === 'broken' || state === 'unverified'
            ? t('seal.markBad')
            : t('seal.markGood')}
      </span>
      <span className="words">{words}</span>
    </Line>
  );
}
