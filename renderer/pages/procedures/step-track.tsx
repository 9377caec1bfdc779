// The steps of a run: those taken, with who and when, on screen or on paper; the present one; those ahead.
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { templateOf } from '../../../shared/procedures/templates.ts';
import { fieldOf } from '../../../shared/registers/definition.ts';
import { procedureStepRegister } from '../../../shared/registers/procedure-step.ts';
import { useSession } from '../../app/session.tsx';
import { fieldText } from '../../components/field-text.ts';
import { CheckIcon } from '../../components/icons.tsx';
import { LateMark, Tag } from '../../components/tags.tsx';
import { momentOf, today, useLanguage } from '../../i18n/format.ts';
import { type ProcedureAnswer, stepLabel } from './procedure-words.ts';

const Track = styled('ol')({
  '& > li': {
    display: 'grid',
    gridTemplateColumns: '24px 200px minmax(0, 1fr) auto',
    gap: 8,
    padding: '6px 0',
    borderBottom: '1px solid var(--row-line)',
    alignItems: 'start',
  },
  '& > li:last-of-type': { borderBottom: 0 },
  '& .mark': {
    width: 20,
    height: 20,
    border: '1px solid var(--control)',
    borderRadius: 2,
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    fontSize: 12,
    color: 'var(--text-2)',
  },
  '& [data-state="taken"] .mark': {
    borderColor: 'var(--jade)',
    color: 'var(--jade)',
    backgroundColor: 'var(--jade-tint)',
  },
  '& [data-state="present"] .mark': { borderColor: 'var(--ink)', color: 'var(--ink)', fontWeight: 600 },
  '& [data-state="present"] .name': { color: 'var(--ink)', fontWeight: 600 },
  '& [data-state="ahead"]': { color: 'var(--text-3)' },
  '& .opinion': { fontSize: 12, lineHeight: '16px', color: 'var(--text-2)', whiteSpace: 'pre-wrap' },
  '& .when': { fontSize: 12, lineHeight: '20px', color: 'var(--text-2)', whiteSpace: 'nowrap' },
  '& .weekends': { display: 'block', color: 'var(--amber)', lineHeight: '16px' },
  '& .late': { display: 'inline-flex', gap: 4, alignItems: 'center' },
});

/** The track. */
export function StepTrack({ answer }: { answer: ProcedureAnswer }) {
  const { t } = useTranslation();
  const { label, language } = useLanguage();
  const { scheme } = useSession();
  const template = templateOf(String(answer.procedure.values.template));
  const at = answer.current === null ? answer.steps.length : answer.steps.indexOf(answer.current);
  const isClosed = answer.current === null;
  const dueOn = answer.procedure.values.dueOn;
  const context = { language, scheme, t };
  const outcome = fieldOf(procedureStepRegister, 'outcome');
  const mode = fieldOf(procedureStepRegister, 'mode');
  return (
    <Track>
      {answer.taken.map((row) => (
        <li key={row.id} data-state="taken">
          <span className="mark" aria-hidden>
            <CheckIcon />
          </span>
          <span className="name">{label(stepLabel(template, String(row.values.step)))}</span>
          <div>
            <span>
              {fieldText(outcome, row, context)}
              {'　'}
              {String(row.values.doneBy)}
              {row.values.delegate ? ` → ${String(row.values.delegate)}` : ''}
            </span>
            {row.values.opinion ? <p className="opinion">{String(row.values.opinion)}</p> : null}
          </div>
          <span className="when late">
            {String(row.values.doneOn)} {fieldText(mode, row, context)}
            {row.lateEntry ? <LateMark /> : null}
            {row.values.mode === 'paper' ? ` ${t('procedure.enteredAt', { at: momentOf(row.recordedAtMs) })}` : ''}
          </span>
        </li>
      ))}
      {isClosed
        ? null
        : answer.steps.slice(at).map((name, index) => (
            <li key={name} data-state={index === 0 ? 'present' : 'ahead'}>
              <span className="mark" aria-hidden>
                {at + index + 1}
              </span>
              <span className="name">{label(stepLabel(template, name))}</span>
              <span>
                {index === 0
                  ? answer.delegate
                    ? t('procedure.delegatedTo', { login: answer.delegate })
                    : t('procedure.waiting')
                  : ''}
              </span>
              <span className="when">
                {index === 0 && typeof dueOn === 'string' ? (
                  <Tag tone={dueOn < today() ? 'red' : 'neutral'}>
                    {t('procedure.dueOn', {
                      date: dueOn,
                      firmness: t(`procedure.firmness.${answer.firmness ?? 'house'}`),
                    })}
                  </Tag>
                ) : null}
                {index === 0 && answer.holidaysMissing ? (
                  <span className="weekends">{t('procedure.holidaysMissing')}</span>
                ) : null}
              </span>
            </li>
          ))}
    </Track>
  );
}
