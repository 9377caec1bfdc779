// The title line of pages that are no list: 36 px, title, a note, buttons at the right.
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';

const Line = styled('div')({
  flex: 'none',
  height: 36,
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  padding: '0 16px',
  backgroundColor: 'var(--paper)',
  borderBottom: '1px solid var(--line)',
  '& h1': { fontSize: 20, lineHeight: '28px', fontWeight: 600, whiteSpace: 'nowrap' },
  '& .note': {
    flex: 1,
    fontSize: 12,
    lineHeight: '16px',
    color: 'var(--text-2)',
    marginLeft: 8,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
});

/** The title line. */
export function PageTitle({
  title,
  note,
  children,
}: {
  title: string;
  note?: string | undefined;
  children?: ReactNode;
}) {
  return (
    <Line>
      <h1>{title}</h1>
      <span className="note">{note}</span>
      {children}
    </Line>
  );
}
