// Creating a vault: organisation and folder, first officer, grades, number patterns, the state-secret question, the
// single-officer question, a summary, the result. Nothing is decided for the user and nothing is lost going back.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../../shared/contract/routes/vault.ts';
import { isNumberPattern } from '../../../shared/values/number-pattern.ts';
import { asCallError, call } from '../../api/client.ts';
import { numberedRegisters } from '../../api/definitions.ts';
import { useProfile } from '../../app/profile.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { usePasswordVerdict } from '../../components/password-field.tsx';
import { Wizard, type WizardStep } from '../../components/wizard.tsx';
import {
  OfficerStep,
  OrganisationStep,
  PatternsStep,
  SchemeStep,
  SingleOfficerStep,
  StateSecretStep,
  SummaryStep,
} from './create-steps.tsx';
import { CreatedPage } from './created-page.tsx';
import { emptyNewVault, type NewVault } from './new-vault.ts';
import { folderName, joinPath } from './paths.ts';

interface CreateWizardProps {
  onBack: () => void;
  onOpened: (session: SessionState) => void;
}

const stepKeys = ['organisation', 'officer', 'scheme', 'patterns', 'stateSecret', 'singleOfficer', 'summary'] as const;
type StepKey = (typeof stepKeys)[number];

/** The wizard; `onOpened` gets the session of the new vault. */
export function CreateWizard({ onBack, onOpened }: CreateWizardProps) {
  const { t } = useTranslation();
  const profile = useProfile();
  const [step, setStep] = useState(0);
  const [vault, setVault] = useState<NewVault>(() => emptyNewVault(numberedRegisters));
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [created, setCreated] = useState<SessionState | null>(null);
  const { isAcceptable } = usePasswordVerdict(vault.password, vault.login, vault.organisation);
  const change = (part: Partial<NewVault>) => setVault((known) => ({ ...known, ...part }));
  const key: StepKey = stepKeys[step] ?? 'summary';
  const path = joinPath(vault.folder?.name ?? profile?.defaultFolder ?? '', `${folderName(vault.organisation)}.midian`);

  const ready: Record<StepKey, boolean> = {
    organisation: folderName(vault.organisation) !== '',
    officer: vault.name.trim() !== '' && vault.login.trim() !== '' && isAcceptable,
    scheme: vault.scheme !== null,
    patterns: Object.values(vault.patterns).every(isNumberPattern),
    stateSecret: vault.stateSecret === 'none',
    singleOfficer: vault.singleOfficer === 'wait' || (vault.singleOfficer === 'waive' && vault.reason.trim() !== ''),
    summary: true,
  };
  const notes: Partial<Record<StepKey, string>> = {
    organisation: vault.organisation,
    officer: `${vault.name}（${vault.login}）`,
    scheme: vault.scheme === null ? '' : t(`create.schemeShort.${vault.scheme}`),
    stateSecret: t('create.stateSecretShort'),
    singleOfficer: vault.singleOfficer === null ? '' : t(`create.singleShort.${vault.singleOfficer}`),
  };
  const steps: WizardStep[] = stepKeys.map((stepKey) => ({
    key: stepKey,
    title: t(`create.step.${stepKey}`),
    note: notes[stepKey] ?? '',
  }));

  async function create(): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      const place = vault.folder
        ? { folder: vault.folder.token }
        : { path: joinPath(profile?.defaultFolder ?? '', folderName(vault.organisation)) };
      const session = await call('vault.create', {
        ...place,
        organisation: vault.organisation.trim(),
        officerLogin: vault.login.trim(),
        officerName: vault.name.trim(),
        password: vault.password.password,
        scheme: vault.scheme ?? 'three',
        numberPatterns: vault.patterns,
        stateSecretDeclared: vault.stateSecret === 'none',
        singleOfficerReason: vault.singleOfficer === 'waive' ? vault.reason.trim() : null,
      });
      change({ password: { password: '', repeated: '' } });
      setCreated(session);
    } catch (error) {
      setFailure(asCallError(error));
    } finally {
      setBusy(false);
    }
  }

  if (created) return <CreatedPage session={created} onGo={() => onOpened(created)} />;
  return (
    <main style={{ height: '100%' }}>
      <Wizard
        title={t('create.title')}
        steps={steps}
        current={step}
        canGoOn={ready[key]}
        isBusy={isBusy}
        act={isBusy ? t('create.creating') : t('create.act')}
        will={key === 'summary' ? t('create.will') : ''}
        onBack={() => (step === 0 ? onBack() : setStep(step - 1))}
        onNext={() => (key === 'summary' ? void create() : setStep(step + 1))}
      >
        {key === 'organisation' ? <OrganisationStep vault={vault} path={path} onChange={change} /> : null}
        {key === 'officer' ? <OfficerStep vault={vault} onChange={change} /> : null}
        {key === 'scheme' ? <SchemeStep vault={vault} onChange={change} /> : null}
        {key === 'patterns' ? <PatternsStep vault={vault} onChange={change} /> : null}
        {key === 'stateSecret' ? <StateSecretStep vault={vault} onChange={change} /> : null}
        {key === 'singleOfficer' ? <SingleOfficerStep vault={vault} onChange={change} /> : null}
        {key === 'summary' ? <SummaryStep vault={vault} path={path} /> : null}
        {failure === null ? null : <ErrorPanel error={failure} />}
      </Wizard>
    </main>
  );
}
