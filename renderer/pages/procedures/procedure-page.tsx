// One run of a procedure: where it stands, its steps, its list, what follows, its scans; and what may be done with it now.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { actingRoles } from '../../../shared/procedures/template.ts';
import { templateOf } from '../../../shared/procedures/templates.ts';
import { asCallError } from '../../api/client.ts';
import { registerOf } from '../../api/definitions.ts';
import { printDocument } from '../../api/documents.ts';
import { useRead } from '../../api/queries.ts';
import { usePlace } from '../../app/crumbs.tsx';
import { useRights, useSession } from '../../app/session.tsx';
import { AsOfBanner, PastFrame } from '../../components/as-of-banner.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Notice } from '../../components/notice.tsx';
import { Facts, labelWidth, Section } from '../../components/section.tsx';
import { StatusTag } from '../../components/tags.tsx';
import { useLanguage } from '../../i18n/format.ts';
import { MenuButton } from '../registers/list/menu-button.tsx';
import { AttachmentsSection } from '../registers/record/attachments-section.tsx';
import { HeaderFrame } from '../registers/record/record-header.tsx';
import { AmendDialog } from './amend-dialog.tsx';
import { ItemsSection } from './items-section.tsx';
import { PaperDialog } from './paper-dialog.tsx';
import { type ProcedureAnswer, stepLabel } from './procedure-words.ts';
import { StepTrack } from './step-track.tsx';
import { TakeDialog } from './take-dialog.tsx';
import { TasksSection } from './tasks-section.tsx';

const Body = styled('div')({ flex: 1, minHeight: 0, overflowY: 'auto', padding: '0 24px 24px' });

/** The run named in the address. */
export function ProcedurePage() {
  const { id = '' } = useParams();
  const { t } = useTranslation();
  const { label } = useLanguage();
  const answer = useRead('procedure.get', { id });
  usePlace([
    { text: t('area.secrets'), to: '/r/secret' },
    { text: label(registerOf('procedure').label), to: '/r/procedure' },
    { text: answer.data?.procedure.number ?? '…' },
  ]);
  if (answer.isError)
    return (
      <div style={{ padding: 24 }}>
        <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} />
      </div>
    );
  if (!answer.data) return <div aria-busy="true" />;
  return <Procedure answer={answer.data} isStale={answer.isFetching} />;
}

