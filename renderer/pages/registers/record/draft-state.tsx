// One quiet line in a form's head: when what was typed was last kept, or that it could not be.
import { useTranslation } from 'react-i18next';
import { momentOf } from '../../../i18n/format.ts';

/** The line; empty until the form was kept for the first time. */
export function DraftState({ savedAtMs, hasFailed }: { savedAtMs: number | null; hasFailed: boolean }) {
  const { t } = useTranslation();
  return (
    <span
      role="status"
      title={t('draft.help')}
      style={{
        fontSize: 12,
        lineHeight: '16px',
        whiteSpace: 'nowrap',
        color: hasFailed ? 'var(--amber)' : 'var(--text-2)',
      }}
    >
      {hasFailed ? t('draft.failed') : savedAtMs === null ? '' : t('draft.kept', { at: momentOf(savedAtMs).slice(11) })}
    </span>
  );
}
