// Time stamps by third parties: what was asked and came, asking, taking in, verifying, and how it is done in plain words.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import type { ErrorCode } from '../../../shared/contract/envelope.ts';
import { bridge, call } from '../../api/client.ts';
import { useCommand, useRead } from '../../api/queries.ts';
import { type StampRequest, useMayStamp, useStampRequest } from '../../api/stamps.ts';
import { usePlace } from '../../app/crumbs.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { HiddenText } from '../../components/hidden-text.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Section, SmallTable } from '../../components/section.tsx';
import { StampState, stampSubject } from '../../components/stamp-mark.tsx';
import { errorWords } from '../../i18n/error-words.ts';
import { countText, momentOf } from '../../i18n/format.ts';
import { StampAuthorities } from './stamp-authorities.tsx';

const Frame = styled('div')({
  height: '100%',
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  '& .body': { flex: 1, minHeight: 0, overflowY: 'auto', padding: '8px 16px 24px' },
  '& .wide': { overflowX: 'auto' },
  '& .steps': { margin: '0 0 8px', paddingLeft: 20, listStyle: 'decimal', fontSize: 13, lineHeight: '22px' },
  '& .promise': { fontSize: 12, lineHeight: '18px', color: 'var(--text-2)', marginBottom: 8 },
});

type Imported = RouteOutput<'stamp.import'>;
type Verified = RouteOutput<'stamp.verify'>;

export function StampsPage() {
  const { t } = useTranslation();
  const mayStamp = useMayStamp();
  const list = useRead('stamp.list', {});
  const requesting = useStampRequest();
  const importing = useCommand('stamp.import');
  const [imported, setImported] = useState<Imported | null>(null);
  const [verified, setVerified] = useState<Verified | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  usePlace([{ text: t('area.audit'), to: '/audit' }, { text: t('stamp.title') }]);
  const requests = list.data?.requests ?? [];
  const tokens = requests.flatMap((request) => request.tokens);

  async function attempt(work: () => Promise<void>): Promise<void> {
    setFailure(null);
    setImported(null);
    setVerified(null);
    try {
      await work();
    } catch (error) {
      setFailure(error);
    }
  }

  const importFiles = () =>
    attempt(async () => {
      const files = await bridge().chooseFiles({
        multiple: true,
        filters: [{ name: t('stamp.fileKind'), extensions: ['tsr', 'tst', 'der', 'p7s', '*'] }],
      });
      if (files && files.length > 0)
        setImported(await importing.mutateAsync({ files: files.map(({ token }) => token) }));
    });
  const verifyAll = () => attempt(async () => setVerified(await call('stamp.verify', {})));

  const requestJournal = (
    <Button
      variant="contained"
      disabled={requesting.isBusy}
      onClick={() => void requesting.request({ kind: 'checkpoint' }, t('area.audit'))}
    >
      {t('stamp.requestJournal')}
    </Button>
  );
  return (
    <Frame>
      <PageTitle title={t('stamp.title')} note={t('stamp.note', { count: countText(tokens.length) })}>
        {tokens.length > 0 ? <Button onClick={() => void verifyAll()}>{t('stamp.verify')}</Button> : null}
        {mayStamp ? (
          <>
            <Button disabled={importing.isPending} onClick={() => void importFiles()}>
              {t('stamp.import')}
            </Button>
            {requestJournal}
          </>
        ) : null}
      </PageTitle>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard */}
      <section className="body" tabIndex={0} aria-label={t('stamp.title')}>
        {list.error ? <ErrorPanel error={list.error} onRetry={() => void list.refetch()} /> : null}
        {failure === null ? null : <ErrorPanel error={failure} />}
        {requesting.failure === null ? null : <ErrorPanel error={requesting.failure} />}
        {imported === null ? null : <ImportResult result={imported} />}
        {verified === null ? null : <VerifyResult result={verified} />}
        <Section id="how" title={t('stamp.how')}>
          <ol className="steps">
            <li>{t('stamp.how1')}</li>
            <li>{t('stamp.how2')}</li>
            <li>{t('stamp.how3')}</li>
            <li>{t('stamp.how4')}</li>
          </ol>
          <p className="promise">{t('stamp.promise')}</p>
        </Section>
        <Section id="requests" title={t('stamp.requests')}>
          {list.data && requests.length === 0 ? <EmptyState sentence={t('stamp.none')} /> : null}
          {requests.length > 0 ? (
            <div className="wide">
              <SmallTable>
                <thead>
                  <tr>
                    <th>{t('stamp.subject')}</th>
                    <th>{t('stamp.requestedAt')}</th>
                    <th>{t('stamp.genTime')}</th>
                    <th>{t('stamp.authority')}</th>
                    <th>{t('stamp.state')}</th>
                    <th>{t('stamp.details')}</th>
                    <th>{t('stamp.importedAt')}</th>
                    <th>
                      <HiddenText>{t('list.rowActions')}</HiddenText>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {requests.flatMap((request) => (
                    <RequestRows
                      key={request.id}
                      request={request}
                      onSave={
                        mayStamp
                          ? (id) => void requesting.saveToken(id, request.name ?? `${request.kind}-${request.subject}`)
                          : null
                      }
                      onSaveAgain={
                        mayStamp ? () => void requesting.saveAgain(request.id, stampSubject(request, t)) : null
                      }
                    />
                  ))}
                </tbody>
              </SmallTable>
            </div>
          ) : null}
        </Section>
        <StampAuthorities authorities={list.data?.authorities ?? []} mayChange={mayStamp} />
      </section>
    </Frame>
  );
}

