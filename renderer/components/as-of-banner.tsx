// The banner of a past view: the date, the reading with its exact name, both counts, the way back.
import { Button, ButtonBase } from '@mui/material';
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteOutput } from '../../shared/contract/contract.ts';
import { useAsOf } from '../app/as-of.tsx';
import { countText, useLanguage } from '../i18n/format.ts';

const Banner = styled('div')({
  flex: 'none',
  minHeight: 56,
  display: 'flex',
  alignItems: 'center',
  gap: 16,
  padding: '0 16px 0 16px',
  backgroundColor: 'var(--as-of-ground)',
  borderBottom: '1px solid var(--as-of-line)',
  '& .words': { flex: 1, minWidth: 0 },
  '& .sentence': { fontSize: 14, lineHeight: '20px', fontWeight: 600, color: 'var(--as-of-text)' },
  '& .counts': { fontSize: 12, lineHeight: '16px', color: 'var(--as-of-text)' },
  '& .switch': { display: 'flex', border: '1px solid var(--as-of-text)', borderRadius: 2, flex: 'none' },
  '& .reading': {
    height: 26,
    padding: '0 12px',
    fontSize: 13,
    color: 'var(--text)',
    backgroundColor: 'var(--surface)',
  },
  '& .reading[aria-pressed="true"]': { backgroundColor: 'var(--as-of-text)', color: 'var(--surface)', fontWeight: 600 },
});

/** The hatched left edge and the ground every past view stands on. */
export const PastFrame = styled('div')({
  height: '100%',
  minHeight: 0,
  position: 'relative',
  display: 'flex',
  flexDirection: 'column',
  '&[data-past="true"]': { paddingLeft: 8 },
  '&[data-past="true"]::before': {
    content: '""',
    position: 'absolute',
    left: 0,
    top: 0,
    bottom: 0,
    width: 8,
    borderRight: '1px solid var(--as-of-line)',
    background: 'repeating-linear-gradient(135deg, var(--as-of-line) 0 1.5px, var(--as-of-ground) 1.5px 5px)',
  },
});

interface AsOfBannerProps {
  /** What a list says of the whole register. */
  past?: RouteOutput<'register.list'>['past'];
  /** What a record says of itself instead. */
  sentence?: string;
}

/** Shown only while a past date is looked at. */
export function AsOfBanner({ past, sentence }: AsOfBannerProps): ReactNode {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { asOf, setAsOf } = useAsOf();
  if (asOf === null) return null;
  const readings = ['fact', 'recorded'] as const;
  const countsText = (figures: NonNullable<AsOfBannerProps['past']>) =>
    t(asOf.reading === 'fact' ? 'asOf.countsFact' : 'asOf.countsRecorded', {
      total: countText(figures.inForce),
      recorded: countText(figures.recordedByDate),
      later: countText(figures.recordedLater),
      other: countText(figures.inForceOtherReading),
    });
  return (
    <Banner role="status">
      <div className="words">
        <p className="sentence">{t('asOf.sentence', { date: asOf.date, reading: t(`asOf.${asOf.reading}`) })}</p>
        <p className="counts">
          {[
            past ? countsText(past) : sentence,
            t(past || asOf.reading === 'fact' ? 'asOf.onlyRecorded' : 'asOf.shownByRecords'),
          ]
            .filter(Boolean)
            .join(language === 'zh' ? '' : ' ')}
        </p>
      </div>
      <fieldset className="switch" aria-label={t('asOf.readings')} style={{ margin: 0, padding: 0 }}>
        {readings.map((reading) => (
          <ButtonBase
            key={reading}
            className="reading"
            aria-pressed={asOf.reading === reading}
            onClick={() => setAsOf({ date: asOf.date, reading })}
          >
            {t(`asOf.${reading}`)}
          </ButtonBase>
        ))}
      </fieldset>
      <Button onClick={() => setAsOf(null)}>{t('asOf.back')}</Button>
    </Banner>
  );
}
