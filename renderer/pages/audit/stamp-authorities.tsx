// The CA certificates the office chose to judge time stamps by: choosing one, comparing its fingerprint, withdrawing it.
import { Button } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteOutput } from '../../../shared/contract/contract.ts';
import { bridge } from '../../api/client.ts';
import { useCommand } from '../../api/queries.ts';
import { useToast } from '../../app/toasts.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { HiddenText } from '../../components/hidden-text.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { Section, SmallTable } from '../../components/section.tsx';
import { countText, dayOf, momentOf } from '../../i18n/format.ts';

type Authority = RouteOutput<'stamp.list'>['authorities'][number];

/** A SHA-256 in groups of four, as people read it aloud. */
const fingerprintText = (sha256: string) => (sha256.toUpperCase().match(/.{4}/g) ?? []).join(' ');

export function StampAuthorities({
  authorities,
  mayChange,
}: {
  authorities: readonly Authority[];
  mayChange: boolean;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const choose = useCommand('stamp.chooseAuthority');
  const withdraw = useCommand('stamp.withdrawAuthority');
  const [withdrawing, setWithdrawing] = useState<Authority | null>(null);

  async function chooseFile(): Promise<void> {
    choose.reset();
    const files = await bridge().chooseFiles({
      multiple: false,
      filters: [{ name: t('stamp.certificateKind'), extensions: ['pem', 'crt', 'cer', 'der'] }],
    });
    const [file] = files ?? [];
    if (!file) return;
    try {
      const { chosen } = await choose.mutateAsync({ file: file.token });
      toast(t('stamp.chosen', { count: countText(chosen.length) }));
    } catch {
      // Shown on the page.
    }
  }

  return (
    <Section
      id="authorities"
      title={t('stamp.authorities')}
      note={t('stamp.authoritiesNote')}
      actions={
        mayChange ? (
          <Button disabled={choose.isPending} onClick={() => void chooseFile()}>
            {t('stamp.chooseCa')}
          </Button>
        ) : null
      }
    >
      {choose.error ? <ErrorPanel error={choose.error} /> : null}
      {authorities.length === 0 ? (
        <p style={{ fontSize: 13, color: 'var(--text-2)' }}>{t('stamp.noAuthorities')}</p>
      ) : (
        <SmallTable>
          <thead>
            <tr>
              <th>{t('stamp.name')}</th>
              <th>{t('stamp.fingerprint')}</th>
              <th>{t('stamp.validity')}</th>
              <th>{t('stamp.chosenAt')}</th>
              <th>
                <HiddenText>{t('list.rowActions')}</HiddenText>
              </th>
            </tr>
          </thead>
          <tbody>
            {authorities.map((authority) => (
              <tr key={authority.id}>
                <td>{authority.name}</td>
                <td className="mono">{fingerprintText(authority.sha256)}</td>
                <td className="fixed">
                  {dayOf(authority.validFromMs)} – {dayOf(authority.validUntilMs)}
                </td>
                <td className="fixed">{momentOf(authority.chosenAtMs)}</td>
                <td className="number fixed">
                  {mayChange ? (
                    <LinkButton onClick={() => setWithdrawing(authority)}>{t('stamp.withdraw')}</LinkButton>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </SmallTable>
      )}
      {withdrawing === null ? null : (
        <ConfirmDialog
          title={t('stamp.withdrawTitle', { name: withdrawing.name })}
          sentences={[t('stamp.withdrawSentence')]}
          confirm={t('stamp.withdraw')}
          onCancel={() => setWithdrawing(null)}
          onConfirm={async () => {
            await withdraw.mutateAsync({ id: withdrawing.id });
            setWithdrawing(null);
          }}
        />
      )}
    </Section>
  );
}
