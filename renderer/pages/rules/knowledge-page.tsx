// 知悉矩阵: people against secrets, by name or by post; who lacks an agreement or training is marked.
import { Tooltip } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { useRead } from '../../api/queries.ts';
import { usePlace } from '../../app/crumbs.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { SelectInput, TextInput } from '../../components/form-field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { countText } from '../../i18n/format.ts';
import { MatrixFrame, MatrixScroll, Pager } from './measures-page.tsx';

const secretsAtOnce = 24;

const Table = styled('table')({
  '&&': { width: 'auto' },
  '& th.secret': { verticalAlign: 'bottom', height: 168, padding: '4px 2px', textAlign: 'center' },
  '& th.secret a': {
    writingMode: 'vertical-rl',
    maxHeight: 160,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    display: 'inline-block',
  },
  '& td.mark': { textAlign: 'center', padding: '4px 2px', minWidth: 30 },
  '& th.person': { position: 'sticky', left: 0, backgroundColor: 'var(--surface)', fontWeight: 400 },
  '& thead th.person': { zIndex: 2, backgroundColor: 'var(--paper)' },
  '& .lacks': { color: 'var(--amber)', fontSize: 12, marginLeft: 6 },
  '& .place': { color: 'var(--text-2)', fontSize: 12, marginLeft: 6 },
});

type Person = RouteOutput<'knowledge.matrix'>['people'][number];

export function KnowledgePage() {
  const { t } = useTranslation();
  const departmentId = useId();
  const [search, setSearch] = useState('');
  const [department, setDepartment] = useState('');
  const [page, setPage] = useState(0);
  const answer = useRead(
    'knowledge.matrix',
    { search, department: department === '' ? null : department, offset: page * secretsAtOnce, limit: secretsAtOnce },
    { keep: true },
  );
  const departments = useRead('register.list', { register: 'department', limit: 500 });
  usePlace([{ text: t('area.secrets'), to: '/r/secret' }, { text: t('knowledge.title') }]);
  const secrets = answer.data?.secrets ?? [];
  const people = answer.data?.people ?? [];
  return (
    <MatrixFrame>
      <PageTitle
        title={t('knowledge.title')}
        note={t('knowledge.note', { people: countText(people.length), secrets: countText(secrets.length) })}
      />
      <div className="tools">
        <TextInput
          type="search"
          data-size="small"
          style={{ width: 240 }}
          aria-label={t('measures.search')}
          placeholder={t('measures.search')}
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
            setPage(0);
          }}
        />
        <label htmlFor={departmentId} style={{ fontSize: 12, color: 'var(--text-2)' }}>
          {t('knowledge.department')}
        </label>
        <SelectInput
          id={departmentId}
          data-size="small"
          style={{ width: 200 }}
          value={department}
          onChange={(event) => setDepartment(event.target.value)}
        >
          <option value="">{t('knowledge.all')}</option>
          {(departments.data?.records ?? []).map((row) => (
            <option key={row.id} value={row.id}>
              {String(row.values.name ?? '')}
            </option>
          ))}
        </SelectInput>
        <span style={{ fontSize: 12, color: 'var(--text-2)' }}>{t('knowledge.legend')}</span>
      </div>
      {answer.isError ? <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      <MatrixScroll tabIndex={0} role="group" aria-label={t('knowledge.title')}>
        {answer.data && people.length === 0 ? (
          <EmptyState sentence={t('knowledge.none')} />
        ) : (
          <Table>
            <thead>
              <tr>
                <th className="person">{t('knowledge.person')}</th>
                {secrets.map((secret) => (
                  <th key={secret.id} className="secret">
                    <Link to={`/r/secret/${secret.id}`} title={secret.name}>
                      {secret.number ?? secret.name}
                    </Link>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <tr key={person.id}>
                  <PersonHead person={person} />
                  {secrets.map(({ id }) => (
                    <td key={id} className="mark">
                      <Mark knows={person.knows[id]} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </MatrixScroll>
      <Pager total={answer.data?.total} page={page} atOnce={secretsAtOnce} onPage={setPage} />
    </MatrixFrame>
  );
}

function PersonHead({ person }: { person: Person }) {
  const { t } = useTranslation();
  const lacks = [
    person.hasAgreement ? null : t('knowledge.noAgreement'),
    person.isTrained ? null : t('knowledge.noTraining'),
  ].filter((word) => word !== null);
  return (
    <th className="person" scope="row">
      <Link to={`/r/person/${person.id}`}>{person.name}</Link>
      <span className="place">{person.department}</span>
      {lacks.length > 0 ? <span className="lacks">{lacks.join('、')}</span> : null}
    </th>
  );
}

function Mark({ knows }: { knows: Person['knows'][string] | undefined }) {
  const { t } = useTranslation();
  if (!knows) return null;
  const words = t(knows.byPost ? 'knowledge.byPost' : 'knowledge.byName', { since: knows.since ?? '—' });
  return (
    <Tooltip title={words}>
      <span role="img" aria-label={words}>
        {knows.byPost ? '○' : '●'}
      </span>
    </Tooltip>
  );
}
