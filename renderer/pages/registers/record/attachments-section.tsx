// Attachments of a record: sealed files and fingerprints of files that stay outside. Adding by dialog or by dropping.
import { styled } from '@mui/material/styles';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PathToken } from '../../../../shared/contract/bridge.ts';
import type { RecordRow } from '../../../../shared/contract/routes/common.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { asCallError, bridge } from '../../../api/client.ts';
import { registerOf } from '../../../api/definitions.ts';
import { runJob } from '../../../api/jobs.ts';
import { useMayStamp, useStampRequest, useStampsOf } from '../../../api/stamps.ts';
import { useRights } from '../../../app/session.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { HiddenText } from '../../../components/hidden-text.tsx';
import { LockIcon } from '../../../components/icons.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { Section, SmallTable } from '../../../components/section.tsx';
import { StampLines } from '../../../components/stamp-mark.tsx';
import { digestText, sizeText } from '../../../i18n/format.ts';
import { isVoid } from '../list/list-columns.tsx';
import { VoidDialog } from '../void-dialog.tsx';
import { AddFilesDialog } from './add-files-dialog.tsx';
import { PreviewDialog } from './preview-dialog.tsx';
import type { RecordAnswer } from './record-page.tsx';

const DropZone = styled('div')({
  '&[data-over="true"]': { outline: '2px dashed var(--ink)', outlineOffset: 2 },
  '& .hint': { fontSize: 12, lineHeight: '24px', color: 'var(--text-2)' },
});

interface AttachmentsSectionProps {
  register: RegisterDefinition;
  answer: RecordAnswer;
  canEdit: boolean;
  /** Frozen: files are neither looked at nor copied out nor added. */
  isFrozen: boolean;
}

/** The section of a record’s attachments. */
export function AttachmentsSection({ register, answer, canEdit, isFrozen }: AttachmentsSectionProps) {
  const { t } = useTranslation();
  const rights = useRights();
  const [isOver, setOver] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [adding, setAdding] = useState<PathToken[] | null>(null);
  const [viewed, setViewed] = useState<RecordRow | null>(null);
  const [voiding, setVoiding] = useState<RecordRow | null>(null);
  const mayStamp = useMayStamp();
  const stamping = useStampRequest();
  const files = answer.attachments;
  const stamps = useStampsOf(
    'attachment',
    files.map(({ id }) => id),
  );
  const sealedCount = files.filter((file) => file.status === 'sealed').length;

  async function choose(): Promise<void> {
    const chosen = await bridge().chooseFiles({ multiple: true, filters: [] });
    if (chosen && chosen.length > 0) setAdding(chosen);
  }

  async function drop(event: DragEvent): Promise<void> {
    event.preventDefault();
    setOver(false);
    const tokens = await Promise.all([...event.dataTransfer.files].map((file) => bridge().tokenOfFile(file)));
    const found = tokens.filter((token) => token !== null);
    if (found.length > 0) setAdding(found);
  }

  async function saveCopy(file: RecordRow): Promise<void> {
    const target = await bridge().chooseSave({ suggestedName: String(file.values.name ?? ''), filters: [] });
    if (!target) return;
    try {
      await runJob('attachment.save', { id: file.id, target: target.token });
    } catch (error) {
      const refused = asCallError(error);
      if (refused.code !== 'cancelled') setFailure(refused);
    }
  }

  return (
    <Section
      id="attachments"
      title={t('attachment.title')}
      note={files.length === 0 ? null : t('attachment.note', { count: files.length, sealed: sealedCount })}
      actions={canEdit ? <LinkButton onClick={() => void choose()}>{t('attachment.add')}</LinkButton> : null}
    >
      {/* Dropping is a shortcut for the command above it. */}
      <DropZone
        data-over={isOver}
        onDragOver={(event) => {
          if (!canEdit) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          if (canEdit) void drop(event);
        }}
      >
        {failure === null ? null : <ErrorPanel error={failure} />}
        {stamping.failure === null ? null : <ErrorPanel error={stamping.failure} />}
        {files.length === 0 ? null : (
          <SmallTable>
            <thead>
              <tr>
                <th>{t('attachment.name')}</th>
                <th className="number">{t('attachment.size')}</th>
                <th>{t('attachment.factDate')}</th>
                <th>{t('attachment.digest')}</th>
                <th>{t('attachment.kept')}</th>
                <th>
                  <HiddenText>{t('list.rowActions')}</HiddenText>
                </th>
              </tr>
            </thead>
            <tbody>
              {files.map((file) => (
                <tr key={file.id} className={isVoid(file) ? 'closed' : ''}>
                  <td>
                    {file.status === 'sealed' && rights.openSealed && !isFrozen ? (
                      <LinkButton
                        onClick={() => setViewed(file)}
                        sx={{ textAlign: 'left', whiteSpace: 'normal', overflowWrap: 'anywhere' }}
                      >
                        {String(file.values.name ?? '')}
                      </LinkButton>
                    ) : (
                      String(file.values.name ?? '')
                    )}
                    <StampLines requests={stamps.get(file.id)} />
                  </td>
                  <td className="number fixed">{sizeText(Number(file.values.sizeBytes ?? 0))}</td>
                  <td className="fixed">{String(file.values.documentDate ?? '—')}</td>
                  <td className="fixed mono" title={String(file.values.sha256 ?? '')}>
                    {digestText(String(file.values.sha256 ?? ''))}
                  </td>
                  <td className="fixed quiet">
                    {file.status === 'sealed' ? <LockIcon size={12} /> : null}{' '}
                    {isVoid(file)
                      ? t('status.void')
                      : t(`attachment.status.${file.status}`, { defaultValue: file.status })}
                  </td>
                  <td className="number fixed">
                    {file.status === 'sealed' && rights.export && !isFrozen ? (
                      <LinkButton onClick={() => void saveCopy(file)}>{t('attachment.saveCopy')}</LinkButton>
                    ) : null}
                    {canEdit && mayStamp && !isVoid(file) && !stamps.has(file.id) ? (
                      <LinkButton
                        aria-label={t('stamp.requestOf', { name: String(file.values.name ?? '') })}
                        onClick={() =>
                          void stamping.request({ kind: 'attachment', id: file.id }, String(file.values.name ?? ''))
                        }
                      >
                        {t('stamp.word')}
                      </LinkButton>
                    ) : null}
                    {canEdit && !isVoid(file) ? (
                      <LinkButton onClick={() => setVoiding(file)}>{t('attachment.void')}</LinkButton>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </SmallTable>
        )}
        {canEdit ? <p className="hint">{t('attachment.dropHint')}</p> : null}
        {isFrozen ? <p className="hint">{t('attachment.frozen')}</p> : null}
        {files.length === 0 && !canEdit && !isFrozen ? <p className="hint">{t('attachment.none')}</p> : null}
      </DropZone>
      {adding === null ? null : (
        <AddFilesDialog register={register} ownerId={answer.record.id} files={adding} onClose={() => setAdding(null)} />
      )}
      {viewed === null ? null : <PreviewDialog file={viewed} onClose={() => setViewed(null)} />}
      {voiding === null ? null : (
        <VoidDialog
          register={registerOf('attachment')}
          ids={[voiding.id]}
          mode="void"
          onClose={() => setVoiding(null)}
        />
      )}
    </Section>
  );
}
