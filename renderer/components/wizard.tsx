// The frame of a wizard: steps on the left, one decision a step, back never loses, the act at the bottom right.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckIcon } from './icons.tsx';

const Frame = styled('div')({
  height: '100%',
  display: 'grid',
  gridTemplateColumns: '200px minmax(0, 1fr)',
  gridTemplateRows: 'minmax(0, 1fr) 56px',
  backgroundColor: 'var(--surface)',
  '&[data-wide="true"]': { gridTemplateColumns: '152px minmax(0, 1fr)' },
  '& .steps': {
    gridRow: '1 / -1',
    display: 'flex',
    flexDirection: 'column',
    borderRight: '1px solid var(--line)',
    backgroundColor: 'var(--paper)',
    padding: '8px 0',
    overflowY: 'auto',
  },
  '& .steps h1': { fontSize: 20, lineHeight: '28px', fontWeight: 600, padding: '0 16px 16px' },
  '& .step': { display: 'flex', gap: 8, padding: '6px 16px', minHeight: 32, borderLeft: '2px solid transparent' },
  '& .step[aria-current="step"]': {
    backgroundColor: 'var(--ink-tint)',
    borderLeftColor: 'var(--ink)',
    fontWeight: 600,
    color: 'var(--ink)',
  },
  '& .step .mark': {
    width: 16,
    flex: 'none',
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    height: 20,
  },
  '& .step[data-done="true"] .mark': { color: 'var(--jade)' },
  '& .step .note': {
    display: 'block',
    fontSize: 12,
    lineHeight: '16px',
    fontWeight: 400,
    color: 'var(--text-2)',
    overflowWrap: 'anywhere',
  },
  '& .steps .footnote': {
    marginTop: 'auto',
    padding: '16px 16px 8px',
    fontSize: 12,
    lineHeight: '16px',
    color: 'var(--text-2)',
    whiteSpace: 'pre-line',
  },
  '& .content': { overflowY: 'auto', padding: '24px 32px', minWidth: 0 },
  '& .content[data-wide="true"]': { padding: 0, overflow: 'hidden' },
  '& .content[data-wide="true"] > div': { maxWidth: 'none', height: '100%', gap: 0 },
  '& .content > div': { maxWidth: 640, display: 'flex', flexDirection: 'column', gap: 16 },
  '& .content h2': { fontSize: 14, lineHeight: '20px', fontWeight: 600 },
  '& .bottom': {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: 8,
    padding: '0 16px',
    borderTop: '1px solid var(--line)',
    backgroundColor: 'var(--paper)',
  },
  '& .bottom .will': { flex: 1, fontSize: 13, color: 'var(--text-2)' },
});

export interface WizardStep {
  key: string;
  title: string;
  /** What was decided, under the title once the step is done. */
  note?: string;
  /** What is open at the step, under its title while it is the present one. */
  now?: string;
}

interface WizardProps {
  title: string;
  steps: readonly WizardStep[];
  current: number;
  /** Whether the step's decision is made. */
  canGoOn: boolean;
  isBusy?: boolean;
  /** The words of the last button; the others say 下一步. */
  act: string;
  /** The words of the button that goes on, where 下一步 does not say enough. */
  next?: string | undefined;
  /** What the act will do, beside the buttons. */
  will?: ReactNode;
  /** Controls between that and the buttons. */
  controls?: ReactNode;
  /** A reassurance that holds for all steps, at their foot. */
  footnote?: string;
  /** Narrow steps, for a wizard that shows sheets. */
  hasNarrowSteps?: boolean;
  /** The content takes the whole room instead of a column. */
  isWide?: boolean;
  /** False after the act: there is nothing to go back to. */
  hasBack?: boolean;
  onBack: () => void;
  onNext: () => void;
  children: ReactNode;
}

/** Steps, content and the two buttons. */
export function Wizard({
  title,
  steps,
  current,
  canGoOn,
  isBusy = false,
  act,
  next,
  will,
  controls,
  footnote,
  hasNarrowSteps = false,
  isWide = false,
  hasBack = true,
  onBack,
  onNext,
  children,
}: WizardProps) {
  const { t } = useTranslation();
  const isLast = current === steps.length - 1;
  return (
    <form
      noValidate
      style={{ height: '100%' }}
      onSubmit={(event) => {
        event.preventDefault();
        if (canGoOn && !isBusy) onNext();
      }}
    >
      <Frame data-wide={hasNarrowSteps}>
        <nav className="steps" aria-label={t('wizard.steps')}>
          <h1>{title}</h1>
          <ol>
            {steps.map((step, index) => (
              <li
                key={step.key}
                className="step"
                data-done={index < current}
                aria-current={index === current ? 'step' : undefined}
              >
                <span className="mark">{index < current ? <CheckIcon /> : index + 1}</span>
                <span>
                  {step.title}
                  {index < current && step.note ? <span className="note">{step.note}</span> : null}
                  {index === current && step.now ? <span className="note">{step.now}</span> : null}
                </span>
              </li>
            ))}
          </ol>
          {footnote === undefined ? null : <p className="footnote">{footnote}</p>}
        </nav>
        <div className="content" data-wide={isWide}>
          <div>{children}</div>
        </div>
        <div className="bottom">
          <div className="will">{will}</div>
          {controls}
          {hasBack ? (
            <Button size="medium" onClick={onBack} disabled={isBusy}>
              {current === 0 ? t('action.cancel') : t('wizard.back')}
            </Button>
          ) : null}
          <Button
            size="medium"
            type="submit"
            variant="contained"
            disabled={!canGoOn || isBusy}
            onClick={(event) => {
              // The second click of a double click is not meant for the next step's button in the same place.
              if (event.detail > 1) event.preventDefault();
            }}
          >
            {isLast ? act : (next ?? t('wizard.next'))}
          </Button>
        </div>
      </Frame>
    </form>
  );
}
