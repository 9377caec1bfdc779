// 待补充、待核实 on the workbench: what the rules find, counted by rule; one rule opened at a time, each record with its way to the fix.
import { Button, ButtonBase } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { ruleOf } from '../../../shared/rules/all.ts';
import { call } from '../../api/client.ts';
import { registerOf } from '../../api/definitions.ts';
import { useRead } from '../../api/queries.ts';
import { useRights } from '../../app/session.tsx';
import { ComputingNote } from '../../components/computing-note.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Section } from '../../components/section.tsx';
import { countText, today, useLanguage } from '../../i18n/format.ts';
import { type FindingView, findingSentence, fixAddress, fixWord, sourceWords } from './finding-words.ts';

const shownAtOnce = 20;
/** As many records as one procedure runs over. */
const together = 1000;

const List = styled('div')({
  '& .rule': {
    display: 'grid',
    gridTemplateColumns: '16px 56px minmax(0, 3fr) minmax(0, 2fr) 56px',
    gap: 12,
    width: '100%',
    minHeight: 32,
    alignItems: 'center',
    textAlign: 'left',
    fontSize: 13,
    borderBottom: '1px solid var(--row-line)',
  },
  '& .rule:hover': { backgroundColor: 'var(--hover)' },
  '& .severity[data-severity="high"]': { color: 'var(--amber)', fontWeight: 600 },
  '& .severity, & .source': { color: 'var(--text-2)', fontSize: 12 },
  '& .source': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& .count': { textAlign: 'right' },
  '& .opened': { padding: '4px 0 8px 28px', borderBottom: '1px solid var(--line)' },
  '& .gist': { fontSize: 12, lineHeight: '20px', color: 'var(--text-2)' },
  '& .entry': {
    display: 'grid',
    gridTemplateColumns: '144px minmax(0, 1fr) minmax(0, 1fr) 104px 112px',
    gap: 12,
    minHeight: 30,
    alignItems: 'center',
    fontSize: 13,
    borderBottom: '1px solid var(--row-line)',
  },
  '& .entry > span': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& .due[data-overdue="true"]': { color: 'var(--red)' },
  '& .foot': { display: 'flex', gap: 8, alignItems: 'center', paddingTop: 8, fontSize: 12, color: 'var(--text-2)' },
});

/** The section; asks once `isReady`, so that what is sooner computed is not kept waiting behind it. */
export function FindingsSection({ isReady }: { isReady: boolean }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const [open, setOpen] = useState<string | null>(null);
  const answer = useRead('rules.findings', { limit: 1 }, { enabled: isReady });
  const counts = answer.data?.counts ?? [];
  return (
    <Section
      title={t('finding.title')}
      note={
        <>
          {answer.data ? t(counts.length === 0 ? 'finding.none' : 'finding.note') : null}
          <ComputingNote isBusy={answer.isFetching || !isReady} isKnown={answer.data !== undefined} />
        </>
      }
    >
      {answer.isError ? <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      <List>
        {counts.map(({ rule, severity, count }) => {
          const isOpen = open === rule;
          const definition = ruleOf(rule);
          return (
            <div key={rule}>
              <ButtonBase className="rule" aria-expanded={isOpen} onClick={() => setOpen(isOpen ? null : rule)}>
                <span aria-hidden>{isOpen ? '−' : '+'}</span>
                <span className="severity" data-severity={severity}>
                  {t(`finding.severity.${severity}`)}
                </span>
                <span>{definition.label[language]}</span>
                <span className="source">{sourceWords(definition.source, language).name}</span>
                <span className="count">{countText(count)}</span>
              </ButtonBase>
              {isOpen ? <OfRule rule={rule} /> : null}
            </div>
          );
        })}
      </List>
    </Section>
  );
}

function OfRule({ rule }: { rule: string }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const navigate = useNavigate();
  const rights = useRights();
  const [page, setPage] = useState(0);
  const answer = useRead('rules.findings', { rule, offset: page * shownAtOnce, limit: shownAtOnce }, { keep: true });
  const total = answer.data?.total ?? 0;
  const findings = answer.data?.findings ?? [];
  const { source } = ruleOf(rule);
  const { gist, firmness } = sourceWords(source, language);
  const [first] = findings;
  const template = first?.fix.act === 'procedure' ? first.fix.template : null;

  /** One procedure over everything the rule found, as far as one may run over. */
  async function startTogether(): Promise<void> {
    const { findings: all } = await call('rules.findings', { rule, limit: together });
    const ids = [...new Set(all.map(({ record }) => record))];
    const { records } = await call('register.some', { register: 'secret', ids });
    void navigate(`/procedures/new/${template}`, { state: { records } });
  }

  return (
    <div className="opened">
      <p className="gist">{t('finding.basis', { firmness: t(`finding.firmness.${firmness}`), gist })}</p>
      {answer.isError ? <ErrorPanel error={answer.error} /> : null}
      {findings.map((finding) => (
        <Entry key={finding.record} finding={finding} />
      ))}
      <div className="foot">
        {template !== null && rights.write ? (
          <Button size="tiny" variant="contained" onClick={() => void startTogether()}>
            {t('finding.together', { word: first ? fixWord(first, language) : '', count: Math.min(total, together) })}
          </Button>
        ) : null}
        <span>
          {t('list.range', {
            first: countText(total === 0 ? 0 : page * shownAtOnce + 1),
            last: countText(Math.min(total, (page + 1) * shownAtOnce)),
            total: countText(total),
          })}
        </span>
        {total > shownAtOnce ? (
          <>
            <Button size="tiny" variant="text" disabled={page === 0} onClick={() => setPage(page - 1)}>
              {t('list.previousPage')}
            </Button>
            <Button
              size="tiny"
              variant="text"
              disabled={(page + 1) * shownAtOnce >= total}
              onClick={() => setPage(page + 1)}
            >
              {t('list.nextPage')}
            </Button>
          </>
        ) : null}
      </div>
    </div>
  );
}

function Entry({ finding }: { finding: FindingView }) {
  const { t } = useTranslation();
  const { language, label } = useLanguage();
  const rights = useRights();
  const isOverdue = finding.dueOn !== null && finding.dueOn < today();
  return (
    <div className="entry">
      <span>{finding.number ?? label(registerOf(finding.register).noun)}</span>
      <Link to={`/r/${finding.register}/${finding.record}`}>{finding.title}</Link>
      <span>{findingSentence(finding, language)}</span>
      <span className="due" data-overdue={isOverdue}>
        {finding.dueOn ?? ''}
      </span>
      <Button size="tiny" component={Link} to={fixAddress(finding)}>
        {rights.write && finding.fix.act === 'edit' ? fixWord(finding, language) : t('inbox.look')}
      </Button>
    </div>
  );
}
