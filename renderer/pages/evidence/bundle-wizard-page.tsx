// The bundle wizard: recipient and purpose, registers and filters, level, preview and confirmation, result.
import { styled } from '@mui/material/styles';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { PathToken } from '../../../shared/contract/bridge.ts';
import { asCallError, bridge } from '../../api/client.ts';
import { ledgerRegisters } from '../../api/definitions.ts';
import { dismissJob, type ResultOf, runJob } from '../../api/jobs.ts';
import { useRead } from '../../api/queries.ts';
import { usePlace } from '../../app/crumbs.tsx';
import { useSession } from '../../app/session.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Notice } from '../../components/notice.tsx';
import { Wizard, type WizardStep } from '../../components/wizard.tsx';
import { errorWords } from '../../i18n/error-words.ts';
import { today, useLanguage } from '../../i18n/format.ts';
import { BundlePreview } from './bundle-preview.tsx';
import { BundleResultPage } from './bundle-result.tsx';
import { LevelStep, PurposeStep, ScopeStep } from './bundle-steps.tsx';
import { approvalOf, emptyChoice, mayListPublicly, pastProblem, requestOf, suggestedName } from './choice.ts';
import { useMayIssue } from './rights.ts';

const stepKeys = ['purpose', 'scope', 'level', 'preview'] as const;
type StepKey = (typeof stepKeys)[number];

/** The preview takes the whole width; the other steps keep the wizard's column. */
const Stage = styled('div')({
  height: '100%',
  '&&[data-wide="true"] .content': { padding: 0 },
  '&&[data-wide="true"] .content > div': { maxWidth: 'none', minHeight: '100%', gap: 0 },
});

/** Refusals of the password belong under its field. */
const passwordCodes: readonly string[] = ['password_wrong', 'password_delay'];

export function BundleWizardPage() {
  const { t } = useTranslation();
  const mayIssue = useMayIssue();
  usePlace([{ text: t('area.evidence'), to: '/evidence' }, { text: t('evidence.create') }]);
  if (!mayIssue) return <EmptyState sentence={t('evidence.noRight')} />;
  return <BundleWizard />;
}

function BundleWizard() {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const { vault } = useSession();
  const navigate = useNavigate();
  const [step, setStep] = useState(0);
  const [choice, setChoice] = useState(() => emptyChoice(ledgerRegisters));
  const [target, setTarget] = useState<PathToken | null>(null);
  const [isRead, setRead] = useState(false);
  const [password, setPassword] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [result, setResult] = useState<ResultOf<'bundle.create'> | null>(null);
  const key: StepKey = stepKeys[step] ?? 'preview';
  const request = requestOf(choice);
  const preview = useRead('bundle.preview', request ?? { registers: [], level: 'internal', attachments: false }, {
    enabled: key === 'preview' && request !== null,
    staleTimeMs: 0,
  });
  const previewed = preview.data;
  // What was read and ticked holds for these numbers only.
  const numbers = JSON.stringify(previewed ?? null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tick falls when the numbers change
  useEffect(() => setRead(false), [numbers]);

  const failed = failure === null ? null : asCallError(failure);
  const passwordError = failed && passwordCodes.includes(failed.code) ? errorWords(t, failed).happened : undefined;
  const approval = approvalOf(choice.approval);
  const ready: Record<StepKey, boolean> = {
    purpose: choice.recipient.trim() !== '' && choice.purpose.trim() !== '',
    scope:
      choice.registers.some(({ isChosen }) => isChosen) &&
      (choice.past === null || pastProblem(choice.past, today(), t) === undefined),
    level: choice.level !== null && (choice.level === 'internal' || approval !== null),
    preview: previewed !== undefined && target !== null && isRead && password !== '',
  };
  const chosen = choice.registers.filter(({ isChosen }) => isChosen);
  const notes: Record<StepKey, string> = {
    purpose: choice.recipient,
    scope: [
      chosen.map(({ register }) => label(register.noun)).join(t('list.separator')),
      choice.past === null ? '' : `${choice.past.text} ${t(`asOf.${choice.past.reading}`)}`,
    ]
      .filter((part) => part !== '')
      .join(' · '),
    level: choice.level === null ? '' : t(`evidence.level.${choice.level}`),
    preview: '',
  };
  const steps: WizardStep[] = stepKeys.map((stepKey) => ({
    key: stepKey,
    title: t(`evidence.step.${stepKey}`),
    note: notes[stepKey],
  }));

  async function chooseTarget(): Promise<void> {
    const chosenPath = await bridge().chooseSave({
      suggestedName: target?.name ?? suggestedName(vault.organisation, choice.recipient, today()),
      filters: [{ name: t('evidence.fileKind'), extensions: ['zip'] }],
    });
    if (chosenPath) setTarget(chosenPath);
  }

  async function issue(): Promise<void> {
    if (!request || !target) return;
    setBusy(true);
    setFailure(null);
    try {
      const issued = await runJob('bundle.create', {
        ...request,
        documents: choice.publicList && mayListPublicly(choice) ? ['R02'] : [],
        target: target.token,
        recipient: choice.recipient,
        purpose: choice.purpose,
        approval,
        password,
      });
      setResult(issued);
    } catch (error) {
      setFailure(error);
      const { code, requestId } = asCallError(error);
      // A path that is taken must be chosen anew.
      if (code === 'path_exists') setTarget(null);
      // A wrong password is said under its field; the tray need not keep it.
      if (passwordCodes.includes(code)) dismissJob(requestId);
    } finally {
      setPassword('');
      setBusy(false);
    }
  }

  function again(): void {
    setResult(null);
    setTarget(null);
    setStep(0);
  }

  if (result && target) return <BundleResultPage result={result} target={target} onAgain={again} />;
  const change = (part: Partial<typeof choice>) => setChoice((known) => ({ ...known, ...part }));
  return (
    <Stage data-wide={key === 'preview'}>
      <Wizard
        title={t('evidence.create')}
        steps={steps}
        current={step}
        canGoOn={ready[key]}
        isBusy={isBusy}
        act={isBusy ? t('evidence.creating') : t('evidence.create')}
        will={key === 'preview' ? t('evidence.will') : ''}
        onBack={() => (step === 0 ? void navigate('/evidence') : setStep(step - 1))}
        onNext={() => (key === 'preview' ? void issue() : setStep(step + 1))}
      >
        {key === 'purpose' ? <PurposeStep choice={choice} onChange={change} /> : null}
        {key === 'scope' ? <ScopeStep choice={choice} onChange={change} /> : null}
        {key === 'level' ? <LevelStep choice={choice} onChange={change} /> : null}
        {key === 'level' && choice.level !== null && choice.level !== 'internal' && approval === null ? (
          <Notice tone="amber">{t('evidence.approval.needed')}</Notice>
        ) : null}
        {key === 'preview' && preview.error ? <ErrorPanel error={preview.error} /> : null}
        {key === 'preview' && previewed ? (
          <BundlePreview
            choice={choice}
            preview={previewed}
            target={target}
            isRead={isRead}
            password={password}
            passwordError={passwordError}
            isBusy={isBusy}
            onTarget={() => void chooseTarget()}
            onRead={setRead}
            onPassword={setPassword}
          >
            {failed && passwordError === undefined ? <ErrorPanel error={failed} /> : null}
          </BundlePreview>
        ) : null}
      </Wizard>
    </Stage>
  );
}
