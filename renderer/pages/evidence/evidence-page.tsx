// Evidence: bundles issued from this vault, and checking one that somebody hands back.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { asCallError, type CallError } from '../../api/client.ts';
import { findRegister } from '../../api/definitions.ts';
import { printDocument } from '../../api/documents.ts';
import { useRead } from '../../api/queries.ts';
import { useMayStamp, useStampRequest, useStampsOf } from '../../api/stamps.ts';
import { useAsOf } from '../../app/as-of.tsx';
import { usePlace } from '../../app/crumbs.tsx';
import { useRights } from '../../app/session.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Section, SmallTable } from '../../components/section.tsx';
import { StampLines } from '../../components/stamp-mark.tsx';
import { countText, digestText, momentOf, sizeText, today, useLanguage } from '../../i18n/format.ts';
import { RecordLink } from '../registers/record/record-link.tsx';
import { issuedOf } from './issued.ts';
import { useMayIssue } from './rights.ts';
import { VerifySection } from './verify-section.tsx';

const Frame = styled('div')({
  height: '100%',
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  '& .body': { flex: 1, minHeight: 0, overflowY: 'auto', padding: '8px 16px 24px' },
  '& .wide': { overflowX: 'auto' },
});

export function EvidencePage() {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const mayIssue = useMayIssue();
  const rights = useRights();
  const { asOf } = useAsOf();
  const [failure, setFailure] = useState<CallError | null>(null);
  const list = useRead('bundle.list', {});
  usePlace([{ text: t('area.evidence') }]);
  const bundles = (list.data?.bundles ?? []).map(issuedOf);
  const mayStamp = useMayStamp();
  const stamping = useStampRequest();
  const stamps = useStampsOf(
    'bundle',
    bundles.map(({ id }) => id),
  );
  const create = (
    <Button variant="contained" component={Link} to="/evidence/new">
      {t('evidence.create')}
    </Button>
  );
  const print = (document: Parameters<typeof printDocument>[0], name: string) => {
    setFailure(null);
    void printDocument(document, name, t('file.pdf')).catch((error: unknown) => {
      const refused = asCallError(error);
      if (refused.code !== 'cancelled') setFailure(refused);
    });
  };
  return (
    <Frame>
      <PageTitle title={t('evidence.title')} note={t('evidence.note', { count: countText(bundles.length) })}>
        {rights.print ? (
          <Button
            onClick={() => print({ kind: 'R02', asOf }, `${t('evidence.publicList')}-${asOf?.date ?? today()}.pdf`)}
          >
            {t('evidence.printPublicList')}
          </Button>
        ) : null}
        <Button component={Link} to="/evidence/in-force">
          {t(asOf === null ? 'inForce.openAny' : 'inForce.open')}
        </Button>
        {mayIssue && bundles.length > 0 ? create : null}
      </PageTitle>
      <div className="body">
        {failure === null ? null : <ErrorPanel error={failure} />}
        <Section id="issued" title={t('evidence.issuedList')} note={t('evidence.issuedListNote')}>
          {list.error ? <ErrorPanel error={list.error} onRetry={() => void list.refetch()} /> : null}
          {stamping.failure === null ? null : <ErrorPanel error={stamping.failure} />}
          {list.data && bundles.length === 0 ? (
            <EmptyState sentence={t('evidence.none')}>{mayIssue ? create : null}</EmptyState>
          ) : null}
          {bundles.length > 0 ? (
            <div className="wide">
              <SmallTable>
                <thead>
                  <tr>
                    <th>{t('evidence.number')}</th>
                    <th>{t('evidence.issuedAt')}</th>
                    <th>{t('evidence.recipient')}</th>
                    <th>{t('evidence.purpose')}</th>
                    <th>{t('evidence.levelWord')}</th>
                    <th>{t('evidence.scope')}</th>
                    <th className="number">{t('evidence.files')}</th>
                    <th className="number">{t('attachment.size')}</th>
                    <th>SHA-256</th>
                    <th>{t('evidence.by')}</th>
                    {rights.print ? <th>{t('evidence.handOverList')}</th> : null}
                    <th>{t('stamp.title')}</th>
                  </tr>
                </thead>
                <tbody>
                  {bundles.map((bundle) => (
                    <tr key={bundle.seq}>
                      <td className="fixed">
                        <RecordLink register="bundle" id={bundle.id} text={bundle.number || momentOf(bundle.atMs)} />
                      </td>
                      <td className="fixed">{momentOf(bundle.atMs)}</td>
                      <td>{bundle.recipient || '—'}</td>
                      <td>{bundle.purpose || '—'}</td>
                      <td className="fixed">{t(`evidence.level.${bundle.level}`)}</td>
                      <td>
                        {bundle.registers
                          .map(({ register, records }) => {
                            const definition = findRegister(register);
                            return `${definition ? label(definition.noun) : register} ${countText(records)}`;
                          })
                          .join(t('list.separator'))}
                      </td>
                      <td className="number fixed">{countText(bundle.files)}</td>
                      <td className="number fixed">{sizeText(bundle.sizeBytes)}</td>
                      <td className="mono fixed" title={bundle.sha256}>
                        {digestText(bundle.sha256)}
                      </td>
                      <td className="fixed">{bundle.actor}</td>
                      {rights.print ? (
                        <td className="fixed">
                          <LinkButton
                            aria-label={t('evidence.printHandOverOf', { time: momentOf(bundle.atMs) })}
                            onClick={() =>
                              print(
                                { kind: 'F16', bundle: bundle.id },
                                `${t('evidence.handOverList')}-${today(new Date(bundle.atMs))}.pdf`,
                              )
                            }
                          >
                            {t('evidence.printHandOver')}
                          </LinkButton>
                        </td>
                      ) : null}
                      <td>
                        <StampLines requests={stamps.get(bundle.id)} isShort />
                        {mayStamp && !stamps.has(bundle.id) ? (
                          <LinkButton
                            aria-label={t('stamp.requestOf', { name: bundle.folder })}
                            onClick={() => void stamping.request({ kind: 'bundle', id: bundle.id }, bundle.folder)}
                          >
                            {t('stamp.request')}
                          </LinkButton>
                        ) : null}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </SmallTable>
            </div>
          ) : null}
        </Section>
        <VerifySection />
      </div>
    </Frame>
  );
}
