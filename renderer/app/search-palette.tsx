// Ctrl+K: records, pages and actions in one list, grouped, walked with the arrow keys.
import { Dialog } from '@mui/material';
import { styled } from '@mui/material/styles';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { findRegister, ledgerRegisters, pageRegisters } from '../api/definitions.ts';
import { useRead } from '../api/queries.ts';
import { TextInput } from '../components/form-field.tsx';
import { countText, useLanguage } from '../i18n/format.ts';
import { areas } from './areas.ts';
import { useHasPage } from './page-paths.ts';
import { useRights } from './session.tsx';

const Frame = styled('div')({
  padding: 8,
  '& .list': { maxHeight: 420, overflowY: 'auto', marginTop: 8 },
  '& .group': { fontSize: 12, lineHeight: '16px', color: 'var(--text-2)', padding: '8px 8px 4px' },
  '& .option': {
    display: 'flex',
    gap: 12,
    alignItems: 'baseline',
    padding: '4px 8px',
    minHeight: 28,
    fontSize: 13,
    cursor: 'pointer',
    borderRadius: 2,
  },
  '& .option[aria-selected="true"]': { backgroundColor: 'var(--ink-tint)' },
  '& .number': { flex: 'none', minWidth: 128, color: 'var(--text-2)', whiteSpace: 'nowrap' },
  '& .title': { flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& .option[data-void="true"] .title, & .option[data-void="true"] .number': {
    textDecoration: 'line-through',
    color: 'var(--text-3)',
  },
  '& .detail': {
    flex: 'none',
    maxWidth: 240,
    color: 'var(--text-2)',
    fontSize: 12,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  '& .none': { padding: '12px 8px', color: 'var(--text-2)', fontSize: 13 },
});

interface Entry {
  key: string;
  group: 'records' | 'pages' | 'actions';
  number?: string;
  title: string;
  detail?: string;
  isVoid?: boolean;
  act: () => void;
}

function matches(title: string, text: string): boolean {
  return title.toLowerCase().includes(text.trim().toLowerCase());
}

/** The palette; closes when something is chosen. */
export function SearchPalette({ onClose, onLock }: { onClose: () => void; onLock: () => void }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const navigate = useNavigate();
  const rights = useRights();
  const hasImport = useHasPage('/import/:register');
  const hasEvidence = useHasPage('/evidence');
  const [text, setText] = useState('');
  const [selected, setSelected] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const asked = useDeferredValue(text.trim());
  const hits = useRead('search.global', { text: asked, limit: 20 }, { enabled: asked !== '', keep: true });

  const entries = useMemo<Entry[]>(() => {
    const go = (to: string) => () => void navigate(to);
    const records: Entry[] = (asked === '' ? [] : (hits.data?.hits ?? [])).map((hit) => {
      const register = findRegister(hit.register);
      return {
        key: hit.id,
        group: 'records',
        number: hit.number ?? '—',
        title: hit.title,
        detail: [register ? label(register.noun) : hit.register, hit.detail].filter((part) => part !== '').join(' · '),
        isVoid: hit.void,
        act: go(`/r/${hit.register}/${hit.id}`),
      };
    });
    const places: Entry[] = [
      ...pageRegisters.map((register) => ({
        key: `page:${register.key}`,
        group: 'pages' as const,
        title: label(register.label),
        act: go(`/r/${register.key}`),
      })),
      ...areas
        .filter((area) => !area.to.startsWith('/r/') && (area.key !== 'evidence' || hasEvidence))
        .map((area) => ({
          key: `page:${area.key}`,
          group: 'pages' as const,
          title: t(`area.${area.key}`),
          act: go(area.to),
        })),
      ...areas
        .flatMap((area) => area.pages ?? [])
        .map(({ to, word }) => ({ key: `page:${to}`, group: 'pages' as const, title: t(word), act: go(to) })),
      { key: 'page:settings', group: 'pages' as const, title: t('area.settings'), act: go('/settings') },
    ];
    const actions: Entry[] = [
      ...(rights.write
        ? ledgerRegisters.flatMap((register) => [
            {
              key: `new:${register.key}`,
              group: 'actions' as const,
              title: t('list.new', { noun: label(register.noun) }),
              act: go(`/r/${register.key}/new`),
            },
            ...(hasImport
              ? [
                  {
                    key: `import:${register.key}`,
                    group: 'actions' as const,
                    title: t('list.importOf', { register: label(register.label) }),
                    act: go(`/import/${register.key}`),
                  },
                ]
              : []),
          ])
        : []),
      { key: 'lock', group: 'actions' as const, title: t('action.lock'), act: onLock },
    ];
    return [...records, ...[...places, ...actions].filter((entry) => matches(entry.title, text))];
  }, [asked, hits.data, hasEvidence, hasImport, label, navigate, onLock, rights.write, t, text]);

  const index = Math.min(selected, Math.max(0, entries.length - 1));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another entry is selected, so another one must be in view
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [index]);

  function choose(entry: Entry | undefined): void {
    if (!entry) return;
    onClose();
    entry.act();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setSelected((index + step + entries.length) % Math.max(1, entries.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(entries[index]);
    }
  }

  const groups = (['records', 'pages', 'actions'] as const).filter((group) =>
    entries.some((entry) => entry.group === group),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      aria-label={t('search.title')}
      maxWidth={false}
      slotProps={{ paper: { sx: { width: 720, maxWidth: 'calc(100vw - 48px)', alignSelf: 'flex-start', mt: '64px' } } }}
    >
      <Frame>
        <TextInput
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-label={t('search.title')}
          aria-activedescendant={entries[index] ? `${listId}-${index}` : undefined}
          placeholder={t('search.placeholder')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setSelected(0);
          }}
          onKeyDown={onKeyDown}
        />
        <div className="list" id={listId} role="listbox" aria-label={t('search.results')} ref={list}>
          {groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options in a list box, not a group of fields
            <div key={group} role="group" aria-label={t(`search.group.${group}`)}>
              <p className="group">
                {t(`search.group.${group}`)}
                {group === 'records' && hits.data ? ` ${countText(hits.data.total)}` : ''}
              </p>
              {entries.map((entry, position) =>
                entry.group === group ? (
                  <div
                    key={entry.key}
                    id={`${listId}-${position}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={position === index}
                    className="option"
                    data-void={entry.isVoid ?? false}
                    onPointerMove={() => setSelected(position)}
                    onClick={() => choose(entry)}
                    onKeyDown={(event) => {
                      if (event.key === 'Enter') choose(entry);
                    }}
                  >
                    {entry.number === undefined ? null : <span className="number">{entry.number}</span>}
                    <span className="title">{entry.title}</span>
                    {entry.detail === undefined ? null : <span className="detail">{entry.detail}</span>}
                  </div>
                ) : null,
              )}
            </div>
          ))}
          {entries.length === 0 ? <p className="none">{t('search.none')}</p> : null}
        </div>
      </Frame>
    </Dialog>
  );
}
