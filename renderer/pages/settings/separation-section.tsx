// Separation of duties: which waivers stand, recording one with its reason, withdrawing one.
import { Button } from '@mui/material';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { isWaivable, type SeparationPair, separationPairs } from '../../../shared/separation.ts';
import { useCommand, useRead } from '../../api/queries.ts';
import { useRights } from '../../app/session.tsx';
import { useToast } from '../../app/toasts.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FormField, SelectInput } from '../../components/form-field.tsx';
import { Section, SmallTable } from '../../components/section.tsx';
import { Tag } from '../../components/tags.tsx';
import { pairWord } from '../../i18n/error-words.ts';
import { momentOf, useLanguage } from '../../i18n/format.ts';

type Waiver = RouteOutput<'separation.list'>['waivers'][number];

/** The section of the settings. */
export function SeparationSection() {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const rights = useRights();
  const waivers = useRead('separation.list', {}).data?.waivers ?? [];
  const [isWaiving, setWaiving] = useState(false);
  const [withdrawn, setWithdrawn] = useState<Waiver | null>(null);
  const mayDecide = rights.people || rights.clearance;
  return (
    <Section
      id="separation"
      title={t('separation.title')}
      note={t('separation.note')}
      actions={mayDecide ? <Button onClick={() => setWaiving(true)}>{t('separation.waive')}</Button> : null}
    >
      {waivers.length === 0 ? (
        <p style={{ fontSize: 13, lineHeight: '20px', padding: '4px 0' }}>{t('separation.none')}</p>
      ) : (
        <SmallTable>
          <thead>
            <tr>
              <th>{t('separation.user')}</th>
              <th>{t('separation.pair')}</th>
              <th>{t('separation.reason')}</th>
              <th>{t('separation.waivedAt')}</th>
              <th>{t('separation.state')}</th>
              {mayDecide ? <td /> : null}
            </tr>
          </thead>
          <tbody>
            {waivers.map((waiver) => (
              <tr key={waiver.id} className={waiver.withdrawnAtMs === null ? '' : 'closed'}>
                <td className="fixed">{waiver.name}</td>
                <td>{pairWord(waiver.pair, language)}</td>
                <td style={{ overflowWrap: 'anywhere' }}>{waiver.reason}</td>
                <td className="fixed">{momentOf(waiver.waivedAtMs)}</td>
                <td className="fixed">
                  {waiver.withdrawnAtMs === null ? (
                    <Tag tone="amber">{t('separation.inForce')}</Tag>
                  ) : (
                    t('separation.withdrawn', { at: momentOf(waiver.withdrawnAtMs) })
                  )}
                </td>
                {mayDecide ? (
                  <td className="fixed" style={{ textAlign: 'right', padding: 0 }}>
                    {waiver.withdrawnAtMs === null ? (
                      <Button variant="text" onClick={() => setWithdrawn(waiver)}>
                        {t('separation.withdraw')}
                      </Button>
                    ) : null}
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </SmallTable>
      )}
      {isWaiving ? <WaiveDialog onClose={() => setWaiving(false)} /> : null}
      {withdrawn ? <WithdrawDialog waiver={withdrawn} onClose={() => setWithdrawn(null)} /> : null}
    </Section>
  );
}

function WaiveDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const id = useId();
  const toast = useToast();
  const users = (useRead('user.list', {}).data?.users ?? []).filter(({ status }) => status !== 'removed');
  const waive = useCommand('separation.waive');
  const [userId, setUserId] = useState('');
  const [pair, setPair] = useState<SeparationPair | ''>('');
  const user = users.find((candidate) => candidate.id === userId);
  const isCleared = (user?.clearances.length ?? 0) > 0;
  const pairs = separationPairs.filter((candidate) => isWaivable(candidate, isCleared));
  return (
    <ConfirmDialog
      title={t('separation.waiveTitle')}
      sentences={[t('separation.waiveWhat')]}
      confirm={t('separation.waiveConfirm')}
      reasonLabel={t('separation.reason')}
      isReady={userId !== '' && pair !== ''}
      onCancel={onClose}
      onConfirm={async (reason) => {
        if (pair === '') return;
        await waive.mutateAsync({ userId, pair, reason });
        toast(t('separation.waived'));
        onClose();
      }}
    >
      <FormField id={`${id}-user`} label={t('separation.user')} required sx={{ mt: 1.5 }}>
        <SelectInput id={`${id}-user`} value={userId} onChange={(event) => setUserId(event.target.value)}>
          <option value="">{t('separation.chooseUser')}</option>
          {users.map((candidate) => (
            <option key={candidate.id} value={candidate.id}>
              {`${candidate.name}（${candidate.login}）`}
            </option>
          ))}
        </SelectInput>
      </FormField>
      <FormField id={`${id}-pair`} label={t('separation.pair')} required sx={{ mt: 1.5 }}>
        <SelectInput
          id={`${id}-pair`}
          value={pair}
          onChange={(event) => setPair(separationPairs.find((each) => each === event.target.value) ?? '')}
        >
          <option value=""> </option>
          {pairs.map((candidate) => (
            <option key={candidate} value={candidate}>
              {pairWord(candidate, language)}
            </option>
          ))}
        </SelectInput>
      </FormField>
    </ConfirmDialog>
  );
}

function WithdrawDialog({ waiver, onClose }: { waiver: Waiver; onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const withdraw = useCommand('separation.withdraw');
  return (
    <ConfirmDialog
      title={t('separation.withdrawTitle')}
      sentences={[t('separation.withdrawWhat', { name: waiver.name })]}
      confirm={t('separation.withdrawConfirm')}
      danger
      onCancel={onClose}
      onConfirm={async () => {
        await withdraw.mutateAsync({ id: waiver.id });
        toast(t('separation.withdrawnDone'));
        onClose();
      }}
    />
  );
}