/** The rows of one request: one for each token, or one that says it is awaited. */
function RequestRows({
  request,
  onSaveAgain,
  onSave,
}: {
  request: StampRequest;
  onSaveAgain: (() => void) | null;
  onSave: ((id: string) => void) | null;
}) {
  const { t } = useTranslation();
  const lead = (
    <>
      <td>{stampSubject(request, t)}</td>
      <td className="fixed">
        {momentOf(request.requestedAtMs)} {request.requestedBy}
      </td>
    </>
  );
  if (request.tokens.length === 0)
    return (
      <tr>
        {lead}
        <td className="fixed quiet">{t('stamp.waiting')}</td>
        <td className="quiet">—</td>
        <td className="fixed">
          {onSaveAgain ? <LinkButton onClick={onSaveAgain}>{t('stamp.saveAgain')}</LinkButton> : '—'}
        </td>
        <td className="quiet">—</td>
        <td className="quiet">—</td>
        <td />
      </tr>
    );
  return request.tokens.map((token) => (
    <tr key={token.id}>
      {lead}
      <td className="fixed">{momentOf(token.genTimeMs)}</td>
      <td>{token.authority}</td>
      <td>
        <StampState token={token} />
      </td>
      <td className="mono" style={{ overflowWrap: 'anywhere' }}>
        {token.serial} {token.policy}
      </td>
      <td className="fixed">
        {momentOf(token.importedAtMs)} {token.importedBy}
      </td>
      <td className="number fixed">
        {onSave ? <LinkButton onClick={() => onSave(token.id)}>{t('stamp.save')}</LinkButton> : null}
      </td>
    </tr>
  ));
}

function ImportResult({ result }: { result: Imported }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <Notice tone={result.refused.length === 0 ? 'jade' : 'amber'}>
        <p>{t('stamp.imported', { count: countText(result.imported.length) })}</p>
        {result.refused.map(({ name, code, params }) => {
          const words = errorWords(t, { code: code as ErrorCode, params });
          return <p key={name}>{`${words.happened}${words.todo}`}</p>;
        })}
      </Notice>
    </div>
  );
}

function VerifyResult({ result }: { result: Verified }) {
  const { t } = useTranslation();
  const open = result.tokens.filter(({ problem }) => problem === 'authority_not_chosen').length;
  const bad = result.tokens.filter(({ problem }) => problem !== null && problem !== 'authority_not_chosen');
  return (
    <div role="status">
      <Notice tone={result.ok ? 'jade' : 'red'}>
        <p>
          {bad.length === 0
            ? t('stamp.allGood', { count: countText(result.tokens.length) })
            : t('stamp.someBad', { count: countText(result.tokens.length), bad: countText(bad.length) })}
        </p>
        {open === 0 ? null : <p>{t('stamp.notCompared', { count: countText(open) })}</p>}
        {bad.slice(0, 20).map((token) => (
          <p key={token.id}>
            {stampSubject(token, t)} {momentOf(token.genTimeMs)} <StampState token={token} />
          </p>
        ))}
      </Notice>
    </div>
  );
}
