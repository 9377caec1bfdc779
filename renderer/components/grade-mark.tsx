// The grade mark: three slots filled from one to three, empty ones drawn as feet. Only the mark carries colour.
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { GradingScheme } from '../../shared/levels.ts';
import { useLanguage } from '../i18n/format.ts';

const colorOfRank: Record<number, string> = { 3: 'var(--red)', 2: 'var(--amber)', 1: 'var(--slate)' };

/** The mark alone, 13 × 12. `muted` is for void records. */
export function GradeMark({ rank, muted = false }: { rank: number; muted?: boolean }) {
  const color = muted ? 'var(--text-3)' : (colorOfRank[rank] ?? 'var(--text-3)');
  return (
    <svg width="13" height="12" viewBox="0 0 13 12" aria-hidden="true" focusable="false">
      {[0, 1, 2].map((slot) =>
        slot < rank ? (
          <rect key={slot} x={slot * 5} y={0} width={3} height={12} fill={color} />
        ) : (
          <rect key={slot} x={slot * 5} y={10} width={3} height={2} fill={color} opacity={0.45} />
        ),
      )}
    </svg>
  );
}

const Line = styled('span')({
  display: 'inline-flex',
  alignItems: 'center',
  gap: 6,
  whiteSpace: 'nowrap',
  '& > svg': { flex: 'none' },
  '&[data-boxed="true"]': {
    height: 22,
    border: '1px solid var(--line)',
    backgroundColor: 'var(--surface)',
    padding: '0 8px 0 6px',
    borderRadius: 2,
    fontSize: 13,
  },
  '&[data-muted="true"]': { color: 'var(--text-3)' },
});

/** Mark and word of a grade code under a scheme; 未定密 for none. */
export function GradeText(props: {
  code: string | null;
  scheme: GradingScheme | null;
  boxed?: boolean;
  muted?: boolean;
}) {
  const { label } = useLanguage();
  const { t } = useTranslation();
  const grade = props.scheme?.grades.find((candidate) => candidate.code === props.code);
  const word = grade ? label(grade.label) : (props.code ?? t('grade.none'));
  return (
    <Line data-boxed={props.boxed ?? false} data-muted={(props.muted ?? false) || !props.code}>
      <GradeMark rank={grade?.rank ?? 0} muted={props.muted ?? false} />
      <span>{word}</span>
    </Line>
  );
}
