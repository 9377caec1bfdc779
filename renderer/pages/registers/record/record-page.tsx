// The page of one record: header, side index, sections, links, attachments, history and the rail with dates and counts.
// Viewing first; editing turns the sections into a form in place.
import { Button } from '@mui/material';
import type { TFunction } from 'i18next';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import type { RouteOutput } from '../../../../shared/contract/contract.ts';
import type { AsOf, RecordRow } from '../../../../shared/contract/routes/common.ts';
import { asSealed, type RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { asCallError } from '../../../api/client.ts';
import { findRegister, linksOf } from '../../../api/definitions.ts';
import { useRead } from '../../../api/queries.ts';
import { areaOfRegister } from '../../../app/areas.ts';
import { useAsOf } from '../../../app/as-of.tsx';
import { usePlace } from '../../../app/crumbs.tsx';
import { PageNotFound } from '../../../app/page-not-found.tsx';
import { useRights } from '../../../app/session.tsx';
import { AsOfBanner, PastFrame } from '../../../components/as-of-banner.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { dayOf, momentOf, useLanguage } from '../../../i18n/format.ts';
import { inForcePath } from '../../reports/in-force-choice.ts';
import { isVoid } from '../list/list-columns.tsx';
import { VoidDialog } from '../void-dialog.tsx';
import { AttachmentsSection } from './attachments-section.tsx';
import { DraftOffers, useOpenDraft } from './draft-offer.tsx';
import { HistorySection } from './history-section.tsx';
import { LinksSection } from './links-section.tsx';
import { useRecordCommands } from './record-commands.tsx';
import { RecordFields } from './record-fields.tsx';
import { RecordForm } from './record-form-page.tsx';
import { RecordHeader } from './record-header.tsx';
import { RecordBody } from './record-layout.tsx';
import { RecordRail } from './record-rail.tsx';

export type RecordAnswer = RouteOutput<'register.get'>;

/** The record named in the address. */
export function RecordPage() {
  const { register: key = '', id = '' } = useParams();
  const register = findRegister(key);
  if (register?.kind !== 'register') return <PageNotFound />;
  return <LoadedRecord key={id} register={register} id={id} />;
}

function LoadedRecord({ register, id }: { register: RegisterDefinition; id: string }) {
  const { asOf } = useAsOf();
  const answer = useRead('register.get', { register: register.key, id, asOf }, { keep: true });
  const { label } = useLanguage();
  const { t } = useTranslation();
  const row = answer.data?.record;
  // A form remembers what it started with by its definition: the same one as long as the same fields are sealed.
  const sealed = row?.sealed.join(' ') ?? '';
  const own = useMemo(() => asSealed(register, sealed.split(' ')), [register, sealed]);
  const area = areaOfRegister(register);
  usePlace([
    { text: t(`area.${area.key}`), to: area.to },
    { text: label(register.label), to: `/r/${register.key}` },
    { text: row ? (row.number ?? String(row.values[register.title] ?? '')) : '…' },
  ]);
  if (answer.isError) {
    return (
      <PastFrame data-past={asOf !== null}>
        <AsOfBanner />
        <div style={{ padding: 24 }}>
          {asOf !== null && asCallError(answer.error).code === 'record_missing' ? (
            <EmptyState sentence={t('asOf.noRecord', { date: asOf.date, reading: t(`asOf.${asOf.reading}`) })} />
          ) : (
            <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} />
          )}
        </div>
      </PastFrame>
    );
  }
  if (!answer.data) return <div aria-busy="true" />;
  return <RecordView register={own} answer={answer.data} />;
}

function RecordView({ register, answer }: { register: RegisterDefinition; answer: RecordAnswer }) {
  const { t } = useTranslation();
  const rights = useRights();
  const { asOf } = useAsOf();
  const [parameters, setParameters] = useSearchParams();
  const [editing, setEditing] = useState<string | null>(null);
  const [voiding, setVoiding] = useState<'void' | 'restore' | null>(null);
  const draft = useOpenDraft();
  const { record } = answer;
  const more = useRecordCommands(register, answer);
  const canEdit = rights.write && rights.owns(register, record) && !isVoid(record) && !more.isFrozen;

  useEffect(() => {
    if (!parameters.has('edit')) return;
    // `edit=1` opens the whole form, the name of a section that one.
    const section = parameters.get('edit') ?? '';
    setEditing(Object.hasOwn(register.sections, section) ? section : 'all');
    setParameters({}, { replace: true });
  }, [parameters, setParameters, register]);

  const { opened } = draft;
  if ((editing !== null || opened !== null) && canEdit) {
    return (
      <RecordForm
        key={opened?.id ?? 'edit'}
        register={register}
        row={record}
        section={opened ? opened.content.section : editing === 'all' ? null : editing}
        draft={opened}
        onDone={() => {
          setEditing(null);
          draft.close();
        }}
      />
    );
  }
  return (
    <PastFrame data-past={asOf !== null}>
      <AsOfBanner {...(asOf === null ? {} : { sentence: pastSentence(record, asOf, t) })} />
      <RecordHeader
        register={register}
        record={record}
        canEdit={canEdit}
        onEdit={() => setEditing('all')}
        onVoid={() => setVoiding('void')}
        onRestore={() => setVoiding('restore')}
        commands={more.commands}
        pastActions={
          asOf !== null && register.key === 'secret' ? (
            <Button size="medium" component={Link} to={inForcePath({ ids: [record.id] })}>
              {t('inForce.open')}
            </Button>
          ) : null
        }
      />
      <RecordBody
        register={register}
        rail={<RecordRail register={register} answer={answer} />}
        counts={{
          ...Object.fromEntries(
            linksOf(register).map((link) => [link.definition.key, openLinks(answer, link.definition.key)]),
          ),
          attachments: answer.attachments.length,
          history: record.version,
        }}
      >
        {more.notices}
        <DraftOffers
          place={{ register: register.key, recordId: record.id }}
          failure={draft.failure}
          onOpen={canEdit ? draft.open : null}
        />
        <RecordFields
          register={register}
          answer={answer}
          isFrozen={more.isFrozen}
          onEdit={canEdit ? setEditing : null}
        />
        <LinksSection register={register} answer={answer} canEdit={canEdit} />
        <AttachmentsSection register={register} answer={answer} canEdit={canEdit} isFrozen={more.isFrozen} />
        <HistorySection register={register} record={record} isPast={asOf !== null} />
      </RecordBody>
      {more.dialogs}
      {voiding === null ? null : (
        <VoidDialog register={register} ids={[record.id]} mode={voiding} onClose={() => setVoiding(null)} />
      )}
    </PastFrame>
  );
}

/** Which version a past view shows, by which date, and when it was recorded. */
function pastSentence(record: RecordRow, asOf: AsOf, t: TFunction): string {
  const isAfter = dayOf(record.updatedAtMs) > asOf.date;
  return t(isAfter ? 'asOf.recordAfter' : 'asOf.record', {
    version: record.version,
    factDate: record.factDate ?? '—',
    recordedAt: momentOf(record.updatedAtMs),
  });
}

/** Links of a kind that are in force. */
export function openLinks(answer: RecordAnswer, link: string): number {
  return (answer.links[link] ?? []).filter((entry) => entry.link.status === 'open').length;
}
