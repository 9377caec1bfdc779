// The head of a list: title with view tabs and the page's buttons, then the filter bar on one line.
import { Button, ButtonBase } from '@mui/material';
import { styled } from '@mui/material/styles';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { useRead } from '../../../api/queries.ts';
import { useHasPage } from '../../../app/page-paths.ts';
import { useRights } from '../../../app/session.tsx';
import { smallWindow } from '../../../app/theme.ts';
import { TextInput } from '../../../components/form-field.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { FilterChip } from '../../../components/tags.tsx';
import { countText, useLanguage } from '../../../i18n/format.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import { FilterMenu } from './filter-menu.tsx';
import { filterWords } from './filter-words.ts';
import type { ListLayout } from './list-layout.ts';
import { withFilters } from './list-state.ts';
import { pastViewKey, pastViews } from './list-views.ts';
import { MenuButton, type MenuCommand } from './menu-button.tsx';
import type { ListModel } from './use-list.ts';
import { ViewTabs } from './view-tabs.tsx';

const Title = styled('div')({
  flex: 'none',
  height: 36,
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  padding: '0 16px',
  backgroundColor: 'var(--paper)',
  borderBottom: '1px solid var(--line)',
  minWidth: 0,
  '&[data-past="true"]': { backgroundColor: 'var(--as-of-ground)' },
  '& h1': { fontSize: 20, lineHeight: '28px', fontWeight: 600, whiteSpace: 'nowrap', marginRight: 8, flex: 'none' },
  '& h1 small': { fontSize: 14, fontWeight: 400, color: 'var(--text-2)', marginLeft: 8 },
  '& .tabs': {
    display: 'flex',
    flex: '1 1 auto',
    minWidth: 0,
    overflowX: 'auto',
    overflowY: 'hidden',
    height: 36,
    scrollbarWidth: 'none',
  },
  '& .tab': {
    height: 36,
    padding: '0 10px',
    fontSize: 13,
    color: 'var(--text-2)',
    gap: 6,
    whiteSpace: 'nowrap',
    borderBottom: '2px solid transparent',
    flex: 'none',
  },
  '& .tab:focus-visible': { outlineOffset: -2 },
  '& .tab[aria-current="true"]': { color: 'var(--ink)', fontWeight: 600, borderBottomColor: 'var(--ink)' },
  '&[data-past="true"] .tab[aria-current="true"]': {
    color: 'var(--as-of-text)',
    borderBottomColor: 'var(--as-of-text)',
  },
  '& .saved': { display: 'flex', alignItems: 'center', flex: 'none' },
  '& .tab .name': { maxWidth: 160, overflow: 'hidden', textOverflow: 'ellipsis' },
  '& .tab .count': { fontSize: 12, fontWeight: 400, color: 'var(--text-2)' },
  '& .buttons': { display: 'flex', gap: 8, flex: 'none' },
});

const Filters = styled('div')({
  flex: 'none',
  height: 32,
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  padding: '0 16px',
  borderBottom: '1px solid var(--line)',
  minWidth: 0,
  '& .chips': {
    display: 'flex',
    alignItems: 'center',
    gap: 8,
    minWidth: 0,
    overflowX: 'auto',
    scrollbarWidth: 'none',
    flex: '0 1 auto',
  },
  '& .chips > *': { flex: 'none' },
  [smallWindow]: { overflowX: 'auto', '& > *': { flex: 'none' } },
  '& .grow': { flex: 1 },
  '& .fit': { fontSize: 12, lineHeight: '16px', color: 'var(--text-2)', whiteSpace: 'nowrap', marginRight: 8 },
});

interface ListHeadProps {
  register: RegisterDefinition;
  list: ListModel;
  layout: ListLayout;
  onLayout: (change: Partial<ListLayout>) => void;
  exportCommands: readonly MenuCommand[];
  /** Prints what fits the filters; null where the user may not. */
  onPrint: (() => void) | null;
  /** Further papers of this list, beside the list itself. */
  printCommands: readonly MenuCommand[];
  /** Of a past date: leads to the report on it. */
  pastReport?: ReactNode;
}

