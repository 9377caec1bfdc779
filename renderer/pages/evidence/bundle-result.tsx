// After issuing: the digest and the fingerprint the recipient compares, and what to do with them.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PathToken } from '../../../shared/contract/bridge.ts';
import { bridge } from '../../api/client.ts';
import { printDocument } from '../../api/documents.ts';
import type { ResultOf } from '../../api/jobs.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Facts, labelWidth, Section } from '../../components/section.tsx';
import { countText, sizeText } from '../../i18n/format.ts';

const Frame = styled('div')({
  height: '100%',
  display: 'flex',
  flexDirection: 'column',
  '& .body': { padding: 16, overflowY: 'auto', display: 'flex', flexDirection: 'column', gap: 16, maxWidth: 960 },
  '& .mono': { fontFamily: '"Cascadia Mono","Consolas","Noto Sans Mono CJK SC",monospace', fontSize: 13 },
  '& ol': { paddingLeft: 20, listStyle: 'decimal' },
  '& ol li': { padding: '2px 0' },
  '& .buttons': { display: 'flex', gap: 8 },
});

/** A digest in groups of four, as it is read out and written down. */
export function grouped(digest: string): string {
  return (digest.toUpperCase().match(/.{1,4}/g) ?? []).join(' ');
}

export function BundleResultPage(props: { result: ResultOf<'bundle.create'>; target: PathToken; onAgain: () => void }) {
  const { t } = useTranslation();
  const { result, target } = props;
  const [failure, setFailure] = useState<unknown>(null);
  const print = () => {
    setFailure(null);
    const name = `${result.number} ${t('evidence.handOverList')}.pdf`;
    printDocument({ kind: 'F16', bundle: result.bundle }, name, t('evidence.handOverList')).catch(setFailure);
  };
  const facts: [string, string, boolean][] = [
    [t('evidence.number'), result.number, false],
    [t('evidence.fileName'), target.name, false],
    [
      t('evidence.filesAndSize'),
      t('evidence.filesSize', { files: countText(result.files), size: sizeText(result.sizeBytes) }),
      false,
    ],
    ['SHA-256', grouped(result.sha256), true],
    [t('evidence.fingerprint'), result.keyFingerprint, true],
    [t('evidence.verifierPage'), grouped(result.verifierSha256), true],
  ];
  return (
    <Frame>
      <PageTitle title={t('evidence.issuedTitle')} note={target.name} />
      <div className="body">
        <div role="status">
          <Notice tone="jade">
            <p>{t('evidence.issued', { name: target.name })}</p>
          </Notice>
        </div>
        <Section title={t('evidence.handOver')} note={t('evidence.handOverNote')}>
          <Facts style={{ gridTemplateColumns: '1fr', ...labelWidth(facts.map(([label]) => label)) }}>
            {facts.map(([label, value, isMono]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd className={isMono ? 'mono' : undefined}>{value}</dd>
              </div>
            ))}
          </Facts>
        </Section>
        <Section title={t('evidence.next')}>
          <ol>
            <li>{t('evidence.next1')}</li>
            <li>{t('evidence.next2')}</li>
            <li>{t('evidence.next3')}</li>
          </ol>
          <p>{t('audit.promise')}</p>
        </Section>
        {failure === null ? null : <ErrorPanel error={failure} />}
        <div className="buttons">
          <Button size="medium" variant="contained" onClick={() => void bridge().revealPath(target.token)}>
            {t('jobs.reveal')}
          </Button>
          <Button size="medium" onClick={() => print()}>
            {t('evidence.printHandOver')}
          </Button>
          <Button size="medium" component={Link} to="/evidence">
            {t('evidence.toList')}
          </Button>
          <Button size="medium" onClick={props.onAgain}>
            {t('evidence.again')}
          </Button>
        </div>
      </div>
    </Frame>
  );
}
