// 风险评估: secrets in force by likelihood and harm; a cell lists its secrets, each with its way to the form; what is to be assessed this
// year as a filter.
import { Button, Checkbox, FormControlLabel } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { useRead } from '../../api/queries.ts';
import { usePlace } from '../../app/crumbs.tsx';
import { useRights, useSession } from '../../app/session.tsx';
import { smallWindow } from '../../app/theme.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { SelectInput } from '../../components/form-field.tsx';
import { GradeText } from '../../components/grade-mark.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { countText, useLanguage } from '../../i18n/format.ts';
import { MatrixFrame, MatrixScroll, Pager } from './measures-page.tsx';
import { type RiskChoice, readRiskChoice, writeRiskChoice } from './risk-choice.ts';
import { RiskMatrix } from './risk-matrix.tsx';

const rowsAtOnce = 50;

const Sides = styled('div')({
  flex: 1,
  minHeight: 0,
  display: 'grid',
  gridTemplateColumns: '340px minmax(0, 1fr)',
  '& .matrix': { padding: 16, overflow: 'auto', borderRight: '1px solid var(--line)' },
  '& .secrets': { minHeight: 0, display: 'flex', flexDirection: 'column' },
  '& .shown': { flex: 'none', padding: '0 8px', fontSize: 14, lineHeight: '32px', fontWeight: 600 },
  // The name gives way, so that the way to the form stays in view.
  '& td.name': { width: '100%', minWidth: 120, maxWidth: 0 },
  '& .secrets thead td': { position: 'sticky', top: 0, backgroundColor: 'var(--paper)', zIndex: 1 },
  '& .overdue': { color: 'var(--red)' },
  [smallWindow]: { display: 'block', overflowY: 'auto', '& .matrix': { borderRight: 0 } },
});

export function RiskPage() {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const choice = readRiskChoice(parameters);
  const { cell, page, ...wanted } = choice;
  const matrix = useRead('risk.matrix', wanted, { keep: true });
  const answer = useRead(
    'risk.secrets',
    { ...wanted, cell, offset: page * rowsAtOnce, limit: rowsAtOnce },
    { keep: true },
  );
  usePlace([{ text: t('area.secrets'), to: '/r/secret' }, { text: t('risk.title') }]);
  const change = (part: Partial<RiskChoice>) => setParameters(writeRiskChoice({ ...choice, page: 0, ...part }));
  return (
    <MatrixFrame>
      <PageTitle title={t('risk.title')} note={t('risk.note')} />
      <Tools choice={choice} due={matrix.data?.due} onChange={change} />
      {matrix.isError ? <ErrorPanel error={matrix.error} onRetry={() => void matrix.refetch()} /> : null}
      {answer.isError ? <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      <Sides>
        <div className="matrix">
          {matrix.data ? (
            <RiskMatrix matrix={matrix.data} chosen={cell} onChoose={(next) => change({ cell: next })} />
          ) : null}
        </div>
        <section className="secrets" aria-label={t('risk.name')}>
          <h2 className="shown">
            {cell === null ? t('risk.ofAll') : cell === 'unrated' ? t('risk.ofUnrated') : t('risk.ofCell', cell)}
          </h2>
          <MatrixScroll tabIndex={0} role="group" aria-label={t('risk.name')}>
            {answer.data?.total === 0 ? <EmptyState sentence={t('risk.none')} /> : null}
            {answer.data && answer.data.total > 0 ? <Secrets rows={answer.data.secrets} /> : null}
          </MatrixScroll>
          <Pager total={answer.data?.total} page={page} atOnce={rowsAtOnce} onPage={(next) => change({ page: next })} />
        </section>
      </Sides>
    </MatrixFrame>
  );
}

function Tools(props: { choice: RiskChoice; due: number | undefined; onChange: (part: Partial<RiskChoice>) => void }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const { scheme } = useSession();
  const id = useId();
  const { choice, due, onChange } = props;
  const departments = useRead('register.list', { register: 'department', limit: 500 });
  const orNull = (value: string) => (value === '' ? null : value);
  return (
    <div className="tools">
      <FormControlLabel
        control={
          <Checkbox checked={choice.onlyDue} onChange={(event) => onChange({ onlyDue: event.target.checked })} />
        }
        label={t('risk.onlyDue', { count: due === undefined ? '…' : countText(due) })}
        title={t('risk.dueHelp')}
      />
      <label htmlFor={`${id}-level`} style={{ fontSize: 12, color: 'var(--text-2)' }}>
        {t('risk.level')}
      </label>
      <SelectInput
        id={`${id}-level`}
        data-size="small"
        style={{ width: 120 }}
        value={choice.level ?? ''}
        onChange={(event) => onChange({ level: orNull(event.target.value) })}
      >
        <option value="">{t('risk.any')}</option>
        {(scheme?.grades ?? []).map((grade) => (
          <option key={grade.code} value={grade.code}>
            {label(grade.label)}
          </option>
        ))}
      </SelectInput>
      <label htmlFor={`${id}-department`} style={{ fontSize: 12, color: 'var(--text-2)' }}>
        {t('risk.department')}
      </label>
      <SelectInput
        id={`${id}-department`}
        data-size="small"
        style={{ width: 168 }}
        value={choice.department ?? ''}
        onChange={(event) => onChange({ department: orNull(event.target.value) })}
      >
        <option value="">{t('risk.any')}</option>
        {(departments.data?.records ?? []).map((row) => (
          <option key={row.id} value={row.id}>
            {String(row.values.name ?? '')}
          </option>
        ))}
      </SelectInput>
    </div>
  );
}

function Secrets({ rows }: { rows: RouteOutput<'risk.secrets'>['secrets'] }) {
  const { t } = useTranslation();
  const { scheme } = useSession();
  const rights = useRights();
  return (
    <table>
      <thead>
        <tr>
          <th>{t('risk.number')}</th>
          <th>{t('risk.name')}</th>
          <th>{t('risk.grade')}</th>
          <th>{t('risk.of')}</th>
          <th>{t('risk.assessedOn')}</th>
          <th>{t('risk.dueOn')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>{row.number}</td>
            <td className="name">
              <Link to={`/r/secret/${row.id}`} title={row.name}>
                {row.name}
              </Link>
            </td>
            <td>
              <GradeText code={row.level} scheme={scheme} />
            </td>
            <td>{row.department}</td>
            <td>{row.assessedOn ?? t('risk.never')}</td>
            <td className={row.isDue && row.dueOn !== null ? 'overdue' : undefined}>
              {row.dueOn ?? '—'}
              {row.isDue && row.dueOn !== null ? ` ${t('risk.overdue')}` : ''}
            </td>
            <td>
              <Button size="tiny" component={Link} to={`/r/secret/${row.id}${rights.write ? '?edit=risk' : ''}`}>
                {t(rights.write ? 'risk.assess' : 'risk.look')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
