// Evidence: bundles issued from this vault, and checking one that somebody hands back.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { findRegister } from '../../api/definitions.ts';
import { useRead } from '../../api/queries.ts';
import { usePlace } from '../../app/crumbs.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Section, SmallTable } from '../../components/section.tsx';
import { countText, digestText, momentOf, sizeText, useLanguage } from '../../i18n/format.ts';
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
  const list = useRead('bundle.list', {});
  usePlace([{ text: t('area.evidence') }]);
  const bundles = (list.data?.bundles ?? []).map(issuedOf);
  const create = (
    <Button variant="contained" component={Link} to="/evidence/new">
      {t('evidence.create')}
    </Button>
  );
  return (
    <Frame>
      <PageTitle title={t('evidence.title')} note={t('evidence.note', { count: countText(bundles.length) })}>
        {mayIssue && bundles.length > 0 ? create : null}
      </PageTitle>
      <div className="body">
        <Section id="issued" title={t('evidence.issuedList')} note={t('evidence.issuedListNote')}>
          {list.error ? <ErrorPanel error={list.error} onRetry={() => void list.refetch()} /> : null}
          {list.data && bundles.length === 0 ? (
            <EmptyState sentence={t('evidence.none')}>{mayIssue ? create : null}</EmptyState>
          ) : null}
          {bundles.length > 0 ? (
            <div className="wide">
              <SmallTable>
                <thead>
                  <tr>
                    <th>{t('evidence.issuedAt')}</th>
                    <th>{t('evidence.recipient')}</th>
                    <th>{t('evidence.purpose')}</th>
                    <th>{t('evidence.levelWord')}</th>
                    <th>{t('evidence.scope')}</th>
                    <th className="number">{t('evidence.files')}</th>
                    <th className="number">{t('attachment.size')}</th>
                    <th>SHA-256</th>
                    <th>{t('evidence.by')}</th>
                  </tr>
                </thead>
                <tbody>
                  {bundles.map((bundle) => (
                    <tr key={bundle.seq}>
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
