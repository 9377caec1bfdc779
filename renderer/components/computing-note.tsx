// Says that what is shown is being computed, once that takes noticeably long; says nothing of what is quick.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

const noticeableMs = 400;

/** True while something has been busy for longer than one notices. */
function useNoticeable(isBusy: boolean): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (!isBusy) return;
    const timer = setTimeout(() => setLong(true), noticeableMs);
    return () => clearTimeout(timer);
  }, [isBusy]);
  return isBusy && isLong;
}

/** The note; `isKnown` says that something computed before is shown meanwhile. */
export function ComputingNote({ isBusy, isKnown }: { isBusy: boolean; isKnown: boolean }) {
  const { t } = useTranslation();
  const isLong = useNoticeable(isBusy);
  return <span role="status">{isLong ? t(isKnown ? 'computing.again' : 'computing.first') : null}</span>;
}