/** Title, tabs, buttons and filter bar. */
export function ListHead(props: ListHeadProps) {
  const { register, list, layout, onLayout, exportCommands, onPrint, printCommands, pastReport } = props;
  const { t } = useTranslation();
  const { label } = useLanguage();
  const rights = useRights();
  const hasImport = useHasPage('/import/:register');
  const { state, change, asOf } = list;
  const isPast = asOf !== null;
  return (
    <>
      <Title data-past={isPast}>
        <h1>
          {label(register.label)}
          {isPast || !rights.write ? <small>{t('list.readOnly')}</small> : null}
        </h1>
        <nav className="tabs" aria-label={t('list.views')}>
          {isPast ? (
            pastViews(list.page.data?.past, list.part).map(({ part, word, count }) => (
              <ButtonBase
                key={part}
                className="tab"
                aria-current={part === list.part}
                onClick={() => change({ view: pastViewKey(part) })}
              >
                {t(word)}
                {count === null ? null : <span className="count">{countText(count)}</span>}
              </ButtonBase>
            ))
          ) : (
            <ViewTabs register={register} list={list} layout={layout} />
          )}
        </nav>
        {isPast ? (
          <div className="buttons">
            {pastReport}
            {onPrint === null ? null : <Button onClick={onPrint}>{t('list.printPast')}</Button>}
          </div>
        ) : null}
        {rights.write && register.madeByProgram !== true ? (
          <div className="buttons">
            {hasImport ? (
              <Button component={Link} to={`/import/${register.key}`}>
                {t('list.import')}
              </Button>
            ) : null}
            <Button variant="contained" component={Link} to={`/r/${register.key}/new`}>
              {t('list.new', { noun: label(register.noun) })}
            </Button>
          </div>
        ) : null}
      </Title>
      <Filters role="search" aria-label={t('filter.bar')}>
        <FilterMenu
          register={register}
          filters={state.filters}
          includeVoid={state.includeVoid}
          onChange={(field, next) => change({ filters: withFilters(state.filters, field, next) })}
          onIncludeVoid={(includeVoid) => change({ includeVoid })}
        />
        <ListSearch key={register.key} value={state.search} onChange={(search) => change({ search })} />
        <Chips register={register} list={list} />
        <span className="grow" />
        <span className="fit" role="status">
          {t('list.fit', { count: countText(list.page.data?.total ?? 0) })}
        </span>
        <ColumnsMenu register={register} layout={layout} onChange={onLayout} />
        <MenuButton
          text={t('list.density')}
          commands={[
            { text: t('list.normal'), isChosen: !layout.isCompact, act: () => onLayout({ isCompact: false }) },
            { text: t('list.compact'), isChosen: layout.isCompact, act: () => onLayout({ isCompact: true }) },
          ]}
        />
        {onPrint === null || isPast ? null : (
          <PrintButton
            text={t(register.key === 'post' ? 'list.printPosts' : 'list.print')}
            onPrint={onPrint}
            more={printCommands}
          />
        )}
        {exportCommands.length === 0 ? null : <MenuButton text={t('list.export')} commands={exportCommands} />}
      </Filters>
    </>
  );
}

/** The list itself, or a menu where there is more to print. */
function PrintButton({ text, onPrint, more }: { text: string; onPrint: () => void; more: readonly MenuCommand[] }) {
  if (more.length > 0) return <MenuButton text={text} commands={[{ text, act: onPrint }, ...more]} />;
  return (
    <Button variant="text" onClick={onPrint}>
      {text}
    </Button>
  );
}

const searchDelayMs = 250;

function ListSearch({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const send = useRef(onChange);
  send.current = onChange;
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      send.current(text);
    }, searchDelayMs);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <TextInput
      data-size="tiny"
      type="search"
      style={{ width: 176, flex: 'none' }}
      aria-label={t('list.search')}
      placeholder={t('list.search')}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

function Chips({ register, list }: { register: RegisterDefinition; list: ListModel }) {
  const { t } = useTranslation();
  const { state, change } = list;
  const reference = register.fields.find(
    (field) => field.kind === 'reference' && state.filters.some((filter) => filter.field === field.key),
  );
  const names = useRead(
    'register.values',
    { register: register.key, field: reference?.key ?? '' },
    { enabled: reference !== undefined },
  );
  const labelOf = (field: string, value: string) =>
    field === reference?.key ? names.data?.values.find((entry) => entry.value === value)?.label : undefined;
  const chips = filterWords(register, state.filters, list.text, labelOf);
  if (chips.length === 0 && !state.includeVoid) return null;
  return (
    <div className="chips">
      {chips.map((chip) => (
        <FilterChip
          key={chip.field}
          name={chip.name}
          value={chip.value}
          onRemove={() => change({ filters: withFilters(state.filters, chip.field, []) })}
        />
      ))}
      {state.includeVoid ? (
        <FilterChip name={t('filter.with')} value={t('status.void')} onRemove={() => change({ includeVoid: false })} />
      ) : null}
      <LinkButton onClick={() => change({ filters: [], includeVoid: false })}>{t('filter.clearAll')}</LinkButton>
    </div>
  );
}
