// The right rail of a record: its dates in order and the counts of what hangs on it.
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { canBeSealed, type RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { dueState, reviewField } from '../../../../shared/review.ts';
import { termEnd } from '../../../../shared/values/term.ts';
import { linksOf } from '../../../api/definitions.ts';
import { useAsOf } from '../../../app/as-of.tsx';
import { termText } from '../../../components/field-text.ts';
import { countText, momentOf, today, useLanguage } from '../../../i18n/format.ts';
import { RecordFindings } from '../../rules/record-findings.tsx';
import { openLinks, type RecordAnswer } from './record-page.tsx';

const Frame = styled('div')({
  '& section': { padding: '8px 16px', borderBottom: '1px solid var(--line)' },
  '& h2': { fontSize: 12, lineHeight: '24px', fontWeight: 400, color: 'var(--text-2)' },
  '& dl': { margin: 0, display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: 16 },
  '& dl.counts': { gridTemplateColumns: '1fr auto 1fr auto' },
  '& dt': {
    fontSize: 12,
    lineHeight: '24px',
    color: 'var(--text-2)',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  '& dd': { fontSize: 13, lineHeight: '24px', textAlign: 'right', whiteSpace: 'nowrap' },
  '& dd[data-tone="overdue"]': { color: 'var(--red)' },
  '& dd[data-tone="due"]': { color: 'var(--amber)' },
});

/** The rail of one record. */
export function RecordRail({ register, answer }: { register: RegisterDefinition; answer: RecordAnswer }) {
  const { t } = useTranslation();
  const { language, label } = useLanguage();
  const { asOf } = useAsOf();
  const { record } = answer;
  const review = reviewField(register)?.key;
  const dates = register.fields
    .filter((field) => field.kind === 'date')
    .map((field) => ({ key: field.key, word: label(field.label), value: record.values[field.key] }))
    // Dates of what has not happened say nothing; that no review is set does.
    .filter(({ key, value }) => typeof value === 'string' || key === review);
  const term = register.fields.find((field) => field.kind === 'term');
  const termValue = term ? record.values[term.key] : null;
  return (
    <Frame>
      {asOf === null ? <RecordFindings record={record} /> : null}
      <section aria-label={t('record.dates')}>
        <h2>{t('record.dates')}</h2>
        <dl>
          {dates.map((date) => {
            const state =
              date.key === review && typeof date.value === 'string' && asOf === null
                ? dueState(date.value, today())
                : 'later';
            return (
              <div key={date.key} style={{ display: 'contents' }}>
                <dt>{date.word}</dt>
                <dd data-tone={state}>
                  {typeof date.value === 'string' ? date.value : '—'}
                  {state === 'later' ? '' : `　${t(`due.${state}`)}`}
                </dd>
              </div>
            );
          })}
          {term?.kind === 'term' && typeof termValue === 'string' ? (
            <>
              <dt>{t('record.expires')}</dt>
              <dd>
                {termEnd(termValue, textOrNull(record.values[term.from])) ??
                  termText(termValue, record.values[term.from], language)}
              </dd>
            </>
          ) : null}
          <dt>{t('record.updated')}</dt>
          <dd>{momentOf(record.updatedAtMs)}</dd>
        </dl>
      </section>
      <section aria-label={t('record.counts')}>
        <h2>{t('record.counts')}</h2>
        <dl className="counts">
          {linksOf(register).map((link) => (
            <Pair
              key={link.definition.key}
              word={label(link.other.field.label)}
              count={openLinks(answer, link.definition.key)}
            />
          ))}
          <Pair word={t('attachment.title')} count={answer.attachments.length} />
          <Pair word={t('record.versions')} count={record.version} />
          {register.fields.some(canBeSealed) ? (
            <Pair word={t('record.openings')} count={answer.openings.count} />
          ) : null}
        </dl>
      </section>
    </Frame>
  );
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function Pair({ word, count }: { word: string; count: number }) {
  return (
    <>
      <dt>{word}</dt>
      <dd>{countText(count)}</dd>
    </>
  );
}
