// Recovery shares: what set there is, who keeps it, when it was rehearsed; making a new one and rehearsing.
import { Button } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useRead } from '../../api/queries.ts';
import { useRights, useSession } from '../../app/session.tsx';
import { useToast } from '../../app/toasts.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/section.tsx';
import { momentOf } from '../../i18n/format.ts';
import { MakeSharesDialog, RehearseDialog } from './recovery-dialogs.tsx';
import { shortSetOf } from './recovery-words.ts';

/** The section of the settings. */
export function RecoverySection() {
  const { t } = useTranslation();
  const rights = useRights();
  const sets = useRead('recovery.list', {}).data?.sets;
  const { vault } = useSession();
  const toast = useToast();
  const waive = useCommand('vault.settings');
  const [open, setOpen] = useState<'make' | 'rehearse' | 'waive' | null>(null);
  const present = sets?.find(({ voidAtMs }) => voidAtMs === null);
  return (
    <Section
      id="recovery"
      title={t('recovery.title')}
      note={t('recovery.note')}
      actions={
        rights.clearance ? (
          <>
            {present ? <Button onClick={() => setOpen('rehearse')}>{t('recovery.rehearse')}</Button> : null}
            <Button onClick={() => setOpen('make')}>{t(present ? 'recovery.remake' : 'recovery.make')}</Button>
          </>
        ) : null
      }
    >
      {vault.sealedContentAllowed ? null : (
        <Notice tone="amber">
          <p>{t('recovery.sealedNot')}</p>
          {rights.clearance ? <Button onClick={() => setOpen('waive')}>{t('recovery.waive')}</Button> : null}
        </Notice>
      )}
      {present ? (
        <div style={{ fontSize: 13, lineHeight: '20px', padding: '4px 0' }}>
          <p>
            {t('recovery.present', {
              set: shortSetOf(present.id),
              threshold: present.threshold,
              total: present.total,
              at: momentOf(present.madeAtMs),
              by: present.madeBy,
            })}
          </p>
          <p style={{ overflowWrap: 'anywhere' }}>
            {t('recovery.holders', { holders: present.holders.join(t('list.separator')) })}
          </p>
          {present.rehearsedAtMs === null ? (
            <Notice tone="amber">
              <p>{t('recovery.notRehearsed')}</p>
            </Notice>
          ) : (
            <p>{t('recovery.rehearsed', { at: momentOf(present.rehearsedAtMs), by: present.rehearsedBy ?? '—' })}</p>
          )}
        </div>
      ) : sets ? (
        <p style={{ fontSize: 13, lineHeight: '20px', padding: '4px 0' }}>{t('recovery.none')}</p>
      ) : null}
      {open === 'make' ? <MakeSharesDialog hasSet={present !== undefined} onClose={() => setOpen(null)} /> : null}
      {open === 'rehearse' && present ? (
        <RehearseDialog threshold={present.threshold} onClose={() => setOpen(null)} />
      ) : null}
      {open === 'waive' ? (
        <ConfirmDialog
          title={t('recovery.waiveTitle')}
          sentences={[t('recovery.waiveWhat')]}
          confirm={t('recovery.waive')}
          reasonLabel={t('recovery.waiveReason')}
          onCancel={() => setOpen(null)}
          onConfirm={async (singleOfficerReason) => {
            await waive.mutateAsync({ singleOfficerReason });
            toast(t('recovery.waived'));
            setOpen(null);
          }}
        />
      ) : null}
    </Section>
  );
}
