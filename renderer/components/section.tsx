// Sections and facts of a page: a head of 32 px, hairlines between sections, labelled facts in columns.
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';

const Frame = styled('section')({
  borderBottom: '1px solid var(--line)',
  paddingBottom: 8,
  scrollMarginTop: 0,
  '&:last-of-type': { borderBottom: 0 },
});

const Head = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  minHeight: 32,
  '& h2': { fontSize: 14, lineHeight: '20px', fontWeight: 600 },
  '& .note': {
    fontSize: 12,
    lineHeight: '16px',
    color: 'var(--text-2)',
    display: 'inline-flex',
    alignItems: 'center',
    gap: 4,
  },
  '& .actions': { marginLeft: 'auto', display: 'inline-flex', gap: 8 },
});

interface SectionProps {
  id?: string;
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A titled section of a record, a form or a settings page. */
export function Section({ id, title, note, actions, children }: SectionProps) {
  return (
    <Frame id={id} aria-label={title} data-section={id}>
      <Head>
        <h2>{title}</h2>
        {note === undefined || note === null ? null : <span className="note">{note}</span>}
        {actions === undefined || actions === null ? null : <span className="actions">{actions}</span>}
      </Head>
      {children}
    </Frame>
  );
}

/** The width of a column of labels: 64 px, more where one of them is longer than four characters. Takes the labels' texts. */
export function labelWidth(labels: readonly string[]): Record<`--${string}`, string> {
  const widest = Math.max(
    0,
    ...labels.map((label) =>
      [...label].reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) > 0x2e7f ? 12 : 6.5), 0),
    ),
  );
  return { '--label-width': `${Math.min(128, Math.max(64, Math.ceil(widest) + 12))}px` };
}

/** Columns of labelled facts. */
export const Facts = styled('dl')({
  display: 'grid',
  // As many columns as leave room for a value: three in a wide window, two in a narrow one.
  gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, calc(var(--label-width, 64px) + 140px)), 1fr))',
  columnGap: 24,
  margin: 0,
  '& > div': { display: 'flex', minHeight: 24, padding: '2px 0' },
  '& > div[data-wide="true"]': { gridColumn: '1 / -1' },
  '& dt': {
    flex: 'none',
    width: 'var(--label-width, 64px)',
    paddingRight: 4,
    fontSize: 12,
    lineHeight: '20px',
    color: 'var(--text-2)',
    overflowWrap: 'anywhere',
  },
  '& dd': { flex: 1, minWidth: 0, lineHeight: '20px', overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
});

/** A small table inside a section: head 24, rows 26. */
export const SmallTable = styled('table')({
  width: '100%',
  borderCollapse: 'collapse',
  fontSize: 13,
  lineHeight: '18px',
  '& th': {
    textAlign: 'left',
    fontWeight: 400,
    fontSize: 12,
    lineHeight: '16px',
    height: 24,
    padding: '0 8px 0 0',
    color: 'var(--text-2)',
    borderBottom: '1px solid var(--line)',
    whiteSpace: 'nowrap',
  },
  '& td': { height: 26, padding: '3px 8px 3px 0', borderBottom: '1px solid var(--row-line)', verticalAlign: 'top' },
  '& tr:last-of-type td': { borderBottom: 0 },
  '& .number': { textAlign: 'right' },
  '& .fixed': { whiteSpace: 'nowrap' },
  '& .mono': { fontFamily: '"Cascadia Mono","Consolas","Noto Sans Mono CJK SC",monospace', fontSize: 12 },
  '& .quiet': { color: 'var(--text-2)' },
  '& .closed td': { color: 'var(--text-3)' },
});
