// Requests for erasure: who asked, what goes and why; another person carries it out or refuses.
import { Button } from '@mui/material';
import { styled } from '@mui/material/styles';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErasureRequest } from '../../../shared/contract/routes/erasure.ts';
import { findRegister } from '../../api/definitions.ts';
import { type ResultOf, runJob } from '../../api/jobs.ts';
import { useCommand, useRead } from '../../api/queries.ts';
import { useRights, useSession } from '../../app/session.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FormField, TextInput } from '../../components/form-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section, SmallTable } from '../../components/section.tsx';
import { countText, momentOf, useLanguage } from '../../i18n/format.ts';
import { RecordLink } from '../registers/record/record-link.tsx';

const Frame = styled('div')({ flex: 'none', maxHeight: 260, overflowY: 'auto', padding: '0 16px 8px' });

/** Shown only once something was asked for. */
export function ErasureSection() {
  const { t } = useTranslation();
  const rights = useRights();
  const list = useRead('erasure.list', {}, { enabled: rights.seeErasures });
  const refuse = useCommand('erasure.refuse');
  const [carrying, setCarrying] = useState<ErasureRequest | null>(null);
  const [done, setDone] = useState<ResultOf<'erasure.carryOut'> | null>(null);
  const requests = list.data?.requests ?? [];
  if (list.error) return <ErrorPanel error={list.error} />;
  if (requests.length === 0) return null;
  return (
    <Frame>
      <Section title={t('erasure.section')} note={t('erasure.sectionNote')}>
        {done === null ? null : <Outcome done={done} />}
        {refuse.error ? <ErrorPanel error={refuse.error} /> : null}
        <SmallTable>
          <thead>
            <tr>
              <th>{t('erasure.askedAt')}</th>
              <th>{t('erasure.askedBy')}</th>
              <th>{t('erasure.scope')}</th>
              <th>{t('erasure.basis')}</th>
              <th>{t('erasure.state')}</th>
              <th>{t('erasure.act')}</th>
            </tr>
          </thead>
          <tbody>
            {requests.map((request) => (
              <tr key={request.id}>
                <td className="fixed">{momentOf(request.askedAtMs)}</td>
                <td className="fixed">{request.askedBy}</td>
                <td>
                  <Scope request={request} />
                </td>
                <td>{request.basis}</td>
                <td>
                  {t(`erasure.states.${request.state}`)}
                  {request.decidedBy === null ? '' : ` ${request.decidedBy} ${momentOf(request.decidedAtMs ?? 0)}`}
                  {request.witness === null ? '' : ` ${t('erasure.witnessed', { witness: request.witness })}`}
                </td>
                <td className="fixed">
                  {request.state === 'asked' && rights.decide ? (
                    <>
                      {request.mayCarryOut ? (
                        <Button size="tiny" onClick={() => setCarrying(request)}>
                          {t('erasure.carryOut')}
                        </Button>
                      ) : (
                        t('erasure.otherPerson')
                      )}{' '}
                      <Button size="tiny" onClick={() => refuse.mutate({ id: request.id })}>
                        {t('erasure.refuse')}
                      </Button>
                    </>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </SmallTable>
        {carrying === null ? null : (
          <CarryOutDialog
            request={carrying}
            onClose={() => setCarrying(null)}
            onDone={(result) => {
              setDone(result);
              setCarrying(null);
            }}
          />
        )}
      </Section>
    </Frame>
  );
}

function Scope({ request }: { request: ErasureRequest }) {
  const { t } = useTranslation();
  const { label } = useLanguage();
  return (
    <>
      {request.items.map(({ register, id, number, title, fields }) => {
        const definition = findRegister(register);
        const words = fields?.map((key) => {
          const field = definition?.fields.find((candidate) => candidate.key === key);
          return field ? label(field.label) : key;
        });
        return (
          <div key={id}>
            <RecordLink register={register} id={id} text={[number, title].filter(Boolean).join(' ') || '—'} />{' '}
            {words === undefined ? t('erasure.everything') : words.join(t('list.separator'))}
          </div>
        );
      })}
      {request.mentions ? <div>{t('erasure.withMentions')}</div> : null}
    </>
  );
}

function Outcome({ done }: { done: ResultOf<'erasure.carryOut'> }) {
  const { t } = useTranslation();
  return (
    <Notice tone="jade">
      <p>
        {t('erasure.done', {
          records: countText(done.records),
          revisions: countText(done.revisions),
          files: countText(done.files),
        })}
      </p>
      {done.namedWithoutIdentity > 0 ? (
        <p>{t('erasure.sameName', { count: countText(done.namedWithoutIdentity) })}</p>
      ) : null}
      {done.backups.length > 0 ? (
        <>
          <p>{t('erasure.backups', { count: countText(done.backups.length) })}</p>
          <ul>
            {done.backups.map(({ name, atMs }) => (
              <li key={`${name}/${atMs}`}>
                {momentOf(atMs)} {name}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {done.compacted ? null : <p>{t('erasure.notCompacted')}</p>}
    </Notice>
  );
}

function CarryOutDialog(props: {
  request: ErasureRequest;
  onClose: () => void;
  onDone: (result: ResultOf<'erasure.carryOut'>) => void;
}) {
  const { t } = useTranslation();
  const { user } = useSession();
  const id = useId();
  const [witness, setWitness] = useState('');
  const [password, setPassword] = useState('');
  const { request } = props;

  async function confirm(): Promise<boolean> {
    if (password === '' || (request.needsWitness && witness.trim() === '')) return false;
    try {
      const input = { id: request.id, witness: witness.trim() === '' ? null : witness.trim(), password };
      props.onDone(await runJob('erasure.carryOut', input));
      return true;
    } finally {
      setPassword('');
    }
  }

  return (
    <ConfirmDialog
      title={t('erasure.carryOutTitle', { count: countText(request.items.length) })}
      sentences={[t('erasure.final'), t('erasure.stays')]}
      confirm={t('erasure.carryOut')}
      danger
      onCancel={props.onClose}
      onConfirm={confirm}
    >
      {request.needsWitness ? (
        <FormField
          id={`${id}-witness`}
          label={t('erasure.witness')}
          required
          help={t('erasure.witnessHelp')}
          sx={{ mt: 1.5 }}
        >
          <TextInput
            id={`${id}-witness`}
            value={witness}
            maxLength={200}
            onChange={(event) => setWitness(event.target.value)}
          />
        </FormField>
      ) : null}
      <FormField id={`${id}-password`} label={t('evidence.password', { name: user.name })} required sx={{ mt: 1.5 }}>
        <TextInput
          id={`${id}-password`}
          type="password"
          autoComplete="off"
          maxLength={1024}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </FormField>
    </ConfirmDialog>
  );
}
