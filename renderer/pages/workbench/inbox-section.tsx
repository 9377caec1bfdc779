// 待办: procedures that wait, by day: overdue first, then today, then what comes; what the user may take himself has its button.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { InboxEntry } from '../../../shared/contract/routes/procedures.ts';
import { templateOf } from '../../../shared/procedures/templates.ts';
import { addDays } from '../../../shared/time.ts';
import { useRead } from '../../api/queries.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Section } from '../../components/section.tsx';
import { today, useLanguage } from '../../i18n/format.ts';

const List = styled('div')({
  '& .group': { fontSize: 12, lineHeight: '28px', fontWeight: 600, borderBottom: '1px solid var(--line)' },
  '& .group[data-overdue="true"]': { color: 'var(--red)' },
  '& .group .count': { fontWeight: 400, color: 'var(--text-2)', marginLeft: 8 },
  '& .entry': {
    display: 'grid',
    gridTemplateColumns: '96px minmax(0, 1fr) 144px 168px 120px',
    gap: 12,
    alignItems: 'center',
    minHeight: 34,
    borderBottom: '1px solid var(--row-line)',
    fontSize: 13,
  },
  '& .kind, & .step': { color: 'var(--text-2)', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& .title': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& .due[data-overdue="true"]': { color: 'var(--red)' },
  '& .firmness': { color: 'var(--text-2)', fontSize: 12, marginLeft: 6 },
  '& .weekends': { display: 'block', color: 'var(--amber)', fontSize: 12, lineHeight: '16px' },
  '& .act': { textAlign: 'right' },
  '@media (max-width: 1440px)': {
    '& .entry': { gridTemplateColumns: '72px minmax(0, 1fr) 112px 144px 88px', gap: 8 },
  },
});

type View = 'all' | 'mine';

interface Group {
  key: 'overdue' | 'today' | 'week' | 'later';
  entries: InboxEntry[];
}

/** Entries by when they are due. */
function grouped(entries: readonly InboxEntry[], day: string): Group[] {
  const week = addDays(day, 7);
  const keyOf = ({ dueOn }: InboxEntry): Group['key'] => {
    if (dueOn !== null && dueOn < day) return 'overdue';
    if (dueOn === day) return 'today';
    return dueOn !== null && dueOn <= week ? 'week' : 'later';
  };
  return (['overdue', 'today', 'week', 'later'] as const)
    .map((key) => ({ key, entries: entries.filter((entry) => keyOf(entry) === key) }))
    .filter((group) => group.entries.length > 0);
}

/** The section; says in one line when nothing waits. */
export function InboxSection() {
  const { t } = useTranslation();
  const answer = useRead('inbox.list', {});
  const [view, setView] = useState<View>('all');
  const entries = answer.data?.entries ?? [];
  const mine = entries.filter((entry) => entry.mine);
  const shown = view === 'mine' ? mine : entries;
  const groups = useMemo(() => grouped(shown, today()), [shown]);
  return (
    <Section
      title={t('inbox.title')}
      note={entries.length === 0 ? t('inbox.none') : null}
      actions={
        entries.length === 0
          ? null
          : (['all', 'mine'] as const).map((key) => (
              <Button
                key={key}
                size="tiny"
                aria-pressed={view === key}
                variant={view === key ? 'contained' : 'outlined'}
                onClick={() => setView(key)}
              >
                {t(`inbox.${key}`)} {key === 'all' ? entries.length : mine.length}
              </Button>
            ))
      }
    >
      {answer.isError ? <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      <List>
        {groups.map((group) => (
          <div key={group.key}>
            <div className="group" data-overdue={group.key === 'overdue'}>
              {t(`inbox.group.${group.key}`)}
              <span className="count">{t('inbox.count', { count: group.entries.length })}</span>
            </div>
            {group.entries.map((entry) => (
              <Entry key={entry.procedure.id} entry={entry} />
            ))}
          </div>
        ))}
      </List>
    </Section>
  );
}

function Entry({ entry }: { entry: InboxEntry }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const { procedure, dueOn } = entry;
  const isOverdue = dueOn !== null && dueOn < today();
  const to = `/r/procedure/${procedure.id}`;
  const template = templateOf(String(procedure.values.template));
  return (
    <div className="entry">
      <span className="kind">{label(template.label)}</span>
      <Link className="title" to={to}>
        {procedure.number} {String(procedure.values.title)}
      </Link>
      <span className="step">
        {entry.kind === 'tasks' ? t('inbox.tasks', { count: entry.openTasks }) : label(entry.stepLabel)}
        {entry.kind === 'returned' ? ` ${t('inbox.returned')}` : ''}
      </span>
      <span className="due" data-overdue={isOverdue}>
        {dueOn ?? t('inbox.since', { date: entry.since })}
        {entry.firmness === null ? null : <span className="firmness">{t(`procedure.firmness.${entry.firmness}`)}</span>}
        {entry.holidaysMissing ? <span className="weekends">{t('procedure.holidaysMissing')}</span> : null}
      </span>
      <span className="act">
        <Button size="tiny" component={Link} to={to} variant={entry.mine ? 'contained' : 'outlined'}>
          {t(entry.mine ? `inbox.act.${entry.kind}` : 'inbox.look')}
        </Button>
      </span>
    </div>
  );
}
