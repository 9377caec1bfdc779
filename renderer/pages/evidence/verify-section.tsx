// Checking a bundle: a ZIP or an unpacked folder, with the fingerprint that was told. Needs nothing of the vault.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PathToken } from '../../../shared/contract/bridge.ts';
import { kindWords, problemWords } from '../../../shared/evidence/words.ts';
import { asCallError, bridge } from '../../api/client.ts';
import { type ResultOf, runJob } from '../../api/jobs.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField, TextInput } from '../../components/form-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section, SmallTable } from '../../components/section.tsx';
import { countText, momentOf } from '../../i18n/format.ts';
import { RevealsTable, TokensTable } from './verify-tables.tsx';

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
  const [disclosures, setDisclosures] = useState<PathToken[]>([]);
  const [failure, setFailure] = useState<unknown>(null);

  async function check(source: PathToken | null): Promise<void> {
    if (!source) return;
    setBusy(true);
    setChecked(null);
    setFailure(null);
    const told = key.trim();
    try {
      const report = await runJob('bundle.verify', {
        source: source.token,
        key: told === '' ? null : told,
        disclosures: disclosures.map(({ token }) => token),
      });
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

  async function chooseDisclosures(): Promise<void> {
    const files = await bridge().chooseFiles({
      multiple: true,
      filters: [{ name: t('evidence.verifyDisclosures'), extensions: ['json'] }],
    });
    if (files) setDisclosures(files);
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
      <Line>
        <Button disabled={isBusy} onClick={() => void chooseDisclosures()}>
          {t('evidence.verifyDisclosures')}
        </Button>
        {disclosures.length === 0 ? null : (
          <>
            <span>{t('evidence.disclosuresChosen', { names: disclosures.map(({ name }) => name).join('、') })}</span>
            <Button disabled={isBusy} onClick={() => setDisclosures([])}>
              {t('evidence.clearDisclosures')}
            </Button>
          </>
        )}
      </Line>
      {failure === null ? null : <ErrorPanel error={failure} />}
      {checked === null ? null : <ReportView {...checked} />}
    </Section>
  );
}

function ReportView({ name, told, report }: { name: string; told: string; report: Report }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language.startsWith('en') ? 'en' : 'zh';
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
        {about?.asOf ? (
          <p>
            {t('evidence.asOfSaid', {
              date: about.asOf.date,
              reading: t(`evidence.asOfReading.${about.asOf.reading}`),
            })}
          </p>
        ) : null}
        <p>
          {t('evidence.withheldSaid', {
            values: countText(report.withheld.values),
            events: countText(report.withheld.events),
          })}
        </p>
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
            {report.problems.slice(0, shownProblems).map((problem) => (
              <tr key={`${problem.kind}/${problem.path}/${problem.detail}`}>
                <td className="fixed">{kindWords[problem.kind][language]}</td>
                <td style={{ overflowWrap: 'anywhere' }}>{problem.path}</td>
                <td>{problemWords(problem)[language]}</td>
              </tr>
            ))}
          </tbody>
        </SmallTable>
      )}
      {report.problems.length > shownProblems ? (
        <p>{t('evidence.moreProblems', { count: countText(report.problems.length) })}</p>
      ) : null}
      <RevealsTable reveals={report.reveals} language={language} />
      <TokensTable tokens={report.tokens} />
    </div>
  );
}
