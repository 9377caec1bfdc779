// The journal, plain: its events by day and person, and checking that none was changed, taken out or put in.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import type { RecordRow } from '../../../shared/contract/routes/common.ts';
import { actionText, actionTexts } from '../../../shared/messages/action-texts.ts';
import { detailText } from '../../../shared/messages/detail-texts.ts';
import { readDate } from '../../../shared/values/date.ts';
import { asCallError, call } from '../../api/client.ts';
import { findRegister } from '../../api/definitions.ts';
import { printDocument } from '../../api/documents.ts';
import { useRead } from '../../api/queries.ts';
import { usePlace } from '../../app/crumbs.tsx';
import { useRights } from '../../app/session.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField, SelectInput, TextInput } from '../../components/form-field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { SmallTable } from '../../components/section.tsx';
import { FilterChip } from '../../components/tags.tsx';
import { countText, momentOf, today, useLanguage } from '../../i18n/format.ts';
import { RecordLink } from '../registers/record/record-link.tsx';
import { ErasureSection } from './erasure-section.tsx';
import { JournalCheck } from './journal-check.tsx';
import { SeparationLine } from './separation-line.tsx';
import { StampLine } from './stamp-line.tsx';
import { WitnessLine } from './witness-line.tsx';

const Frame = styled('div')({
  height: '100%',
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  '& .filters': {
    flex: 'none',
    display: 'flex',
    gap: 16,
    alignItems: 'flex-start',
    padding: '8px 16px',
    borderBottom: '1px solid var(--line)',
  },
  '& .body': { flex: 1, minHeight: 0, overflowY: 'auto', padding: '0 16px 16px' },
  '& .foot': {
    flex: 'none',
    height: 36,
    display: 'flex',
    alignItems: 'center',
    gap: 16,
    padding: '0 16px',
    borderTop: '1px solid var(--line)',
    fontSize: 12,
    color: 'var(--text-2)',
  },
});

type JournalEvent = RouteOutput<'journal.list'>['events'][number];
const pageLength = 100;
const actionKeys = Object.keys(actionTexts);

function titleOf(row: RecordRow): string {
  const title = row.values[findRegister(row.register)?.title ?? ''];
  return typeof title === 'string' ? title : '';
}

