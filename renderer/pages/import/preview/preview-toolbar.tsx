// Above the sheet: counts that filter, the switch of spellings, and the way to the next cell that needs somebody.
import { Button, ButtonBase } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { ImportRowState, ImportSummary } from '../../../../shared/contract/routes/import.ts';
import { countText } from '../../../i18n/format.ts';
import { filterStates, openRows } from '../import-words.ts';
import type { Spelling } from './sheet-row.tsx';
import { StateGlyph } from './state-mark.tsx';

const Bar = styled('div')({
  flex: 'none',
  minHeight: 40,
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  padding: '5px 16px',
  flexWrap: 'wrap',
  backgroundColor: 'var(--paper)',
  borderBottom: '1px solid var(--line)',
  '& .segments': {
    display: 'inline-flex',
    margin: 0,
    padding: 0,
    minWidth: 0,
    border: '1px solid var(--control)',
    borderRadius: 2,
    height: 28,
  },
  '& .segment': {
    height: 26,
    padding: '0 10px',
    gap: 6,
    fontSize: 13,
    lineHeight: '20px',
    backgroundColor: 'var(--surface)',
    borderRight: '1px solid var(--line)',
    whiteSpace: 'nowrap',
  },
  '& .segment:last-of-type': { borderRight: 0 },
  '& .segment:hover': { backgroundColor: 'var(--hover)' },
  '& .segment:focus-visible': { outlineOffset: -2 },
  '& .segment[aria-pressed="true"]': { backgroundColor: 'var(--ink-tint)', color: 'var(--ink)', fontWeight: 600 },
  '& .segment .count': { fontWeight: 600 },
  '& [data-state="new"] svg': { color: 'var(--jade)' },
  '& [data-state="update"] svg': { color: 'var(--ink)' },
  '& [data-state="error"] svg': { color: 'var(--red)' },
  '& [data-state="error"][data-any="true"] .count': { color: 'var(--red)' },
  '& [data-state="held"] svg': { color: 'var(--amber)' },
  '& .grow': { flex: 1 },
  '& .legend': { fontSize: 12, lineHeight: '16px', color: 'var(--text-2)' },
  '& kbd': { font: 'inherit', fontSize: 12, color: 'var(--text-2)', marginLeft: 8 },
});

interface PreviewToolbarProps {
  summary: ImportSummary;
  filter: ImportRowState | null;
  spelling: Spelling;
  onFilter: (filter: ImportRowState | null) => void;
  onSpelling: (spelling: Spelling) => void;
  onNext: () => void;
}

export function PreviewToolbar(props: PreviewToolbarProps) {
  const { summary, filter, spelling, onFilter, onSpelling } = props;
  const { t } = useTranslation();
  const { counts } = summary;
  return (
    <Bar>
      <fieldset className="segments" aria-label={t('import.preview.filters')}>
        <ButtonBase className="segment" aria-pressed={filter === null} onClick={() => onFilter(null)}>
          {t('import.preview.all')} <span className="count">{countText(counts.rows)}</span>
        </ButtonBase>
        {filterStates.map((state) => (
          <ButtonBase
            key={state}
            className="segment"
            data-state={state}
            data-any={counts[state] > 0}
            aria-pressed={filter === state}
            onClick={() => onFilter(filter === state ? null : state)}
          >
            <StateGlyph state={state} />
            {t(`import.state.${state}`)} <span className="count">{countText(counts[state])}</span>
          </ButtonBase>
        ))}
      </fieldset>
      <span className="grow" />
      <span className="legend">{t('import.preview.legend')}</span>
      <fieldset className="segments" aria-label={t('import.preview.spelling')}>
        <ButtonBase className="segment" aria-pressed={spelling === 'kept'} onClick={() => onSpelling('kept')}>
          {t('import.preview.asKept')}
        </ButtonBase>
        <ButtonBase className="segment" aria-pressed={spelling === 'written'} onClick={() => onSpelling('written')}>
          {t('import.preview.asWritten')}
        </ButtonBase>
      </fieldset>
      <Button disabled={openRows(counts) === 0} onClick={props.onNext}>
        {t('import.preview.next')} <kbd>F8</kbd>
      </Button>
    </Bar>
  );
}
