// Checking a bundle: a ZIP or an unpacked folder, with the fingerprint that was told. Needs nothing of the vault.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import type { TFunction } from 'i18next';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PathToken } from '../../../shared/contract/bridge.ts';
import { asCallError, bridge } from '../../api/client.ts';
import { type ResultOf, runJob } from '../../api/jobs.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField, TextInput } from '../../components/form-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section, SmallTable } from '../../components/section.tsx';
import { countText, momentOf } from '../../i18n/format.ts';

type Report = ResultOf<'bundle.verify'>;

const Line = styled('div')({
  display: 'flex',
  gap: 8,
  alignItems: 'flex-end',
  flexWrap: 'wrap',
  marginBottom: 12,
  '& .key': { width: 400 },
});

const shownProblems = 200;

export function VerifySection() {
  const { t } = useTranslation();
  const id = useId();
  const [key, setKey] = useState('');
  const [checked, setChecked] = useState<{ name: string; told: string; report: Report } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  async function check(source: PathToken | null): Promise<void> {
    if (!source) return;
    setBusy(true);
    setChecked(null);
    setFailure(null);
    const told = key.trim();
    try {
      const report = await runJob('bundle.verify', { source: source.token, key: told === '' ? null : told });
      setChecked({ name: source.name, told, report });
    } catch (error) {
      setFailure(asCallError(error));
    } finally {
      setBusy(false);
    }
  }

  async function checkFile(): Promise<void> {
    const files = await bridge().chooseFiles({
      multiple: false,
      filters: [{ name: t('evidence.fileKind'), extensions: ['zip'] }],
    });
    await check(files?.[0] ?? null);
  }

  return (
    <Section id="verify" title={t('evidence.verifyTitle')} note={t('evidence.verifyNote')}>
      <Line>
        <FormField id={`${id}-key`} label={t('evidence.keyTold')} help={t('evidence.keyToldHelp')} sx={{ width: 400 }}>
          <TextInput id={`${id}-key`} value={key} maxLength={100} onChange={(event) => setKey(event.target.value)} />
        </FormField>
      </Line>
      <Line>
        <Button disabled={isBusy} onClick={() => void checkFile()}>
          {isBusy ? t('evidence.verifying') : t('evidence.verifyFile')}
        </Button>
        <Button disabled={isBusy} onClick={() => void bridge().chooseFolder().then(check)}>
          {t('evidence.verifyFolder')}
        </Button>
      </Line>
      {failure === null ? null : <ErrorPanel error={failure} />}
      {checked === null ? null : <ReportView {...checked} />}
    </Section>
  );
}

/** What exactly is wrong, in words; a detail is a code and what it is about. */
function detailWords(kind: string, detail: string | null, t: TFunction): string {
  if (detail === null) return '';
  if (kind === 'renamed') return t('evidence.renamedTo', { path: detail });
  const [code = '', ...rest] = detail.split(' ');
  return t(`evidence.detail.${code}`, { about: rest.join(' '), defaultValue: detail });
}

function ReportView({ name, told, report }: { name: string; told: string; report: Report }) {
  const { t } = useTranslation();
  const { about } = report;
  return (
    <div role="status">
      <Notice tone={report.ok ? 'jade' : 'red'}>
        <p>
          <strong>
            {report.ok
              ? t('evidence.good', { name, files: countText(report.files), events: countText(report.events) })
              : t('evidence.bad', { name, count: countText(report.problems.length) })}
          </strong>
        </p>
        <p>
          {report.fingerprint === null
            ? t('evidence.notSigned')
            : t(told === '' ? 'evidence.signedCompare' : 'evidence.signedBy', {
                login: report.signedBy ?? '',
                fingerprint: report.fingerprint,
              })}
        </p>
        {about === null ? null : (
          <p>
            {t('evidence.about', {
              organisation: about.organisation,
              level: t(`evidence.level.${about.level}`),
              recipient: about.recipient || '—',
              purpose: about.purpose || '—',
              at: momentOf(about.issuedAtMs),
            })}
          </p>
        )}
        <p>{t('audit.promise')}</p>
      </Notice>
      {report.problems.length === 0 ? null : (
        <SmallTable>
          <thead>
            <tr>
              <th>{t('evidence.problem')}</th>
              <th>{t('evidence.path')}</th>
              <th>{t('evidence.what')}</th>
            </tr>
          </thead>
          <tbody>
            {report.problems.slice(0, shownProblems).map(({ kind, path, detail }) => (
              <tr key={`${kind}/${path}/${detail}`}>
                <td className="fixed">{t(`evidence.kind.${kind}`)}</td>
                <td style={{ overflowWrap: 'anywhere' }}>{path}</td>
                <td>{detailWords(kind, detail, t)}</td>
              </tr>
            ))}
          </tbody>
        </SmallTable>
      )}
      {report.problems.length > shownProblems ? (
        <p>{t('evidence.moreProblems', { count: countText(report.problems.length) })}</p>
      ) : null}
    </div>
  );
}