/** The journal with its filters. */
export function AuditPage() {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const rights = useRights();
  const [printing, setPrinting] = useState<unknown>(null);
  const id = useId();
  const [actor, setActor] = useState('');
  const [dayText, setDayText] = useState('');
  const users = useRead('user.list', {});
  const reading = dayText.trim() === '' ? null : readDate(dayText);
  const day = reading?.ok && reading.value.length === 10 ? reading.value : null;
  const dayProblem =
    reading === null || day !== null
      ? undefined
      : reading.ok
        ? t('asOf.dayNeeded')
        : t(`valueErrors.${reading.code}`, reading.params);
  const [action, setAction] = useState('');
  const [parameters, setParameters] = useSearchParams();
  const followed = { register: parameters.get('register') ?? '', id: parameters.get('record') ?? '' };
  const record = useRead(
    'register.get',
    { register: followed.register, id: followed.id, asOf: null },
    { enabled: followed.id !== '' },
  );
  const filter = {
    actor: actor === '' ? null : actor,
    day,
    action: action === '' ? null : action,
    recordId: followed.id === '' ? null : followed.id,
  };
  const journal = useInfiniteQuery({
    queryKey: ['journal.list', filter],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam }) => call('journal.list', { ...filter, beforeSeq: pageParam, limit: pageLength }),
    getNextPageParam: (last) => (last.events.length === pageLength ? (last.events.at(-1)?.seq ?? null) : null),
  });
  usePlace([{ text: t('area.audit') }]);
  const print = () => {
    setPrinting(null);
    printDocument({ kind: 'journal', ...filter }, `${t('audit.file')}-${today()}.pdf`, t('audit.file')).catch(
      setPrinting,
    );
  };
  const events = journal.data?.pages.flatMap((page) => page.events) ?? [];
  const size = journal.data?.pages[0]?.size ?? 0;
  return (
    <Frame>
      <PageTitle title={t('audit.title')} note={t('audit.note', { count: countText(size) })}>
        {rights.print ? <Button onClick={print}>{t('audit.print')}</Button> : null}
      </PageTitle>
      {printing === null ? null : <ErrorPanel error={printing} />}
      <JournalCheck />
      <ErasureSection />
      <StampLine />
      <WitnessLine />
      <SeparationLine />
      <search className="filters" aria-label={t('filter.bar')}>
        <FormField id={`${id}-actor`} label={t('audit.actor')}>
          <SelectInput
            id={`${id}-actor`}
            data-size="small"
            style={{ width: 200 }}
            value={actor}
            onChange={(event) => setActor(event.target.value)}
          >
            <option value="">{t('audit.everybody')}</option>
            {(users.data?.users ?? []).map((user) => (
              <option key={user.login} value={user.login}>
                {`${user.name}（${user.login}）`}
              </option>
            ))}
          </SelectInput>
        </FormField>
        <FormField id={`${id}-day`} label={t('audit.day')} error={dayProblem}>
          <TextInput
            id={`${id}-day`}
            data-size="small"
            style={{ width: 216 }}
            placeholder={t('form.datePlaceholder')}
            value={dayText}
            aria-invalid={dayProblem !== undefined}
            onChange={(event) => setDayText(event.target.value)}
          />
        </FormField>
        <FormField id={`${id}-action`} label={t('audit.what')}>
          <SelectInput
            id={`${id}-action`}
            data-size="small"
            style={{ width: 200 }}
            value={action}
            onChange={(event) => setAction(event.target.value)}
          >
            <option value="">{t('audit.everything')}</option>
            {actionKeys.map((key) => (
              <option key={key} value={key}>
                {actionText(key, language)}
              </option>
            ))}
          </SelectInput>
        </FormField>
        {followed.id === '' ? null : (
          <FilterChip
            name={t('audit.record')}
            value={[record.data?.record.number, record.data ? titleOf(record.data.record) : '']
              .filter(Boolean)
              .join(' ')}
            onRemove={() => setParameters({}, { replace: true })}
          />
        )}
      </search>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard */}
      <section className="body" tabIndex={0} aria-label={t('audit.title')}>
        {journal.isError ? (
          <ErrorPanel error={asCallError(journal.error)} onRetry={() => void journal.refetch()} />
        ) : null}
        <SmallTable>
          <thead>
            <tr>
              <th className="number">{t('audit.seq')}</th>
              <th>{t('audit.at')}</th>
              <th>{t('audit.who')}</th>
              <th>{t('audit.what')}</th>
              <th>{t('audit.record')}</th>
              <th>{t('audit.detail')}</th>
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <EventRow key={event.seq} event={event} />
            ))}
          </tbody>
        </SmallTable>
        {journal.hasNextPage ? (
          <Button sx={{ mt: 1 }} disabled={journal.isFetchingNextPage} onClick={() => void journal.fetchNextPage()}>
            {t('audit.more')}
          </Button>
        ) : null}
      </section>
      <div className="foot">
        <span>{t('audit.shown', { count: countText(events.length) })}</span>
        <span>{t('audit.promise')}</span>
      </div>
    </Frame>
  );
}

function EventRow({ event }: { event: JournalEvent }) {
  const { t } = useTranslation();
  const { label, language } = useLanguage();
  const register = event.register === null ? undefined : findRegister(event.register);
  const name = event.number ?? (register ? label(register.noun) : (event.register ?? ''));
  return (
    <tr>
      <td className="number fixed" style={{ paddingRight: 16 }}>
        {countText(event.seq)}
      </td>
      <td className="fixed">{momentOf(event.atMs)}</td>
      <td className="fixed">{event.actor}</td>
      <td className="fixed">{actionText(event.action, language)}</td>
      <td className="fixed">
        {register?.kind === 'register' && event.recordId !== null ? (
          <RecordLink register={register.key} id={event.recordId} text={name} />
        ) : (
          name
        )}
        {event.version === null ? null : (
          <span className="quiet"> {t('record.version', { version: event.version })}</span>
        )}
      </td>
      <td className="quiet" style={{ overflowWrap: 'anywhere' }}>
        {detailText(event.detail, language)}
      </td>
    </tr>
  );
}
