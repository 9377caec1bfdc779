// The right side of the workbench: the share of secrets each of the seven measures covers, and secrets by department and grade. Bars are
// words and numbers first; every figure leads to the records it counts.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { gradedList } from '../../../shared/figures.ts';
import { measureKinds } from '../../../shared/registers/measure.ts';
import { useSession } from '../../app/session.tsx';
import { Section } from '../../components/section.tsx';
import { countText, useLanguage } from '../../i18n/format.ts';
import { lackingPath, listPath } from './figure-links.ts';
import type { Figures } from './figures-strip.tsx';

const shownAtFirst = 9;

const Body = styled('div')({
  '& .sum': { fontSize: 13, lineHeight: '28px', color: 'var(--text-2)' },
  '& .sum a, & .legend a': { color: 'var(--text)', textDecoration: 'none' },
  '& .sum a': { fontSize: 20, fontWeight: 600, marginRight: 8 },
  '& .sum a:hover, & .legend a:hover': { textDecoration: 'underline' },
  '& .row': {
    display: 'grid',
    gap: 8,
    alignItems: 'center',
    fontSize: 13,
    color: 'var(--text)',
    textDecoration: 'none',
  },
  '& .row:hover': { backgroundColor: 'var(--hover)' },
  '& .measure': { gridTemplateColumns: '80px minmax(0, 1fr) 36px 76px', minHeight: 24 },
  '& .department': { gridTemplateColumns: '96px minmax(0, 1fr) 56px', minHeight: 28 },
  '& .name': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& .number': { textAlign: 'right', whiteSpace: 'nowrap' },
  '& .lacking': { fontSize: 12, color: 'var(--text-2)' },
  '& .share': { height: 8, border: '1px solid var(--ink)' },
  '& .share > span': { display: 'block', height: '100%', backgroundColor: 'var(--ink)' },
  '& .legend': { display: 'flex', flexWrap: 'wrap', columnGap: 16, fontSize: 12 },
  '& .legend a': { display: 'inline-flex', alignItems: 'center', gap: 6, minHeight: 24 },
  '& .legend .part': { width: 20, height: 8 },
  '& .bar': { display: 'flex', height: 14 },
  '& .part': { border: '1px solid var(--ink)', boxSizing: 'border-box', minWidth: 2 },
  '& .bar .part + .part': { borderLeft: 0 },
  '& .part[data-pattern="0"]': { backgroundColor: 'var(--ink)' },
  '& .part[data-pattern="1"]': {
    backgroundImage: 'repeating-linear-gradient(135deg, var(--ink) 0 1.5px, transparent 1.5px 4.5px)',
  },
  '& .part[data-pattern="3"]': {
    backgroundImage: 'repeating-linear-gradient(90deg, var(--ink) 0 1px, transparent 1px 6px)',
  },
  '& .part[data-pattern="none"]': { borderStyle: 'dashed' },
});

/** Both instruments, once they are counted. */
export function Instruments({ figures }: { figures: Figures }) {
  return (
    <Body>
      <MeasureShares figures={figures} />
      <Departments figures={figures} />
    </Body>
  );
}

function MeasureShares({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const { secrets, withGaps, lacking } = figures.measures;
  return (
    <Section title={t('figure.measures')} note={t('figure.measuresNote')}>
      {secrets === 0 ? (
        <p className="sum">{t('figure.noSecrets')}</p>
      ) : (
        <>
          <p className="sum">
            <Link to={lackingPath(null)} aria-label={t('figure.gapsName', { count: countText(withGaps) })}>
              {countText(withGaps)}
            </Link>
            {t('figure.gaps', { total: countText(secrets) })}
          </p>
          {measureKinds.map(({ code, label: name }) => {
            const missing = lacking[code] ?? 0;
            // Rounded down: nothing is whole that lacks one.
            const percent = Math.floor(((secrets - missing) * 100) / secrets);
            return (
              <Link key={code} className="row measure" to={lackingPath(code)}>
                <span className="name">{label(name)}</span>
                <span className="share" aria-hidden>
                  <span style={{ width: `${percent}%` }} />
                </span>
                <span className="number">{percent}%</span>
                <span className="number lacking">{t('figure.lacking', { count: countText(missing) })}</span>
              </Link>
            );
          })}
        </>
      )}
    </Section>
  );
}

function Departments({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const { scheme } = useSession();
  const [isWhole, setWhole] = useState(false);
  const { departments, levels, lists } = figures;
  const grades = scheme?.grades ?? [];
  const word = (level: string | null) => {
    const grade = grades.find(({ code }) => code === level);
    return grade ? label(grade.label) : (level ?? t('grade.none'));
  };
  const pattern = (level: string | null) => {
    const index = grades.findIndex(({ code }) => code === level);
    return index < 0 ? 'none' : String(index);
  };
  const shown = isWhole ? departments : departments.slice(0, shownAtFirst);
  const most = departments[0]?.total ?? 0;
  return (
    <Section
      title={t('figure.departments')}
      note={t('figure.departmentsNote', { total: countText(lists.inForce ?? 0) })}
    >
      {departments.length === 0 ? <p className="sum">{t('figure.noSecrets')}</p> : null}
      <p className="legend">
        {levels.map(({ level, count }) => (
          <Link key={level} to={listPath(gradedList({ level }))}>
            <span className="part" data-pattern={pattern(level)} aria-hidden />
            {word(level)} {countText(count)}
          </Link>
        ))}
      </p>
      {shown.map(({ id, name, total, levels: parts }) => (
        <Link
          key={id}
          className="row department"
          to={listPath(gradedList({ department: id }))}
          title={parts.map(({ level, count }) => `${word(level)} ${countText(count)}`).join(t('list.separator'))}
        >
          <span className="name">{name === '' ? t('figure.noDepartment') : name}</span>
          <span className="bar" aria-hidden>
            {parts.map(({ level, count }) => (
              <span
                key={level}
                className="part"
                data-pattern={pattern(level)}
                style={{ width: `${(count * 100) / most}%` }}
              />
            ))}
          </span>
          <span className="number">{countText(total)}</span>
        </Link>
      ))}
      {departments.length > shownAtFirst ? (
        <Button variant="text" size="small" onClick={() => setWhole(!isWhole)} aria-expanded={isWhole}>
          {isWhole ? t('figure.fewer') : t('figure.allDepartments', { count: departments.length })}
        </Button>
      ) : null}
    </Section>
  );
}
