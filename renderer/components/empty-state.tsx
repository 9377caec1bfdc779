// An empty list: one sentence, two buttons, a link to the template.
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';

const Frame = styled('div')({
  padding: '48px 24px',
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'center',
  gap: 16,
  '& .actions': { display: 'flex', gap: 8, alignItems: 'center' },
  '& p': { color: 'var(--text-2)' },
});

/** One sentence and what to do about it. */
export function EmptyState({ sentence, children }: { sentence: string; children?: ReactNode }) {
  return (
    <Frame>
      <p>{sentence}</p>
      {children ? <div className="actions">{children}</div> : null}
    </Frame>
  );
}
