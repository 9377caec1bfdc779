// The figures over the work list: in force, overdue, due in seven days, to be graded; each leads to the list it counts.
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { type FigureKey, type FigureList, figureList, gradedList } from '../../../shared/figures.ts';
import { useSession } from '../../app/session.tsx';
import { smallWindow } from '../../app/theme.ts';
import { countText, useLanguage } from '../../i18n/format.ts';
import { listPath } from './figure-links.ts';

export type Figures = RouteOutput<'workbench.figures'>;

const Strip = styled('div')({
  flex: 'none',
  display: 'grid',
  gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
  borderBottom: '1px solid var(--line)',
  [smallWindow]: { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
  '& .figure': { minHeight: 64, padding: '8px 16px', borderRight: '1px solid var(--line)' },
  '& .figure:last-of-type': { borderRight: 0 },
  '& .word': { display: 'block', fontSize: 12, lineHeight: '16px', color: 'var(--text-2)' },
  '& .line': { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 8 },
  '& a': { color: 'var(--text)', textDecoration: 'none', lineHeight: '28px', whiteSpace: 'nowrap' },
  '& a:hover': { textDecoration: 'underline' },
  '& .count': { fontSize: 20, fontWeight: 600 },
  '& .more': { fontSize: 12, color: 'var(--text-2)' },
  '& a[data-overdue="true"]': { color: 'var(--red)' },
});

interface Part {
  list: FigureList;
  count: number | undefined;
  /** What the number alone counts. */
  name: string;
  isOverdue?: boolean;
}

/** The strip; numbers stand as … until they are counted. */
export function FiguresStrip({ figures }: { figures: Figures | undefined }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const { scheme } = useSession();
  const of = (key: FigureKey): Part => {
    const count = figures?.lists[key];
    return {
      list: figureList(key, figures?.date ?? ''),
      count,
      name: t(`figure.${key}`),
      isOverdue: key.endsWith('Overdue') && count !== undefined && count > 0,
    };
  };
  const [highest] = scheme?.grades ?? [];
  const ofHighest: Part[] = highest
    ? [
        {
          list: gradedList({ level: highest.code }),
          count: figures && (figures.levels.find(({ level }) => level === highest.code)?.count ?? 0),
          name: label(highest.label),
        },
      ]
    : [];
  return (
    <Strip aria-label={t('figure.title')} role="group">
      <Figure main={of('inForce')} more={ofHighest} />
      <Figure main={of('reviewOverdue')} more={[of('procedureOverdue')]} />
      <Figure main={of('reviewSoon')} more={[of('procedureSoon')]} />
      <Figure main={of('toGrade')} more={[of('inGrading')]} />
    </Strip>
  );
}

function Figure({ main, more }: { main: Part; more: readonly Part[] }) {
  return (
    <div className="figure">
      <span className="word">{main.name}</span>
      <span className="line">
        <FigureLink part={main} className="count" hasWord={false} />
        {more.map((part) => (
          <FigureLink key={part.name} part={part} className="more" hasWord />
        ))}
      </span>
    </div>
  );
}

function FigureLink({ part, className, hasWord }: { part: Part; className: string; hasWord: boolean }) {
  const { list, count, name, isOverdue } = part;
  if (count === undefined) return <span className={className}>{hasWord ? `${name} …` : '…'}</span>;
  const text = hasWord ? `${name} ${countText(count)}` : countText(count);
  return (
    <Link className={className} to={listPath(list)} aria-label={`${name} ${countText(count)}`} data-overdue={isOverdue}>
      {text}
    </Link>
  );
}
