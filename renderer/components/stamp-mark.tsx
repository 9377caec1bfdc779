// One time stamp in a line: its instant, who states it, and whether that was verified. Says no more than the token does.
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { StampRequest, StampToken } from '../api/stamps.ts';
import { tokenWord } from '../i18n/error-words.ts';
import { momentOf, useLanguage } from '../i18n/format.ts';
import { CheckIcon } from './icons.tsx';

const State = styled('span')({
  '&[data-trusted="true"]': { color: 'var(--jade)', whiteSpace: 'nowrap' },
  '&[data-trusted="false"]': { color: 'var(--text-2)' },
  '& svg': { verticalAlign: '-2px' },
});

/** Whether a token is trusted, or why not, in a few words. */
export function StampState({ token }: { token: Pick<StampToken, 'trusted' | 'problem'> }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const word = token.trusted ? t('stamp.trusted') : stateWord(token.problem, language, t);
  return (
    <State data-trusted={token.trusted}>
      {token.trusted ? <CheckIcon size={12} /> : null} {word}
    </State>
  );
}

/** The problem of a token in words. */
export function stateWord(problem: string | null, language: string, t: (key: string) => string): string {
  if (problem === 'subject_differs') return t('stamp.differs');
  if (problem === 'token_changed') return t('stamp.tokenChanged');
  return tokenWord(problem ?? '', language);
}

/** What a request is over, in words. */
export function stampSubject(
  request: Pick<StampRequest, 'kind' | 'subject' | 'name'>,
  t: (key: string, values: Record<string, string>) => string,
): string {
  return t(`stamp.kind.${request.kind}`, { subject: request.subject, name: request.name ?? request.subject });
}

const Lines = styled('ul')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  fontSize: 12,
  lineHeight: '18px',
  color: 'var(--text-2)',
});

/** The stamps of one file as small lines; those still awaited are said so. */
export function StampLines({
  requests,
  isShort = false,
}: {
  requests: readonly StampRequest[] | undefined;
  /** Without the word, where a column has it as its head. */
  isShort?: boolean;
}) {
  const { t } = useTranslation();
  if (!requests || requests.length === 0) return null;
  return (
    <Lines aria-label={t('stamp.title')}>
      {requests.flatMap((request) =>
        request.tokens.length === 0
          ? [
              <li key={request.id}>
                {isShort ? '' : t('stamp.title')} {t('stamp.waiting')}
              </li>,
            ]
          : request.tokens.map((token) => (
              <li key={token.id}>
                {isShort ? '' : t('stamp.title')} {momentOf(token.genTimeMs)} {token.authority}{' '}
                <StampState token={token} />
              </li>
            )),
      )}
    </Lines>
  );
}
