// The foot of a list: total, page; with a selection the bulk bar takes the same 36 px.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { countText } from '../../../i18n/format.ts';
import { pageSize } from './list-grid.tsx';

const Bar = styled('div')({
  flex: 'none',
  height: 36,
  borderTop: '1px solid var(--line)',
  padding: '0 16px',
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  fontSize: 12,
  lineHeight: '16px',
  color: 'var(--text-2)',
  backgroundColor: 'var(--surface)',
  whiteSpace: 'nowrap',
  overflow: 'hidden',
  '&[data-bulk="true"]': { backgroundColor: 'var(--ink-tint)', borderTopColor: 'var(--ink)' },
  '&[data-past="true"]': { backgroundColor: 'var(--as-of-ground)', color: 'var(--as-of-text)' },
  '& .chosen': { fontSize: 13, fontWeight: 600, color: 'var(--text)' },
  '& .grow': { flex: 1 },
});

interface ListFooterProps {
  total: number;
  page: number;
  isPast: boolean;
  note?: string;
  /** Words and buttons of the bulk bar while something is selected. */
  bulk: { chosen: string; details: readonly string[]; actions: ReactNode; onClear: () => void } | null;
  onPage: (page: number) => void;
}

/** The foot, or the bulk bar in its place. */
export function ListFooter({ total, page, isPast, note, bulk, onPage }: ListFooterProps) {
  const { t } = useTranslation();
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const first = total === 0 ? 0 : page * pageSize + 1;
  const last = Math.min(total, (page + 1) * pageSize);
  const range = t('list.range', { first: countText(first), last: countText(last), total: countText(total) });
  return (
    <Bar data-bulk={bulk !== null} data-past={isPast} role="group" aria-label={t('list.footer')}>
      {bulk === null ? (
        <span>{range}</span>
      ) : (
        <>
          <span className="chosen" role="status">
            {bulk.chosen}
          </span>
          {bulk.details.map((detail) => (
            <span key={detail}>{detail}</span>
          ))}
          {bulk.actions}
        </>
      )}
      <span className="grow" />
      {bulk === null ? note === undefined ? null : <span>{note}</span> : <span>{range}</span>}
      {pages > 1 ? (
        <>
          <Button variant="text" disabled={page === 0} onClick={() => onPage(page - 1)}>
            {t('list.previousPage')}
          </Button>
          <span>{t('list.page', { page: page + 1, pages })}</span>
          <Button variant="text" disabled={page >= pages - 1} onClick={() => onPage(page + 1)}>
            {t('list.nextPage')}
          </Button>
        </>
      ) : null}
      {bulk === null ? null : (
        <Button variant="text" onClick={bulk.onClear} aria-keyshortcuts="Escape">
          {t('list.clearSelection')} Esc
        </Button>
      )}
    </Bar>
  );
}
