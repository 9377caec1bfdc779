// One line of the audit page: the journal's latest time stamp by a third party, and the way to all of them.
import { Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useRead } from '../../api/queries.ts';
import { stateWord } from '../../components/stamp-mark.tsx';
import { countText, momentOf, useLanguage } from '../../i18n/format.ts';

export function StampLine() {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const list = useRead('stamp.list', { kind: 'checkpoint' });
  const stamped = (list.data?.requests ?? []).flatMap((request) => request.tokens.map((token) => ({ request, token })));
  // What counts is how much of the journal is covered, and of equal sizes the earliest instant.
  const best = stamped.toSorted(
    (left, right) =>
      Number(right.request.subject) - Number(left.request.subject) || left.token.genTimeMs - right.token.genTimeMs,
  )[0];
  return (
    <section
      style={{
        flex: 'none',
        padding: '8px 16px',
        borderBottom: '1px solid var(--line)',
        display: 'flex',
        alignItems: 'center',
        gap: 8,
      }}
      aria-label={t('stamp.title')}
    >
      <span style={{ flex: 1, fontSize: 13 }}>
        {best === undefined
          ? t('stamp.lineNone')
          : t('stamp.lineLatest', {
              at: momentOf(best.token.genTimeMs),
              size: countText(Number(best.request.subject)),
              authority: best.token.authority,
              state: best.token.trusted ? t('stamp.trusted') : stateWord(best.token.problem, language, t),
            })}
      </span>
      <Button component={Link} to="/audit/stamps">
        {t('stamp.title')}
      </Button>
    </section>
  );
}
