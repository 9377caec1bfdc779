// The list of any register: everything on it follows from the definition and the address.
import { Button, Menu, MenuItem } from '@mui/material';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import type { RecordRow } from '../../../../shared/contract/routes/common.ts';
import { templateOf } from '../../../../shared/procedures/templates.ts';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { asCallError, call } from '../../../api/client.ts';
import { findRegister } from '../../../api/definitions.ts';
import { areaOfRegister } from '../../../app/areas.ts';
import { usePlace } from '../../../app/crumbs.tsx';
import { PageNotFound } from '../../../app/page-not-found.tsx';
import { useHasPage } from '../../../app/page-paths.ts';
import { useRights } from '../../../app/session.tsx';
import { AsOfBanner, PastFrame } from '../../../components/as-of-banner.tsx';
import { BlankFormsDialog, hasBlankForms } from '../../../components/blank-forms-dialog.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { countText, useLanguage } from '../../../i18n/format.ts';
import { StartProcedureMenu } from '../../procedures/start-menu.tsx';
import { inForcePath } from '../../reports/in-force-choice.ts';
import { VoidDialog } from '../void-dialog.tsx';
import { ColumnCommandsContext } from './column-menu.tsx';
import { isVoid, listColumns } from './list-columns.tsx';
import { useListFiles } from './list-files.ts';
import { ListFooter } from './list-footer.tsx';
import { ListGrid } from './list-grid.tsx';
import { ListHead } from './list-head.tsx';
import { layoutColumns, movedOrder, useListLayout } from './list-layout.ts';
import { actionsColumn, gradeDetails } from './list-parts.tsx';
import { PrintChosen } from './print-chosen.tsx';
import { ReturnSheetDialog } from './return-sheet-dialog.tsx';
import { useList } from './use-list.ts';

/** The list of the register named in the address. */
export function ListPage() {
  const register = findRegister(useParams().register ?? '');
  if (register?.kind !== 'register') return <PageNotFound />;
  return <RegisterList key={register.key} register={register} />;
}

/** As many records as one procedure runs over. */
const selectAllLimit = 1000;

interface RowMenu {
  anchor: HTMLElement;
  row: RecordRow;
}

