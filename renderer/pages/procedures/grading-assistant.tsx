// 定密助手: nine factors of one to five points, a weighted total and a suggestion that somebody takes over or leaves.
import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FactorScores, gradingFactors, scoresText, suggestGrade } from '../../../shared/grading-assistant.ts';
import { useSession } from '../../app/session.tsx';
import { SelectInput } from '../../components/form-field.tsx';
import { GradeText } from '../../components/grade-mark.tsx';
import { useLanguage } from '../../i18n/format.ts';

const Factors = styled('div')({
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr) 96px minmax(0, 1.2fr) 56px',
  gap: '6px 12px',
  alignItems: 'center',
  fontSize: 13,
  '& .ends': { fontSize: 12, color: 'var(--text-2)' },
  '& .weight': { fontSize: 12, color: 'var(--text-2)', textAlign: 'right' },
});

interface GradingAssistantProps {
  onClose: () => void;
  /** The suggestion was taken over, with the scores it rests on. */
  onTake: (level: string, assessment: string) => void;
}

/** The dialog. */
export function GradingAssistant({ onClose, onTake }: GradingAssistantProps) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const { scheme } = useSession();
  const titleId = useId();
  const [scores, setScores] = useState<FactorScores>({});
  const suggestion = scheme ? suggestGrade(scores, scheme) : null;
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="md" fullWidth>
      <DialogTitle id={titleId}>{t('assistant.title')}</DialogTitle>
      <DialogContent>
        <p style={{ fontSize: 12, color: 'var(--text-2)', marginBottom: 8 }}>{t('assistant.note')}</p>
        <Factors>
          {gradingFactors.map((factor) => (
            <Factor
              key={factor.key}
              word={label(factor.label)}
              ends={t('assistant.ends', { low: label(factor.low), high: label(factor.high) })}
              weight={factor.weight}
              points={scores[factor.key]}
              onChange={(points) => setScores({ ...scores, [factor.key]: points })}
            />
          ))}
        </Factors>
        <p role="status" style={{ marginTop: 12, display: 'flex', gap: 8, alignItems: 'center' }}>
          {suggestion ? (
            <>
              {t('assistant.total', { total: suggestion.total })}
              <GradeText boxed code={suggestion.level} scheme={scheme} />
            </>
          ) : (
            t('assistant.open', { count: gradingFactors.filter(({ key }) => scores[key] === undefined).length })
          )}
        </p>
      </DialogContent>
      <DialogActions>
        <Button size="medium" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button
          size="medium"
          variant="contained"
          disabled={suggestion === null}
          onClick={() => suggestion && onTake(suggestion.level, scoresText(scores))}
        >
          {t('assistant.take')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Factor(props: {
  word: string;
  ends: string;
  weight: number;
  points: number | undefined;
  onChange: (points: number) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{props.word}</label>
      <SelectInput
        id={id}
        data-size="small"
        value={props.points ?? ''}
        onChange={(event) => props.onChange(Number(event.target.value))}
      >
        <option value="" disabled>
          {t('assistant.choose')}
        </option>
        {[1, 2, 3, 4, 5].map((points) => (
          <option key={points} value={points}>
            {t('assistant.points', { points })}
          </option>
        ))}
      </SelectInput>
      <span className="ends">{props.ends}</span>
      <span className="weight">{t('assistant.weight', { weight: props.weight })}</span>
    </>
  );
}
