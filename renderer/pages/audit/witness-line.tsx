// How far somebody outside the office can vouch for the journal, what rests on the office alone since then, and where every
// signed head is kept.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/queries.ts';
import { SmallTable } from '../../components/section.tsx';
import { Tag } from '../../components/tags.tsx';
import { countText, momentOf } from '../../i18n/format.ts';

const Frame = styled('section')({
  flex: 'none',
  padding: '8px 16px',
  borderBottom: '1px solid var(--line)',
  '& .line': { display: 'flex', alignItems: 'center', gap: 8 },
  '& .words': { flex: 1, fontSize: 13 },
  '& .open': { color: 'var(--amber)' },
  '& .kept': { maxHeight: 200, overflowY: 'auto', marginTop: 8 },
});

export function WitnessLine() {
  const { t } = useTranslation();
  const answer = useRead('journal.witnesses', {});
  const [isOpen, setOpen] = useState(false);
  const { data } = answer;
  if (!data) return null;
  const { outside, size } = data;
  const open = size - (outside?.size ?? 0);
  return (
    <Frame aria-label={t('witness.title')}>
      <div className="line">
        <span className="words">
          {outside === null
            ? t('witness.none')
            : t('witness.latest', {
                kind: t(`witness.kind.${outside.kind}`),
                name: outside.name,
                at: momentOf(outside.atMs),
                size: countText(outside.size),
              })}
          <span className={open > 0 ? 'open' : undefined}>{t('witness.window', { count: countText(open) })}</span>
        </span>
        <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('witness.where')}
        </Button>
      </div>
      {isOpen ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section className="kept" tabIndex={0} aria-label={t('witness.where')}>
          <SmallTable>
            <thead>
              <tr>
                <th className="number">{t('witness.size')}</th>
                <th>{t('audit.at')}</th>
                <th>{t('witness.keptIn')}</th>
                <th>{t('witness.name')}</th>
                <th>{t('audit.who')}</th>
                <th>{t('witness.title')}</th>
              </tr>
            </thead>
            <tbody>
              {data.witnesses.map(({ kind, size: at, atMs, name, by, isOutside }) => (
                <tr key={`${kind}/${at}/${atMs}/${name}`}>
                  <td className="number fixed">{countText(at)}</td>
                  <td className="fixed">{momentOf(atMs)}</td>
                  <td className="fixed">{t(`witness.kind.${kind}`)}</td>
                  <td style={{ overflowWrap: 'anywhere' }}>{name}</td>
                  <td className="fixed">{by}</td>
                  <td className="fixed">{isOutside ? <Tag tone="jade">{t('witness.outside')}</Tag> : null}</td>
                </tr>
              ))}
            </tbody>
          </SmallTable>
          <p>{t('witness.advice')}</p>
        </section>
      ) : null}
    </Frame>
  );
}
