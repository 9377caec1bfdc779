// A notice on the page: what the reader must know before going on.
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';

const Box = styled('div')({
  border: '1px solid var(--line)',
  borderRadius: 2,
  padding: '8px 12px',
  fontSize: 13,
  lineHeight: '20px',
  backgroundColor: 'var(--paper)',
  '& p + p': { marginTop: 4 },
  '&[data-tone="amber"]': { borderColor: 'var(--amber)', backgroundColor: 'var(--amber-tint)' },
  '&[data-tone="red"]': { borderColor: 'var(--red)', backgroundColor: 'var(--red-tint)' },
  '&[data-tone="jade"]': { borderColor: 'var(--jade)', backgroundColor: 'var(--jade-tint)' },
  '&[data-tone="ink"]': { borderColor: 'var(--ink)', backgroundColor: 'var(--ink-tint)' },
});

/** A box in the tone of what it says. */
export function Notice({
  tone = 'plain',
  children,
}: {
  tone?: 'plain' | 'amber' | 'red' | 'jade' | 'ink';
  children: ReactNode;
}) {
  return <Box data-tone={tone}>{children}</Box>;
}