function RegisterList({ register }: { register: RegisterDefinition }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const navigate = useNavigate();
  const rights = useRights();
  const hasReport = useHasPage('/evidence/in-force');
  const list = useList(register);
  const [layout, changeLayout] = useListLayout(register, list.saved);
  const files = useListFiles(register);
  const [selected, setSelected] = useState<ReadonlyMap<string, RecordRow>>(new Map());
  const [menu, setMenu] = useState<RowMenu | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isAskingReturn, setAskingReturn] = useState(false);
  const [isChoosingBlank, setChoosingBlank] = useState(false);
  const [voiding, setVoiding] = useState<{ ids: string[]; mode: 'void' | 'restore' } | null>(null);
  const { state, change, page, asOf, text } = list;
  const rows = page.data?.records ?? [];
  const isPast = asOf !== null;
  const statusToday = page.data?.past?.statusToday;
  const knownRows = useRef(new Map<string, RecordRow>());
  for (const row of rows) knownRows.current.set(row.id, row);

  usePlace([
    { text: t(`area.${areaOfRegister(register).key}`), to: areaOfRegister(register).to },
    { text: label(register.label) },
  ]);
  useEffect(() => {
    if (isPast) setSelected(new Map());
  }, [isPast]);

  const select = useCallback((ids: ReadonlySet<string>) => {
    setSelected(
      new Map(
        [...ids].flatMap((id) => {
          const row = knownRows.current.get(id);
          return row ? [[id, row] as const] : [];
        }),
      ),
    );
  }, []);

  const open = useCallback((row: RecordRow) => void navigate(`/r/${register.key}/${row.id}`), [navigate, register.key]);
  const columns = useMemo(() => {
    const shown = listColumns({ register, layout, asOf, statusToday, ...text });
    return isPast ? shown : [...shown, actionsColumn(t('list.rowActions'), (anchor, row) => setMenu({ anchor, row }))];
  }, [register, layout, asOf, statusToday, text, isPast, t]);

  const commands = useMemo(
    () => ({
      sort: (field: string, direction: 'asc' | 'desc') => change({ sort: { field, direction } }),
      move: (key: string, step: -1 | 1) =>
        changeLayout({ order: movedOrder(layoutColumns(register, layout), key, step) }),
      hide: (key: string) => changeLayout({ shown: { ...layout.shown, [key]: false } }),
    }),
    [change, changeLayout, layout, register],
  );

  const attempt = (work: () => Promise<void>) => () => {
    setFailure(null);
    void work().catch((error: unknown) => {
      const refused = asCallError(error);
      if (refused.code !== 'cancelled') setFailure(refused);
    });
  };
  const pastReport =
    isPast && hasReport && register.key === 'secret' ? (
      <Button component={Link} to={inForcePath(state)}>
        {t('inForce.open')}
      </Button>
    ) : null;
  const exportFitting = attempt(() => files.exportRows({ filters: list.filters, search: state.search, ids: null }));
  const printRows = attempt(() =>
    files.printRows({ filters: list.filters, search: state.search, sort: [state.sort], asOf, part: list.part }),
  );
  const printCommands = [
    ...(register.key === 'secret'
      ? [{ text: t('evidence.printPublicList'), act: attempt(files.printPublicList) }]
      : []),
    ...(hasBlankForms(register.key) ? [{ text: t('paper.blankFormsOpen'), act: () => setChoosingBlank(true) }] : []),
  ];
  const saveTemplate = attempt(() => files.saveTemplate());
  const exportCommands = [
    ...(rights.export
      ? [{ text: t('list.exportFitting', { count: countText(page.data?.total ?? 0) }), act: exportFitting }]
      : []),
    ...(isPast ? [] : [{ text: t('list.template'), act: saveTemplate }]),
    ...(!isPast && register.departmentReturn
      ? [{ text: t('paper.returnSheet'), act: () => setAskingReturn(true) }]
      : []),
    ...(rights.write && register.key === 'procedure'
      ? [
          {
            text: label(templateOf('officeHandover').start),
            act: () => void navigate('/procedures/new/officeHandover', { state: { records: [] } }),
          },
        ]
      : []),
    ...(rights.write ? [{ text: t('scans.command'), act: () => void navigate(`/r/${register.key}/scans`) }] : []),
  ];

  const isFiltered = state.view !== 'all' || state.search !== '' || state.filters.length > 0;
  const bulk = selected.size === 0 || isPast ? null : bulkBar();

  function bulkBar() {
    const chosen = [...selected.values()];
    const ids = [...selected.keys()];
    const live = chosen.filter((row) => !isVoid(row));
    return {
      chosen: t('list.chosen', { count: countText(chosen.length) }),
      details: gradeDetails(
        register,
        chosen,
        text.scheme?.grades.map((grade) => [grade.code, label(grade.label)] as const) ?? [],
      ),
      onClear: () => setSelected(new Map()),
      actions: (
        <>
          {page.data && page.data.total > chosen.length && page.data.total <= selectAllLimit ? (
            <LinkButton onClick={attempt(selectFitting)}>
              {t('list.selectFitting', { count: countText(page.data.total) })}
            </LinkButton>
          ) : null}
          {rights.write && register.key === 'secret' && live.length > 0 ? (
            <StartProcedureMenu register={register.key} records={live} />
          ) : null}
          {rights.export ? (
            <Button onClick={attempt(() => files.exportRows({ filters: [], search: '', ids }))}>
              {t('list.exportChosen')}
            </Button>
          ) : null}
          {rights.print ? <PrintChosen register={register} records={live} onFailure={setFailure} /> : null}
          {rights.write && live.length > 0 ? (
            <Button
              variant="text"
              color="error"
              onClick={() => setVoiding({ ids: live.map((row) => row.id), mode: 'void' })}
            >
              {t('list.void')}
            </Button>
          ) : null}
          {rights.write && live.length < chosen.length ? (
            <Button onClick={() => setVoiding({ ids: chosen.filter(isVoid).map((row) => row.id), mode: 'restore' })}>
              {t('list.restore')}
            </Button>
          ) : null}
        </>
      ),
    };
  }

  /** Chooses every record that fits the list’s conditions, on whatever page. */
  async function selectFitting(): Promise<void> {
    const { records } = await call('register.list', {
      register: register.key,
      filters: list.filters,
      search: state.search,
      sort: [state.sort],
      limit: selectAllLimit,
      includeVoid: list.includeVoid,
    });
    for (const row of records) knownRows.current.set(row.id, row);
    setSelected(new Map(records.map((row) => [row.id, row])));
  }

  function pastNote(size: number): string {
    return size === 0 ? t('asOf.footerNone') : t('asOf.footer', { size: countText(size) });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && selected.size > 0 && !event.defaultPrevented) setSelected(new Map());
  }

  return (
    <PastFrame data-past={isPast} onKeyDown={onKeyDown}>
      <AsOfBanner past={page.data?.past ?? null} />
      <ListHead
        register={register}
        list={list}
        layout={layout}
        onLayout={changeLayout}
        exportCommands={exportCommands}
        onPrint={rights.print ? printRows : null}
        printCommands={printCommands}
        pastReport={pastReport}
      />
      {page.isError ? (
        <div style={{ padding: 16 }}>
          <ErrorPanel error={page.error} onRetry={() => void page.refetch()} />
        </div>
      ) : null}
      {failure === null ? null : (
        <div style={{ padding: 8 }}>
          <ErrorPanel error={failure}>
            <Button onClick={() => setFailure(null)}>{t('action.close')}</Button>
          </ErrorPanel>
        </div>
      )}
      <div style={{ flex: 1, minHeight: 0, position: 'relative' }}>
        <ColumnCommandsContext value={commands}>
          <ListGrid
            columns={columns}
            rows={rows}
            total={page.data?.total ?? 0}
            page={state.page}
            sort={state.sort}
            isLoading={page.isFetching && page.isPlaceholderData}
            isCompact={layout.isCompact}
            isPast={isPast}
            canSelect={!isPast && (rights.write || rights.export)}
            selectedIds={new Set(selected.keys())}
            label={label(register.label)}
            onSelect={select}
            onSort={(sort) => change({ sort })}
            onOpen={open}
            onResize={(key, width) => changeLayout({ widths: { ...layout.widths, [key]: width } })}
          />
        </ColumnCommandsContext>
        {page.data?.total === 0 ? (
          <div style={{ position: 'absolute', inset: '29px 0 0' }}>
            <NoRecords
              register={register}
              isFiltered={isFiltered || isPast}
              onClear={() => change({ view: 'all', search: '', filters: [] })}
              onTemplate={saveTemplate}
            />
          </div>
        ) : null}
      </div>
      <ListFooter
        total={page.data?.total ?? 0}
        page={state.page}
        isPast={isPast}
        bulk={bulk}
        onPage={(next) => change({ page: next })}
        {...(page.data?.past ? { note: pastNote(page.data.past.journalSize) } : {})}
      />
      <Menu open={menu !== null} anchorEl={menu?.anchor ?? null} onClose={() => setMenu(null)}>
        {menu === null
          ? null
          : rowCommands(menu.row).map((command) => (
              <MenuItem
                key={command.text}
                onClick={() => {
                  setMenu(null);
                  command.act();
                }}
              >
                {command.text}
              </MenuItem>
            ))}
      </Menu>
      {voiding === null ? null : (
        <VoidDialog
          register={register}
          ids={voiding.ids}
          mode={voiding.mode}
          onClose={() => setVoiding(null)}
          onDone={() => setSelected(new Map())}
        />
      )}
      {isAskingReturn ? <ReturnSheetDialog onClose={() => setAskingReturn(false)} /> : null}
      {isChoosingBlank ? <BlankFormsDialog register={register.key} onClose={() => setChoosingBlank(false)} /> : null}
    </PastFrame>
  );

  function rowCommands(row: RecordRow) {
    return [
      { text: t('list.openRow'), act: () => open(row) },
      ...(rights.write && rights.owns(register, row) && !isVoid(row)
        ? [{ text: t('list.editRow'), act: () => void navigate(`/r/${register.key}/${row.id}?edit=1`) }]
        : []),
      ...(rights.write && rights.owns(register, row)
        ? [
            isVoid(row)
              ? { text: t('list.restore'), act: () => setVoiding({ ids: [row.id], mode: 'restore' }) }
              : { text: t('list.void'), act: () => setVoiding({ ids: [row.id], mode: 'void' }) },
          ]
        : []),
    ];
  }
}

function NoRecords(props: {
  register: RegisterDefinition;
  isFiltered: boolean;
  onClear: () => void;
  onTemplate: () => void;
}) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const rights = useRights();
  const hasImport = useHasPage('/import/:register');
  const { register } = props;
  if (props.isFiltered) {
    return (
      <EmptyState sentence={t('list.nothingFits')}>
        <Button onClick={props.onClear}>{t('list.showAll')}</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState sentence={t('list.empty', { register: label(register.label) })}>
      {rights.write && register.madeByProgram !== true ? (
        <>
          {hasImport ? (
            <Button size="medium" component={Link} to={`/import/${register.key}`}>
              {t('list.import')}
            </Button>
          ) : null}
          <Button size="medium" component={Link} to={`/r/${register.key}/new`}>
            {t('list.new', { noun: label(register.noun) })}
          </Button>
        </>
      ) : null}
      {register.madeByProgram === true ? null : (
        <LinkButton onClick={props.onTemplate}>{t('list.template')}</LinkButton>
      )}
    </EmptyState>
  );
}
