// What a checked bundle says beyond its problems: values revealed by disclosure files, and time stamps.
import { useTranslation } from 'react-i18next';
import type { RevealFinding, TokenFinding } from '../../../shared/evidence/report.ts';
import { SmallTable } from '../../components/section.tsx';
import { countText, momentOf } from '../../i18n/format.ts';

const anywhere = { overflowWrap: 'anywhere' } as const;

/** Values revealed, each with what vouches for it. */
export function RevealsTable({ reveals, language }: { reveals: readonly RevealFinding[]; language: 'zh' | 'en' }) {
  const { t } = useTranslation();
  if (reveals.length === 0) return null;
  return (
    <SmallTable>
      <caption>{t('evidence.reveals')}</caption>
      <thead>
        <tr>
          <th>{t('evidence.register')}</th>
          <th>{t('evidence.revealField')}</th>
          <th>{t('evidence.revealValue')}</th>
          <th>{t('evidence.vouched')}</th>
        </tr>
      </thead>
      <tbody>
        {reveals.map(({ file, register, record, number, field, label, value, vouchedBy }) => (
          <tr key={`${file}/${register}/${record}/${field}`}>
            <td className="fixed">{number ?? record}</td>
            <td>{label[language]}</td>
            <td style={{ ...anywhere, whiteSpace: 'pre-wrap' }}>{String(value)}</td>
            <td>{t(`evidence.vouchedBy.${vouchedBy ?? 'none'}`)}</td>
          </tr>
        ))}
      </tbody>
    </SmallTable>
  );
}

/** Time stamps, and how far each may be believed. */
export function TokensTable({ tokens }: { tokens: readonly TokenFinding[] }) {
  const { t } = useTranslation();
  if (tokens.length === 0) return null;
  const over = ({ subject }: TokenFinding) =>
    subject.kind === 'checkpoint'
      ? t('evidence.tokenSubject.checkpoint', { size: countText(subject.size) })
      : subject.kind === 'file'
        ? t('evidence.tokenSubject.file', { name: subject.name })
        : t('evidence.tokenSubject.bundle');
  const said = ({ state, trusted }: TokenFinding) =>
    state === 'holds'
      ? t(`evidence.tokenHolds.${trusted ? 'trusted' : 'untrusted'}`)
      : t(state === 'broken' ? 'evidence.tokenBroken' : 'evidence.tokenUnchecked');
  return (
    <SmallTable>
      <caption>{t('evidence.tokens')}</caption>
      <thead>
        <tr>
          <th>{t('evidence.tokenOver')}</th>
          <th>{t('evidence.tokenTime')}</th>
          <th>{t('evidence.tokenBy')}</th>
          <th>{t('evidence.tokenState')}</th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.file}>
            <td>{over(token)}</td>
            <td className="fixed">{token.genTimeMs === null ? '—' : momentOf(token.genTimeMs)}</td>
            <td style={anywhere}>{token.authority ?? '—'}</td>
            <td>{said(token)}</td>
          </tr>
        ))}
      </tbody>
    </SmallTable>
  );
}
