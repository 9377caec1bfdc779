// Who changed what and when, version by version, each with its place in the journal.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '../../../../shared/contract/routes/common.ts';
import { actionText } from '../../../../shared/messages/action-texts.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { useRead } from '../../../api/queries.ts';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { Section, SmallTable } from '../../../components/section.tsx';
import { LateMark, Tag } from '../../../components/tags.tsx';
import { countText, momentOf, useLanguage } from '../../../i18n/format.ts';

const shownAtFirst = 10;

/** The section of a record’s versions. */
export function HistorySection({
  register,
  record,
  isPast,
}: {
  register: RegisterDefinition;
  record: RecordRow;
  /** In a past view the version it shows is marked. */
  isPast: boolean;
}) {
  const { t } = useTranslation();
  const { label, language } = useLanguage();
  const [isWhole, setWhole] = useState(false);
  const answer = useRead('register.history', { register: register.key, id: record.id, language });
  const revisions = answer.data?.revisions.toSorted((left, right) => right.version - left.version) ?? [];
  const isThen = (version: number) => isPast && version === record.version;
  const shown = isWhole ? revisions : revisions.filter(({ version }, index) => index < shownAtFirst || isThen(version));
  const wordOf = (key: string): string => {
    if (key === 'number') return label(register.number.label);
    const field = register.fields.find((candidate) => candidate.key === key);
    return field ? label(field.label) : key;
  };
  return (
    <Section
      id="history"
      title={t('history.title')}
      note={t('history.note', { count: revisions.length })}
      actions={
        revisions.length > shownAtFirst ? (
          <LinkButton onClick={() => setWhole(!isWhole)}>{isWhole ? t('history.less') : t('history.all')}</LinkButton>
        ) : null
      }
    >
      {answer.isError ? <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      <SmallTable>
        <thead>
          <tr>
            <th>{t('history.version')}</th>
            <th>{t('history.at')}</th>
            <th>{t('history.who')}</th>
            <th>{t('history.what')}</th>
            <th>{t('history.changes')}</th>
            <th>{t('history.factDate')}</th>
            <th className="number">{t('history.event')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((revision) => (
            <tr key={revision.version} aria-current={isThen(revision.version) ? 'true' : undefined}>
              <td className="fixed">
                {revision.version} {isThen(revision.version) ? <Tag tone="ink">{t('history.shownThen')}</Tag> : null}
              </td>
              <td className="fixed">{momentOf(revision.atMs)}</td>
              <td className="fixed">{revision.actor}</td>
              <td className="fixed">{actionText(revision.action, language)}</td>
              <td>
                {revision.changes.map((change) => (
                  <div key={change.field}>
                    <span className="quiet">{wordOf(change.field)}</span>{' '}
                    {change.sealed ? t('history.sealedChange') : `${change.before ?? '—'} → ${change.after ?? '—'}`}
                  </div>
                ))}
                {revision.reason === null || revision.reason === '' ? null : (
                  <div className="quiet">{t('history.reason', { reason: revision.reason })}</div>
                )}
              </td>
              <td className="fixed">
                {revision.factDate ?? '—'} {revision.lateEntry ? <LateMark /> : null}
              </td>
              <td className="number fixed">{countText(revision.eventSeq)}</td>
            </tr>
          ))}
        </tbody>
      </SmallTable>
    </Section>
  );
}
