// 七项措施: secrets against the seven kinds of measures of 法释〔2020〕7号 art. 6; each cell with its evidence and since when, by the papers and
// by our records; gaps as a queue.
import { Button, Checkbox, FormControlLabel, Tooltip } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { measureKinds } from '../../../shared/registers/measure.ts';
import { useRead } from '../../api/queries.ts';
import { usePlace } from '../../app/crumbs.tsx';
import { useRights, useSession } from '../../app/session.tsx';
import { ComputingNote } from '../../components/computing-note.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { SelectInput, TextInput } from '../../components/form-field.tsx';
import { GradeMark } from '../../components/grade-mark.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { countText, dayOf, useLanguage } from '../../i18n/format.ts';

const rowsAtOnce = 50;

export const MatrixFrame = styled('div')({
  height: '100%',
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  '& .tools': {
    flex: 'none',
    display: 'flex',
    gap: 12,
    alignItems: 'center',
    padding: '6px 16px',
    borderBottom: '1px solid var(--line)',
  },
  '& .tools input[type=search]': { width: 240 },
  '& table': { borderCollapse: 'separate', borderSpacing: 0, fontSize: 13, width: '100%' },
  '& th, & td': {
    borderBottom: '1px solid var(--row-line)',
    padding: '4px 8px',
    textAlign: 'left',
    whiteSpace: 'nowrap',
  },
  '& thead th': {
    position: 'sticky',
    top: 0,
    backgroundColor: 'var(--paper)',
    fontWeight: 400,
    fontSize: 12,
    color: 'var(--text-2)',
    zIndex: 1,
  },
  // All seven kinds stay in view in a small window: the last ones are where the gaps are.
  '& .name': { maxWidth: 240 },
  '& td.name a': { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis' },
  // A way on is 24 px high wherever a row stands (WCAG 2.2, 2.5.8): a row gives what its text leaves.
  '& td': { paddingBlock: 2 },
  '& td a': { display: 'inline-block', minHeight: 24, lineHeight: '24px', verticalAlign: 'middle' },
  '& .cell': { display: 'block', lineHeight: '24px' },
  // What was entered long after its day shows both days: only the second is ours to prove.
  '& .cell .recorded': { display: 'block', fontSize: 12, lineHeight: '16px', paddingBottom: 4, color: 'var(--text-2)' },
  '& .cell[data-state="evidence"]': { color: 'var(--jade)' },
  '& .cell[data-state="bare"]': { color: 'var(--amber)' },
  '& .cell[data-state="gap"]': { color: 'var(--text-3)' },
  '& .foot': {
    flex: 'none',
    height: 36,
    display: 'flex',
    gap: 8,
    alignItems: 'center',
    padding: '0 16px',
    borderTop: '1px solid var(--line)',
    fontSize: 12,
    color: 'var(--text-2)',
  },
  '& .grow': { flex: 1 },
});

/** What scrolls in a matrix: it holds words only, so the keyboard scrolls it here. */
export const MatrixScroll = styled('div')({ flex: 1, minHeight: 0, overflow: 'auto' });

type Row = RouteOutput<'measures.matrix'>['rows'][number];
type Cell = Row['cells'][string];

export function MeasuresPage() {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const rights = useRights();
  const lacksId = useId();
  const [search, setSearch] = useState('');
  // Which gaps are looked at stands in the address: the workbench leads here.
  const [parameters, setParameters] = useSearchParams();
  const onlyGaps = parameters.get('gaps') === '1';
  const lacks = measureKinds.find(({ code }) => code === parameters.get('lacks'))?.code ?? null;
  const [paged, setPaged] = useState({ of: '', page: 0 });
  const choice = `${parameters} ${search}`;
  const page = paged.of === choice ? paged.page : 0;
  const change = (key: string, value: string) => {
    const next = new URLSearchParams(parameters);
    if (value === '') next.delete(key);
    else next.set(key, value);
    setParameters(next, { replace: true });
  };
  const answer = useRead(
    'measures.matrix',
    { search, onlyGaps, lacks, offset: page * rowsAtOnce, limit: rowsAtOnce },
    { keep: true },
  );
  usePlace([{ text: t('area.secrets'), to: '/r/secret' }, { text: t('measures.title') }]);
  return (
    <MatrixFrame>
      <PageTitle title={t('measures.title')} note={t('measures.note')}>
        {rights.write ? (
          <Button variant="contained" component={Link} to="/r/measure/new">
            {t('measures.add')}
          </Button>
        ) : null}
      </PageTitle>
      <div className="tools">
        <TextInput
          type="search"
          data-size="small"
          style={{ width: 240 }}
          aria-label={t('measures.search')}
          placeholder={t('measures.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <FormControlLabel
          control={
            <Checkbox checked={onlyGaps} onChange={(event) => change('gaps', event.target.checked ? '1' : '')} />
          }
          label={t('measures.onlyGaps')}
        />
        <label htmlFor={lacksId} style={{ fontSize: 12, color: 'var(--text-2)' }}>
          {t('measures.lacks')}
        </label>
        <SelectInput
          id={lacksId}
          data-size="small"
          style={{ width: 144 }}
          value={lacks ?? ''}
          onChange={(event) => change('lacks', event.target.value)}
        >
          <option value="">{t('measures.anyKind')}</option>
          {measureKinds.map((kind) => (
            <option key={kind.code} value={kind.code}>
              {label(kind.label)}
            </option>
          ))}
        </SelectInput>
        <Button component={Link} to="/r/measure">
          {t('measures.toRegister')}
        </Button>
        <span style={{ fontSize: 12, color: 'var(--text-2)' }}>
          <ComputingNote isBusy={answer.isFetching} isKnown={answer.data !== undefined} />
        </span>
      </div>
      {answer.isError ? <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      <MatrixScroll tabIndex={0} role="group" aria-label={t('measures.title')}>
        <table>
          <thead>
            <tr>
              <th>{t('procedure.name')}</th>
              {measureKinds.map((kind) => (
                <th key={kind.code}>
                  {label(kind.label)}
                  <br />
                  {t('measures.covered', { count: countText(answer.data?.covered[kind.code] ?? 0) })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(answer.data?.rows ?? []).map((row) => (
              <MatrixRow key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </MatrixScroll>
      <Pager
        total={answer.data?.total}
        page={page}
        atOnce={rowsAtOnce}
        onPage={(next) => setPaged({ of: choice, page: next })}
      />
    </MatrixFrame>
  );
}

function MatrixRow({ row }: { row: Row }) {
  return (
    <tr>
      <td className="name">
        <SecretName row={row} />
      </td>
      {measureKinds.map(({ code }) => (
        <td key={code}>
          <CellText cell={row.cells[code]} />
        </td>
      ))}
    </tr>
  );
}

/** Mark, number and name of a secret, as a way to it. */
export function SecretName({
  row,
}: {
  row: { id: string; number: string | null; name: string; level: string | null };
}) {
  const { scheme } = useSession();
  const rank = scheme?.grades.find(({ code }) => code === row.level)?.rank ?? 0;
  return (
    <Link to={`/r/secret/${row.id}`} title={row.name}>
      <GradeMark rank={rank} /> {row.number} {row.name}
    </Link>
  );
}

function CellText({ cell }: { cell: Cell | undefined }) {
  const { t } = useTranslation();
  if (!cell)
    return (
      <span className="cell" data-state="gap">
        {t('measures.gap')}
      </span>
    );
  const detail = cell.measures
    .map(({ number, name, startsOn, recordedAtMs }) =>
      t('measures.detail', { number: number ?? '', name, startsOn: startsOn ?? '—', recordedOn: dayOf(recordedAtMs) }),
    )
    .join('\n');
  return (
    <Tooltip title={<span style={{ whiteSpace: 'pre-line' }}>{detail}</span>}>
      <span className="cell" data-state={cell.hasEvidence ? 'evidence' : 'bare'}>
        <Link to={`/r/${cell.lead.register}/${cell.lead.id}`} style={{ color: 'inherit' }}>
          {t(cell.hasEvidence ? 'measures.evidence' : 'measures.bare')} {cell.startsOn ?? ''}
          {cell.measures.length > 1 ? ` ×${cell.measures.length}` : ''}
        </Link>
        {cell.lead.lateEntry ? (
          <span className="recorded">{t('measures.recorded', { date: dayOf(cell.lead.recordedAtMs) })}</span>
        ) : null}
      </span>
    </Tooltip>
  );
}

/** The foot of a matrix: which rows of how many, and the way to others; empty until they are counted. */
export function Pager(props: {
  total: number | undefined;
  page: number;
  atOnce: number;
  onPage: (page: number) => void;
}) {
  const { t } = useTranslation();
  const { total, page, atOnce, onPage } = props;
  if (total === undefined) return <div className="foot" />;
  const last = Math.min(total, (page + 1) * atOnce);
  return (
    <div className="foot">
      <span>
        {t('list.range', {
          first: countText(total === 0 ? 0 : page * atOnce + 1),
          last: countText(last),
          total: countText(total),
        })}
      </span>
      <span className="grow" />
      {total > atOnce ? (
        <>
          <Button variant="text" disabled={page === 0} onClick={() => onPage(page - 1)}>
            {t('list.previousPage')}
          </Button>
          <Button variant="text" disabled={last >= total} onClick={() => onPage(page + 1)}>
            {t('list.nextPage')}
          </Button>
        </>
      ) : null}
    </div>
  );
}
