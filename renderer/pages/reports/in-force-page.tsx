// The report on what was in force on a date: asks for the date where none is looked at, shows the report as a sheet, some secrets at a
// time, and prints the whole of it.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { AsOf } from '../../../shared/contract/routes/common.ts';
import { inForceHead, inForceTitle } from '../../../shared/in-force.ts';
import { asCallError, type CallError } from '../../api/client.ts';
import { printDocument } from '../../api/documents.ts';
import { useRead } from '../../api/queries.ts';
import { useAsOf } from '../../app/as-of.tsx';
import { AsOfForm } from '../../app/as-of-control.tsx';
import { usePlace } from '../../app/crumbs.tsx';
import { useRights } from '../../app/session.tsx';
import { AsOfBanner, PastFrame } from '../../components/as-of-banner.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { countText, useLanguage } from '../../i18n/format.ts';
import { type InForceChoice, readInForceChoice } from './in-force-choice.ts';
import { InForceSheet } from './in-force-sheet.tsx';

const secretsAtOnce = 20;

const Body = styled('div')({
  flex: 1,
  minHeight: 0,
  overflowY: 'auto',
  padding: 16,
  backgroundColor: 'var(--paper)',
  '& .ask': { maxWidth: 360, padding: 16, border: '1px solid var(--line)', backgroundColor: 'var(--surface)' },
});

const Foot = styled('div')({
  flex: 'none',
  height: 36,
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  padding: '0 16px',
  borderTop: '1px solid var(--line)',
  backgroundColor: 'var(--as-of-ground)',
  color: 'var(--as-of-text)',
  fontSize: 12,
  lineHeight: '16px',
  '& .grow': { flex: 1 },
});

export function InForcePage() {
  const { t } = useTranslation();
  const { asOf } = useAsOf();
  const [parameters] = useSearchParams();
  const choice = useMemo(() => readInForceChoice(parameters), [parameters]);
  usePlace([{ text: t('area.evidence'), to: '/evidence' }, { text: t('inForce.title') }]);
  if (asOf !== null) return <Report key={`${asOf.date}/${parameters.toString()}`} asOf={asOf} choice={choice} />;
  return (
    <PastFrame>
      <PageTitle title={t('inForce.title')} note={t('inForce.ask')} />
      <Body>
        <div className="ask">
          <AsOfForm onDone={() => undefined} />
        </div>
      </Body>
    </PastFrame>
  );
}

function Report({ asOf, choice }: { asOf: AsOf; choice: InForceChoice }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const rights = useRights();
  const [page, setPage] = useState(0);
  const [failure, setFailure] = useState<CallError | null>(null);
  const offset = page * secretsAtOnce;
  const answer = useRead('inForce.view', { asOf, ...choice, language, offset, limit: secretsAtOnce }, { keep: true });
  const isPart = choice.ids !== null || choice.filters.length > 0 || choice.search !== '';
  const title = inForceTitle(asOf.date, language);
  const head = answer.data ? inForceHead(asOf, answer.data.counts, isPart, language) : [];
  const total = answer.data?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / secretsAtOnce));

  function print(): void {
    setFailure(null);
    void printDocument(
      { kind: 'inForce', asOf, ...choice, language },
      `${t('inForce.title')}-${asOf.date}.pdf`,
      t('file.pdf'),
    ).catch((error: unknown) => {
      const refused = asCallError(error);
      if (refused.code !== 'cancelled') setFailure(refused);
    });
  }

  return (
    <PastFrame data-past>
      <AsOfBanner {...(head[2] ? { sentence: head[2][1] } : {})} />
      <PageTitle title={t('inForce.title')} note={t(isPart ? 'inForce.part' : 'inForce.whole')}>
        {rights.print ? (
          <Button variant="contained" disabled={total === 0} onClick={print}>
            {t('inForce.print')}
          </Button>
        ) : null}
      </PageTitle>
      {/* The sheet is long and holds nothing to focus: the keyboard scrolls it here. */}
      <Body tabIndex={0} role="region" aria-label={title}>
        {failure === null ? null : <ErrorPanel error={failure} />}
        {answer.isError ? <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} /> : null}
        {answer.data ? (
          <InForceSheet
            title={title}
            head={head}
            secrets={answer.data.secrets}
            first={offset + 1}
            reading={asOf.reading}
            language={language}
          />
        ) : null}
      </Body>
      <Foot>
        <span>
          {t('list.range', {
            first: countText(total === 0 ? 0 : offset + 1),
            last: countText(Math.min(total, offset + secretsAtOnce)),
            total: countText(total),
          })}
        </span>
        <span className="grow" />
        <span>{t('inForce.foot')}</span>
        {pages > 1 ? (
          <>
            <Button variant="text" disabled={page === 0} onClick={() => setPage(page - 1)}>
              {t('list.previousPage')}
            </Button>
            <span>{t('list.page', { page: page + 1, pages })}</span>
            <Button variant="text" disabled={page + 1 >= pages} onClick={() => setPage(page + 1)}>
              {t('list.nextPage')}
            </Button>
          </>
        ) : null}
      </Foot>
    </PastFrame>
  );
}
