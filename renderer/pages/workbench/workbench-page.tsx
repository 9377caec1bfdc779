// The workbench: what is due and what is to be added at the left, with set-up and recent imports; figures over it and at the right.
// Everything on it is counted by the core.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { findRegister, registerOf } from '../../api/definitions.ts';
import { runJob } from '../../api/jobs.ts';
import { useRead } from '../../api/queries.ts';
import { usePlace } from '../../app/crumbs.tsx';
import { useHasPage } from '../../app/page-paths.ts';
import { useRights, useSession } from '../../app/session.tsx';
import { smallWindow } from '../../app/theme.ts';
import { useToast } from '../../app/toasts.tsx';
import { ComputingNote } from '../../components/computing-note.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Section, SmallTable } from '../../components/section.tsx';
import { Tag } from '../../components/tags.tsx';
import { countText, momentOf, useLanguage } from '../../i18n/format.ts';
import { FindingsSection } from '../rules/findings-section.tsx';
import { BackupLine } from './backup-line.tsx';
import { DraftsSection } from './drafts-section.tsx';
import { FiguresStrip } from './figures-strip.tsx';
import { InboxSection } from './inbox-section.tsx';
import { Instruments } from './instruments.tsx';
import { SetupSteps } from './setup-steps.tsx';

const Frame = styled('div')({
  height: '100%',
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  '& .sides': { flex: 1, minHeight: 0, display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 424px' },
  '& .work': { minHeight: 0, display: 'flex', flexDirection: 'column', borderRight: '1px solid var(--line)' },
  '& .date': { fontSize: 12, lineHeight: '16px', paddingTop: 8, color: 'var(--text-2)' },
  '& .instruments': { minHeight: 0, overflowY: 'auto', padding: '0 16px 16px', backgroundColor: 'var(--paper)' },
  '@media (max-width: 1399px)': { '& .sides': { gridTemplateColumns: 'minmax(0, 1fr) 344px' } },
  // A small window shows one under the other, and scrolls as a whole.
  [smallWindow]: {
    '& .sides': { display: 'block', overflowY: 'auto' },
    '& .work': { borderRight: 0 },
    '& .body, & .instruments': { overflowY: 'visible' },
  },
  '& .body': { flex: 1, minHeight: 0, overflowY: 'auto', padding: '0 16px 16px' },
});

/** Work list, figures, set-up steps and recent imports. */
export function WorkbenchPage() {
  const { t } = useTranslation();
  const { vault } = useSession();
  const figures = useRead('workbench.figures', {}, { keep: true });
  usePlace([{ text: t('area.workbench') }]);
  return (
    <Frame>
      <PageTitle title={t('area.workbench')} note={vault.demo ? t('workbench.demo') : undefined} />
      <div className="sides">
        <div className="work">
          <FiguresStrip figures={figures.data} />
          <div className="body" tabIndex={-1}>
            {vault.sealedContentAllowed ? null : (
              <div style={{ paddingTop: 12 }}>
                <Notice tone="amber">{t('sealed.notAllowed')}</Notice>
              </div>
            )}
            <BackupLine />
            <InboxSection />
            <FindingsSection isReady={!figures.isPending} />
            <DraftsSection />
            <SetupSteps />
            <Imports />
          </div>
        </div>
        <aside className="instruments" aria-label={t('figure.title')} aria-busy={figures.isFetching}>
          <p className="date">
            {figures.data ? t('figure.date', { date: figures.data.date }) : null}{' '}
            <ComputingNote isBusy={figures.isFetching} isKnown={figures.data !== undefined} />
          </p>
          {figures.isError ? <ErrorPanel error={figures.error} onRetry={() => void figures.refetch()} /> : null}
          {figures.data ? <Instruments figures={figures.data} /> : null}
        </aside>
      </div>
    </Frame>
  );
}

type Batch = RouteOutput<'import.batches'>['batches'][number];

function Imports() {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const rights = useRights();
  const toast = useToast();
  const hasImport = useHasPage('/import/:register');
  const answer = useRead('import.batches', {});
  const [undoing, setUndoing] = useState<Batch | null>(null);
  const batches = answer.data?.batches ?? [];

  async function undo(batch: Batch): Promise<void> {
    const { restored, voided } = await runJob('import.undo', { batchId: batch.id });
    toast(t('imports.undone', { restored: countText(restored), voided: countText(voided) }));
    setUndoing(null);
  }

  return (
    <Section title={t('imports.title')} note={batches.length === 0 ? t('imports.none') : null}>
      {answer.isError ? <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {batches.length === 0 ? (
        rights.write && hasImport ? (
          <Button component={Link} to={`/import/${registerOf('secret').key}`}>
            {t('list.import')}
          </Button>
        ) : null
      ) : (
        <SmallTable>
          <thead>
            <tr>
              <th>{t('imports.at')}</th>
              <th>{t('imports.file')}</th>
              <th>{t('imports.register')}</th>
              <th className="number">{t('imports.created')}</th>
              <th className="number">{t('imports.updated')}</th>
              <th>{t('imports.actor')}</th>
              <th>{t('column.status')}</th>
            </tr>
          </thead>
          <tbody>
            {batches.slice(0, 20).map((batch) => {
              const register = findRegister(batch.register);
              return (
                <tr key={batch.id}>
                  <td className="fixed">{momentOf(batch.atMs)}</td>
                  <td>{batch.fileName}</td>
                  <td className="fixed">{register ? label(register.label) : batch.register}</td>
                  <td className="number fixed">{countText(batch.created)}</td>
                  <td className="number fixed">{countText(batch.updated)}</td>
                  <td className="fixed">{batch.actor}</td>
                  <td className="fixed">
                    {batch.undoneAtMs !== null ? (
                      <Tag tone="neutral">{t('imports.undoneAt', { at: momentOf(batch.undoneAtMs) })}</Tag>
                    ) : rights.write ? (
                      <Button size="tiny" onClick={() => setUndoing(batch)}>
                        {t('imports.undo')}
                      </Button>
                    ) : null}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </SmallTable>
      )}
      {undoing === null ? null : (
        <ConfirmDialog
          title={t('imports.undoTitle', { file: undoing.fileName })}
          sentences={[
            t('imports.undoSentence', { created: countText(undoing.created), updated: countText(undoing.updated) }),
            t('imports.undoLimit'),
          ]}
          confirm={t('imports.undo')}
          danger
          onCancel={() => setUndoing(null)}
          onConfirm={() => undo(undoing)}
        />
      )}
    </Section>
  );
}
