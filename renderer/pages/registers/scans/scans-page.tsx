// Bulk attach: a folder of scans, matched to records by number or name in the file name, checked by the clerk, then sealed.
import { Button, Checkbox } from '@mui/material';
import { styled } from '@mui/material/styles';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { RouteOutput } from '../../../../shared/contract/contract.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { asCallError, bridge, call } from '../../../api/client.ts';
import { findRegister } from '../../../api/definitions.ts';
import { runJob } from '../../../api/jobs.ts';
import { areaOfRegister } from '../../../app/areas.ts';
import { usePlace } from '../../../app/crumbs.tsx';
import { PageNotFound } from '../../../app/page-not-found.tsx';
import { useRights } from '../../../app/session.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { SelectInput } from '../../../components/form-field.tsx';
import { HiddenText } from '../../../components/hidden-text.tsx';
import { Notice } from '../../../components/notice.tsx';
import { PageTitle } from '../../../components/page-title.tsx';
import { type PickedRecord, RecordPicker } from '../../../components/record-picker.tsx';
import { SmallTable } from '../../../components/section.tsx';
import { countText, sizeText, useLanguage } from '../../../i18n/format.ts';

type FoundFile = RouteOutput<'attachment.matchFolder'>['files'][number];

/** Where a file goes: a record, or nowhere. */
interface Placed {
  found: FoundFile;
  owner: PickedRecord | null;
  isChosen: boolean;
}

const Frame = styled('div')({
  height: '100%',
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  '& .body': { flex: 1, minHeight: 0, overflowY: 'auto', padding: '12px 16px' },
  '& .bottom': {
    flex: 'none',
    height: 56,
    display: 'flex',
    alignItems: 'center',
    gap: 8,
    padding: '0 16px',
    borderTop: '1px solid var(--line)',
    backgroundColor: 'var(--paper)',
  },
  '& .bottom p': { flex: 1 },
});

/** A file with exactly one match goes there; several are for the clerk to tell apart, none too. */
function place(found: FoundFile): Placed {
  const [only] = found.matches;
  const owner = found.matches.length === 1 && only ? { id: only.id, name: only.name, detail: only.number ?? '' } : null;
  return { found, owner, isChosen: owner !== null };
}

/** Bulk attach for the register named in the address. */
export function ScansPage() {
  const register = findRegister(useParams().register ?? '');
  if (register?.kind !== 'register') return <PageNotFound />;
  return <Scans key={register.key} register={register} />;
}

