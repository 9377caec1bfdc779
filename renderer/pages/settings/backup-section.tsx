// Backups: where they go, how often, making one now, and those that counted. The age of the last one is said in words.
import { Button, LinearProgress } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { asCallError, bridge } from '../../api/client.ts';
import { type ResultOf, runJob, useJobs } from '../../api/jobs.ts';
import { useCommand, useRead } from '../../api/queries.ts';
import { useRights, useSession } from '../../app/session.tsx';
import { useToast } from '../../app/toasts.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField, SelectInput } from '../../components/form-field.tsx';
import { CheckIcon } from '../../components/icons.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section, SmallTable } from '../../components/section.tsx';
import { countText, digestText, momentOf, sizeText } from '../../i18n/format.ts';

const everyChoices = [1, 3, 7, 14, 30];
const keepChoices = [3, 5, 10, 30];
const shownBackups = 20;

/** Folder, schedule, the button and the list. */
export function BackupSection() {
  const { t } = useTranslation();
  const { vault } = useSession();
  const rights = useRights();
  const toast = useToast();
  const jobs = useJobs();
  const list = useRead('backup.list', {});
  const unlisted = useRead('backup.unlisted', { folder: null });
  const save = useCommand('backup.settings');
  const [result, setResult] = useState<ResultOf<'backup.make'> | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const running = jobs.find((job) => job.kind === 'backup' && job.state === 'running');
  const { settings, backups = [], lastMs = null, overdue = false } = list.data ?? {};
  const mayChange = rights.settings && !vault.readOnly;

  async function chooseFolder(): Promise<void> {
    const folder = await bridge().chooseFolder();
    if (folder) save.mutate({ folder: folder.token }, { onSuccess: () => toast(t('settings.saved')) });
  }

  async function make(): Promise<void> {
    setResult(null);
    setFailure(null);
    try {
      const folder = settings?.folder ? null : await bridge().chooseFolder();
      if (!settings?.folder && folder === null) return;
      setResult(await runJob('backup.make', { folder: folder?.token ?? null }));
    } catch (error) {
      setFailure(asCallError(error));
    }
  }

  const choice = (value: number | null | undefined) => (value === null || value === undefined ? '' : String(value));
  const chosen = (text: string) => (text === '' ? null : Number(text));
  return (
    <Section
      id="backup"
      title={t('backup.title')}
      note={lastMs === null ? t('backup.never') : t('backup.last', { at: momentOf(lastMs) })}
      actions={
        mayChange ? (
          <Button disabled={running !== undefined} onClick={() => void make()}>
            {running ? t('backup.making') : t('backup.make')}
          </Button>
        ) : null
      }
    >
      {overdue ? (
        <Notice tone="amber">
          <p>{t('backup.overdue')}</p>
        </Notice>
      ) : null}
      <p style={{ fontSize: 13, lineHeight: '20px', color: 'var(--text-2)', margin: '4px 0 8px' }}>
        {t('backup.explain')}
      </p>
      <div style={{ display: 'flex', gap: 16, flexWrap: 'wrap', alignItems: 'flex-end', marginBottom: 8 }}>
        <div style={{ flex: '1 1 280px', minWidth: 0 }}>
          <div style={{ fontSize: 12, lineHeight: '16px', color: 'var(--text-2)' }}>{t('backup.folder')}</div>
          <div style={{ display: 'flex', gap: 8, alignItems: 'center', minHeight: 32 }}>
            <span style={{ overflowWrap: 'anywhere', fontSize: 13 }}>{settings?.folder ?? t('backup.noFolder')}</span>
            {mayChange ? <Button onClick={() => void chooseFolder()}>{t('backup.chooseFolder')}</Button> : null}
          </div>
        </div>
        <FormField id="backup-every" label={t('backup.every')}>
          <SelectInput
            id="backup-every"
            data-size="small"
            style={{ width: 160 }}
            disabled={!mayChange || !settings?.folder}
            value={choice(settings?.everyDays)}
            onChange={(event) => save.mutate({ everyDays: chosen(event.target.value) })}
          >
            <option value="">{t('backup.byHand')}</option>
            {everyChoices.map((days) => (
              <option key={days} value={days}>
                {t('backup.everyDays', { days })}
              </option>
            ))}
          </SelectInput>
        </FormField>
        <FormField id="backup-keep" label={t('backup.keep')}>
          <SelectInput
            id="backup-keep"
            data-size="small"
            style={{ width: 160 }}
            disabled={!mayChange || !settings?.folder}
            value={choice(settings?.keep)}
            onChange={(event) => save.mutate({ keep: chosen(event.target.value) })}
          >
            <option value="">{t('backup.keepAll')}</option>
            {keepChoices.map((count) => (
              <option key={count} value={count}>
                {t('backup.keepCount', { count })}
              </option>
            ))}
          </SelectInput>
        </FormField>
      </div>
      {save.error ? <ErrorPanel error={save.error} /> : null}
      {failure === null ? null : <ErrorPanel error={failure} />}
      {running ? (
        <LinearProgress
          aria-label={t('backup.making')}
          variant={running.total ? 'determinate' : 'indeterminate'}
          value={running.total ? (running.done / running.total) * 100 : 0}
        />
      ) : null}
      {result === null ? null : <Made result={result} />}
      {backups.length === 0 ? null : (
        <SmallTable>
          <thead>
            <tr>
              <th>{t('backup.madeAt')}</th>
              <th>{t('backup.file')}</th>
              <th className="number">{t('attachment.size')}</th>
              <th className="number">{t('backup.events')}</th>
              <th>SHA-256</th>
              <th>{t('backup.tested')}</th>
            </tr>
          </thead>
          <tbody>
            {backups.slice(0, shownBackups).map((backup) => (
              <tr key={backup.id} className={backup.removedAtMs === null ? '' : 'closed'}>
                <td className="fixed">{momentOf(backup.madeAtMs)}</td>
                <td style={{ overflowWrap: 'anywhere' }} title={backup.folder}>
                  {backup.file}
                </td>
                <td className="number fixed">{sizeText(backup.sizeBytes)}</td>
                <td className="number fixed" style={{ paddingRight: 12 }}>
                  {countText(backup.journalSize)}
                </td>
                <td className="fixed mono" title={backup.sha256}>
                  {digestText(backup.sha256)}
                </td>
                <td className="fixed">
                  {backup.removedAtMs !== null ? (
                    t('backup.removed')
                  ) : backup.problems > 0 ? (
                    t('backup.problems', { count: backup.problems })
                  ) : (
                    <span style={{ color: 'var(--jade)' }}>
                      <CheckIcon size={12} /> {t('backup.testedYes')}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </SmallTable>
      )}
      <Unlisted files={unlisted.data?.files ?? []} />
    </Section>
  );
}

/** Files in the folder that the list does not name: nothing rotates them, and nobody counts on them. */
function Unlisted({ files }: { files: RouteOutput<'backup.unlisted'>['files'] }) {
  const { t } = useTranslation();
  if (files.length === 0) return null;
  return (
    <Notice tone="amber">
      <p>{t('backup.unlisted', { count: files.length })}</p>
      {files.slice(0, shownBackups).map(({ file, state, madeAtMs }) => (
        <p key={file} style={{ overflowWrap: 'anywhere' }}>
          {t(`backup.unlistedState.${state}`, { file, at: madeAtMs === null ? '—' : momentOf(madeAtMs) })}
        </p>
      ))}
    </Notice>
  );
}

function Made({ result }: { result: ResultOf<'backup.make'> }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <Notice tone={result.problems.length === 0 ? 'jade' : 'amber'}>
        <p>{t('backup.made', { name: result.name, events: countText(result.journalSize) })}</p>
        {result.removed.length === 0 ? null : <p>{t('backup.rotated', { count: result.removed.length })}</p>}
        {result.problems.length === 0 ? null : <p>{t('backup.problemsHelp')}</p>}
        {result.problems.slice(0, 20).map(({ code, name }) => (
          <p key={`${code}/${name}`}>{t(`problems.${code}`, { name, defaultValue: `${code} ${name}` })}</p>
        ))}
      </Notice>
    </div>
  );
}