/** `isStale`: being read again; what may be done next is known only then. */
function Procedure({ answer, isStale }: { answer: ProcedureAnswer; isStale: boolean }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  const rights = useRights();
  const { user, vault } = useSession();
  const register = registerOf('procedure');
  const record = useRead('register.get', { register: 'procedure', id: answer.procedure.id });
  const [dialog, setDialog] = useState<'take' | 'paper' | 'amend' | 'voice' | 'withdraw' | null>(null);
  const { procedure } = answer;
  const template = templateOf(String(procedure.values.template));
  const step = template.steps.find(({ name }) => name === answer.current);
  const isTasks = step?.act === 'execute';
  const [failure, setFailure] = useState<unknown>(null);
  const print = (blank: boolean) => {
    setFailure(null);
    const form = label(template.label);
    const name = t(blank ? 'paper.blankName' : 'paper.formName', { form, number: procedure.number ?? '' });
    void printDocument({ kind: 'procedure', run: procedure.id, blank }, `${name}.pdf`, t('file.pdf')).catch(
      (error: unknown) => {
        const refused = asCallError(error);
        if (refused.code !== 'cancelled') setFailure(refused);
      },
    );
  };
  const isLive = !vault.readOnly && step !== undefined && !isTasks;
  const mayTake = answer.obstacle === null && isLive;
  const mayAmend = rights.write && isLive && step.act === 'propose';
  // A department enters what its own people signed; the rest of the paper is entered by the office.
  const mayEnter = rights.write && isLive && (user.roles.includes('officer') || step.roles.includes('liaison'));
  const maySpeak = !mayTake && isLive && actingRoles.some((role) => user.roles.includes(role));
  return (
    <PastFrame>
      <AsOfBanner />
      <HeaderFrame>
        <div className="words">
          <div className="first">
            <span className="number">{procedure.number}</span>
            <span>{label(template.label)}</span>
            <span>
              {t('procedure.startedOnBy', {
                date: String(procedure.values.startedOn),
                name: String(procedure.values.proposer ?? ''),
              })}
            </span>
          </div>
          <div className="second">
            <h1>{String(procedure.values.title)}</h1>
            <StatusTag register={register} status={procedure.status} isVoid={false} place="header" />
          </div>
        </div>
        <div className="buttons">
          {rights.print ? (
            <MenuButton
              text={t('paper.form')}
              commands={[
                { text: t('paper.form'), act: () => print(false) },
                { text: t('paper.blankForm'), act: () => print(true) },
              ]}
            />
          ) : null}
          {maySpeak ? (
            <Button size="medium" disabled={isStale} onClick={() => setDialog('voice')}>
              {t(answer.mayHandOn ? 'procedure.speakOrHandOn' : 'procedure.speak')}
            </Button>
          ) : null}
          {answer.mayWithdraw && !vault.readOnly ? (
            <Button size="medium" disabled={isStale} onClick={() => setDialog('withdraw')}>
              {t('procedure.withdraw.command')}
            </Button>
          ) : null}
          {mayAmend ? (
            <Button size="medium" disabled={isStale} onClick={() => setDialog('amend')}>
              {t('procedure.amend.command')}
            </Button>
          ) : null}
          {mayEnter ? (
            <Button size="medium" disabled={isStale} onClick={() => setDialog('paper')}>
              {t('procedure.enterPaper')}
            </Button>
          ) : null}
          {mayTake ? (
            <Button size="medium" variant="contained" disabled={isStale} onClick={() => setDialog('take')}>
              {t('procedure.take', { step: label(stepLabel(template, step?.name ?? '')) })}
            </Button>
          ) : null}
        </div>
      </HeaderFrame>
      <Body tabIndex={0} role="region" aria-label={t('record.sections')}>
        {failure === null ? null : (
          <div style={{ paddingTop: 12 }}>
            <ErrorPanel error={failure} onRetry={() => print(false)} />
          </div>
        )}
        {answer.obstacle === 'separation' ? (
          <div style={{ paddingTop: 12 }}>
            <Notice tone="amber">{t('procedure.separationNote')}</Notice>
          </div>
        ) : null}
        <Section id="steps" title={t('procedure.steps')} note={t('procedure.codeNote', { code: answer.formCode })}>
          <StepTrack answer={answer} />
        </Section>
        <Matter answer={answer} />
        <TasksSection tasks={answer.tasks} canEdit={rights.write} />
        <ItemsSection answer={answer} />
        {record.data ? (
          <AttachmentsSection register={register} answer={record.data} canEdit={rights.write} isFrozen={false} />
        ) : null}
      </Body>
      {dialog === 'take' ? <TakeDialog answer={answer} onClose={() => setDialog(null)} /> : null}
      {dialog === 'voice' ? <TakeDialog answer={answer} only="voice" onClose={() => setDialog(null)} /> : null}
      {dialog === 'withdraw' ? <TakeDialog answer={answer} only="withdrawal" onClose={() => setDialog(null)} /> : null}
      {dialog === 'amend' ? <AmendDialog answer={answer} onClose={() => setDialog(null)} /> : null}
      {dialog === 'paper' ? <PaperDialog answer={answer} onClose={() => setDialog(null)} /> : null}
    </PastFrame>
  );
}

function Matter({ answer: { procedure } }: { answer: ProcedureAnswer }) {
  const { t } = useTranslation();
  const facts: [string, React.ReactNode][] = [
    [t('procedure.department'), procedure.labels.department || '—'],
    [t('procedure.reason'), String(procedure.values.reason ?? '—')],
    ...(procedure.labels.source
      ? [
          [
            t('procedure.source'),
            <Link key="source" to={`/r/procedure/${String(procedure.values.source)}`}>
              {procedure.labels.source}
            </Link>,
          ] as [string, React.ReactNode],
        ]
      : []),
    ...(procedure.labels.subject
      ? [
          [
            t('procedure.subject'),
            <Link key="subject" to={`/r/disclosureReview/${String(procedure.values.subject)}`}>
              {procedure.labels.subject}
            </Link>,
          ] as [string, React.ReactNode],
        ]
      : []),
    ...(procedure.values.stateSecretDeclared === true
      ? [[t('procedure.declared'), t('value.yes')] as [string, React.ReactNode]]
      : []),
  ];
  return (
    <Section id="matter" title={t('procedure.matter')}>
      <Facts style={labelWidth(facts.map(([word]) => word))}>
        {facts.map(([word, text]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </Facts>
    </Section>
  );
}
