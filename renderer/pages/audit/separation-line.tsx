// What an auditor asks first of the people: which duties one person combines by waiver, and when an auditor signed last.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useRead } from '../../api/queries.ts';
import { useSession } from '../../app/session.tsx';
import { pairWord } from '../../i18n/error-words.ts';
import { countText, momentOf, useLanguage } from '../../i18n/format.ts';

const Frame = styled('section')({
  flex: 'none',
  padding: '8px 16px',
  borderBottom: '1px solid var(--line)',
  fontSize: 13,
  '& .line': { display: 'flex', alignItems: 'center', gap: 8 },
  '& .words': { flex: 1 },
  '& .waiver': { color: 'var(--amber)', overflowWrap: 'anywhere' },
});

/** One line, and one for each waiver. */
export function SeparationLine() {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const navigate = useNavigate();
  const { singleOfficerReason } = useSession().vault;
  const waivers = useRead('separation.list', {}).data?.waivers;
  const witnesses = useRead('journal.witnesses', {}).data;
  if (!waivers || !witnesses) return null;
  const standing = waivers.filter(({ withdrawnAtMs }) => withdrawnAtMs === null);
  const { coSigned } = witnesses;
  return (
    <Frame aria-label={t('separation.auditTitle')}>
      <div className="line">
        <span className="words">
          {standing.length === 0
            ? t('separation.auditNone')
            : t('separation.auditLine', { count: countText(standing.length) })}
          {coSigned === null
            ? t('separation.notCoSigned')
            : t('separation.coSigned', {
                by: coSigned.by,
                at: momentOf(coSigned.atMs),
                size: countText(coSigned.size),
              })}
        </span>
        <Button onClick={() => void navigate('/settings?section=separation')}>{t('separation.title')}</Button>
      </div>
      {standing.map(({ id, name, pair, reason }) => (
        <p key={id} className="waiver">
          {`${name}：${pairWord(pair, language)}（${reason}）`}
        </p>
      ))}
      {singleOfficerReason === null ? null : (
        <p className="waiver">{t('separation.singleOfficer', { reason: singleOfficerReason })}</p>
      )}
    </Frame>
  );
}