function Scans({ register }: { register: RegisterDefinition }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const rights = useRights();
  const [folder, setFolder] = useState<string | null>(null);
  const [files, setFiles] = useState<Placed[]>([]);
  const [mode, setMode] = useState<'sealed' | 'fingerprint'>('sealed');
  const [state, setState] = useState<'choose' | 'looking' | 'check' | 'adding' | 'done'>('choose');
  const [result, setResult] = useState<{ added: number; sizeBytes: number } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const area = areaOfRegister(register);
  usePlace([
    { text: t(`area.${area.key}`), to: area.to },
    { text: label(register.label), to: `/r/${register.key}` },
    { text: t('scans.title') },
  ]);
  if (!rights.write) return <EmptyState sentence={t('record.noRight')} />;
  const chosen = files.filter((file) => file.isChosen && file.owner !== null);

  async function choose(): Promise<void> {
    const token = await bridge().chooseFolder();
    if (!token) return;
    setFailure(null);
    setFolder(token.name);
    setState('looking');
    try {
      const { files: found } = await call('attachment.matchFolder', { register: register.key, folder: token.token });
      setFiles(found.map(place));
      setState('check');
    } catch (error) {
      setFailure(asCallError(error));
      setState('choose');
    }
  }

  async function add(): Promise<void> {
    setFailure(null);
    setState('adding');
    try {
      const added = await runJob('attachment.addMany', {
        register: register.key,
        files: chosen.flatMap(({ found, owner }) => (owner ? [{ file: found.file, ownerId: owner.id }] : [])),
        mode,
      });
      setResult(added);
      setState('done');
    } catch (error) {
      setFailure(asCallError(error));
      setState('check');
    }
  }

  function update(index: number, change: Partial<Placed>): void {
    setFiles((known) => known.map((file, position) => (position === index ? { ...file, ...change } : file)));
  }

  return (
    <Frame>
      <PageTitle title={t('scans.title')} note={folder === null ? undefined : t('scans.folder', { folder })}>
        <Button onClick={() => void choose()} disabled={state === 'looking' || state === 'adding'}>
          {folder === null ? t('scans.choose') : t('scans.chooseOther')}
        </Button>
      </PageTitle>
      <div className="body">
        {failure === null ? null : <ErrorPanel error={failure} />}
        {state === 'choose' || state === 'looking' ? <p>{t('scans.explain', { noun: label(register.noun) })}</p> : null}
        {state === 'done' && result ? (
          <Notice tone="jade">
            <p>{t('scans.done', { count: countText(result.added), size: sizeText(result.sizeBytes) })}</p>
            <p>
              <Link to={`/r/${register.key}`}>{t('scans.back', { register: label(register.label) })}</Link>
            </p>
          </Notice>
        ) : null}
        {state === 'check' || state === 'adding' ? (
          <>
            <p style={{ marginBottom: 8 }}>
              {t('scans.found', {
                count: files.length,
                matched: files.filter((file) => file.found.matches.length === 1).length,
                open: files.filter((file) => file.owner === null).length,
              })}
            </p>
            <SmallTable sx={{ '& td': { verticalAlign: 'middle' } }}>
              <thead>
                <tr>
                  <th style={{ width: 40 }}>
                    <HiddenText>{t('scans.take')}</HiddenText>
                  </th>
                  <th>{t('scans.file')}</th>
                  <th className="number">{t('attachment.size')}</th>
                  <th style={{ width: 140 }}>{t('scans.by')}</th>
                  <th style={{ width: 360 }}>{t('scans.record')}</th>
                </tr>
              </thead>
              <tbody>
                {files.map((file, index) => (
                  <tr key={file.found.file}>
                    <td>
                      <Checkbox
                        checked={file.isChosen && file.owner !== null}
                        disabled={file.owner === null}
                        slotProps={{ input: { 'aria-label': t('scans.takeFile', { name: file.found.name }) } }}
                        onChange={(event) => update(index, { isChosen: event.target.checked })}
                      />
                    </td>
                    <td>{file.found.name}</td>
                    <td className="number fixed">{sizeText(file.found.sizeBytes)}</td>
                    <td className="quiet">{matchWords(file.found, t)}</td>
                    <td>
                      <RecordPicker
                        id={`scan-${index}`}
                        label={t('scans.recordOf', { name: file.found.name })}
                        register={register}
                        value={file.owner}
                        onChange={(owner) => update(index, { owner, isChosen: owner !== null })}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </SmallTable>
          </>
        ) : null}
      </div>
      {state === 'check' || state === 'adding' ? (
        <div className="bottom">
          <p>{t('scans.will', { count: countText(chosen.length), rest: countText(files.length - chosen.length) })}</p>
          <SelectInput
            style={{ width: 200 }}
            aria-label={t('attachment.mode')}
            value={mode}
            onChange={(event) => setMode(event.target.value === 'fingerprint' ? 'fingerprint' : 'sealed')}
          >
            <option value="sealed">{t('attachment.modeSealed')}</option>
            <option value="fingerprint">{t('attachment.modeFingerprint')}</option>
          </SelectInput>
          <Button
            size="medium"
            variant="contained"
            disabled={chosen.length === 0 || state === 'adding'}
            onClick={() => void add()}
          >
            {t('scans.add', { count: countText(chosen.length) })}
          </Button>
        </div>
      ) : null}
    </Frame>
  );
}

function matchWords(found: FoundFile, t: TFunction): string {
  const [first] = found.matches;
  if (!first) return t('scans.none');
  if (found.matches.length > 1) return t('scans.several', { count: found.matches.length });
  return t(`scans.by_${first.by}`);
}
