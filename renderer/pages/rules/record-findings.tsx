// The findings on one record, in its right rail: what, why, and what puts it right.
import { Button, Tooltip } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { RecordRow } from '../../../shared/contract/routes/common.ts';
import { useRead } from '../../api/queries.ts';
import { useRights } from '../../app/session.tsx';
import { useLanguage } from '../../i18n/format.ts';
import { type FindingView, findingSentence, fixAddress, fixWord, sourceWords } from './finding-words.ts';

const List = styled('ul')({
  '& > li': { padding: '4px 0 8px', borderBottom: '1px solid var(--row-line)' },
  '& > li:last-of-type': { borderBottom: 0 },
  '& .what': { fontSize: 13, lineHeight: '20px' },
  '& .what[data-severity="high"]': { color: 'var(--amber)', fontWeight: 600 },
  '& .why': { fontSize: 12, lineHeight: '16px', color: 'var(--text-2)', marginBottom: 4 },
});

/** The section; nothing where nothing was found. */
export function RecordFindings({ record }: { record: RecordRow }) {
  const { t } = useTranslation();
  const { data } = useRead('rules.findings', { record: record.id, limit: 50 });
  const findings = data?.findings ?? [];
  if (findings.length === 0) return null;
  return (
    <section aria-label={t('finding.title')}>
      <h2>{t('finding.title')}</h2>
      <List>
        {findings.map((finding) => (
          <OneFinding key={finding.rule} finding={finding} record={record} />
        ))}
      </List>
    </section>
  );
}

function OneFinding({ finding, record }: { finding: FindingView; record: RecordRow }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const navigate = useNavigate();
  const rights = useRights();
  const source = sourceWords(finding.source, language);
  const { fix } = finding;

  function act(): void {
    if (fix.act === 'procedure') void navigate(`/procedures/new/${fix.template}`, { state: { records: [record] } });
    else if (fix.act === 'link') document.querySelector(`[data-section="${fix.link}"]`)?.scrollIntoView();
    else void navigate(fixAddress(finding));
  }

  return (
    <li>
      <p className="what" data-severity={finding.severity}>
        {findingSentence(finding, language)}
      </p>
      <Tooltip title={source.gist}>
        <p className="why">
          {source.name}（{t(`finding.firmness.${source.firmness}`)}）
        </p>
      </Tooltip>
      {rights.write && fix.act !== 'open' ? (
        <Button size="tiny" onClick={act}>
          {fixWord(finding, language)}
        </Button>
      ) : null}
    </li>
  );
}
