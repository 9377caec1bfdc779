// The body under a record's head: side index, one scroll of sections, the rail at the right.
import { ButtonBase } from '@mui/material';
import { styled } from '@mui/material/styles';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegisterDefinition } from '../../../../shared/registers/definition.ts';
import { linksOf, sectionFields, sectionsOf } from '../../../api/definitions.ts';
import { smallWindow } from '../../../app/theme.ts';
import { LockIcon } from '../../../components/icons.tsx';
import { countText, useLanguage } from '../../../i18n/format.ts';

const Body = styled('div')({
  flex: 1,
  minHeight: 0,
  display: 'grid',
  gridTemplateColumns: '136px minmax(0, 1fr) 280px',
  '&[data-rail="false"]': { gridTemplateColumns: '136px minmax(0, 1fr)' },
  [smallWindow]: {
    '&, &[data-rail="false"]': { gridTemplateColumns: 'minmax(0, 1fr)', gridTemplateRows: 'minmax(0, 1fr) auto' },
    '& .index': { display: 'none' },
    '& .rail': { borderLeft: 0, borderTop: '1px solid var(--line)', maxHeight: '30vh' },
  },
  '& .index': { borderRight: '1px solid var(--line)', padding: '8px 0', overflowY: 'auto' },
  '& .entry': {
    display: 'flex',
    width: '100%',
    height: 28,
    padding: '0 12px 0 22px',
    borderLeft: '2px solid transparent',
    justifyContent: 'space-between',
    fontSize: 13,
    color: 'var(--text-2)',
    whiteSpace: 'nowrap',
  },
  '& .entry:hover': { backgroundColor: 'var(--hover)' },
  '& .entry:focus-visible': { outlineOffset: -2 },
  '& .entry[aria-current="true"]': { color: 'var(--ink)', fontWeight: 600, borderLeftColor: 'var(--ink)' },
  '& .entry .word': { overflow: 'hidden', textOverflow: 'ellipsis' },
  '& .entry .count': { fontSize: 12, fontWeight: 400, color: 'var(--text-2)', marginLeft: 4 },
  '& .scroll': { overflowY: 'auto', padding: '0 24px', minWidth: 0, position: 'relative' },
  '& .rail': { borderLeft: '1px solid var(--line)', backgroundColor: 'var(--paper)', overflowY: 'auto' },
});

export interface IndexEntry {
  id: string;
  text: string;
  count?: number;
  isSealed?: boolean;
}

interface RecordBodyProps {
  register: RegisterDefinition;
  /** Counts by link key, `attachments` and `history`; without it only the sections of fields are listed. */
  counts?: Record<string, number>;
  rail: ReactNode;
  children: ReactNode;
}

function useEntries(register: RegisterDefinition, counts: Record<string, number> | undefined): IndexEntry[] {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const sections = sectionsOf(register).map((section) => ({
    id: section,
    text: label(register.sections[section] ?? { zh: section, en: section }),
    isSealed: sectionFields(register, section).some((field) => field.class === 'sealed'),
  }));
  if (!counts) return sections;
  return [
    ...sections,
    ...linksOf(register).map((link) => ({
      id: link.definition.key,
      text: label(link.other.field.label),
      count: counts[link.definition.key] ?? 0,
    })),
    { id: 'attachments', text: t('attachment.title'), count: counts.attachments ?? 0 },
    { id: 'history', text: t('history.title'), count: counts.history ?? 0 },
  ];
}

/** The body; `rail` is left out by forms. */
export function RecordBody({ register, counts, rail, children }: RecordBodyProps) {
  const { t } = useTranslation();
  const entries = useEntries(register, counts);
  const scroll = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(entries[0]?.id ?? '');

  useEffect(() => {
    const box = scroll.current;
    if (!box) return;
    const look = () => {
      const top = box.getBoundingClientRect().top + 48;
      const seen = [...box.querySelectorAll<HTMLElement>('[data-section]')].filter(
        (section) => section.getBoundingClientRect().top <= top,
      );
      setCurrent(seen.at(-1)?.dataset.section ?? entries[0]?.id ?? '');
    };
    look();
    box.addEventListener('scroll', look, { passive: true });
    return () => box.removeEventListener('scroll', look);
  }, [entries[0]?.id]);

  function go(id: string): void {
    const section = scroll.current?.querySelector<HTMLElement>(`[data-section="${id}"]`);
    section?.scrollIntoView({ block: 'start' });
    setCurrent(id);
  }

  return (
    <Body data-rail={rail !== null}>
      <nav className="index" aria-label={t('record.index')}>
        {entries.map((entry) => (
          <ButtonBase key={entry.id} className="entry" aria-current={entry.id === current} onClick={() => go(entry.id)}>
            <span className="word">{entry.text}</span>
            {entry.isSealed ? <LockIcon size={12} /> : null}
            {entry.count === undefined ? null : <span className="count">{countText(entry.count)}</span>}
          </ButtonBase>
        ))}
      </nav>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard */}
      <section className="scroll" ref={scroll} tabIndex={0} aria-label={t('record.sections')}>
        {children}
      </section>
      {rail === null ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
        <aside className="rail" tabIndex={0} aria-label={t('record.rail')}>
          {rail}
        </aside>
      )}
    </Body>
  );
}
