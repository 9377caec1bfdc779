// House rules for passwords (law.md 8.3, 8.4): at least 12 characters, three of four kinds, nothing guessable.

export type PasswordProblem =
  | 'too_short'
  | 'too_few_kinds'
  | 'contains_login'
  | 'contains_organisation'
  | 'common'
  | 'repeated';

export interface PasswordVerdict {
  acceptable: boolean;
  /** 0 (guessed at once) to 4. */
  strength: number;
  problems: PasswordProblem[];
}

const minimumLength = 12;
const commonParts =
  /(password|passw0rd|qwerty|asdfgh|zxcvbn|123456|abcdef|111111|888888|666666|iloveyou|admin|welcome|letmein)/i;

/** Judges a password; characters outside ASCII (Chinese) count as a kind of their own and for three characters of length. */
export function judgePassword(password: string, context: { login: string; organisation: string }): PasswordVerdict {
  const characters = [...password.normalize('NFC')];
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[!-/:-@[-`{-~\s]/, /[^\x20-\x7e\s]/].filter((kind) =>
    kind.test(password),
  ).length;
  const length = characters.reduce(
    (sum, character) => sum + ((character.codePointAt(0) as number) > 0x2e7f ? 3 : 1),
    0,
  );
  const distinct = new Set(characters).size;
  const lower = password.toLowerCase();
  const problems: PasswordProblem[] = [];
  if (length < minimumLength) problems.push('too_short');
  if (kinds < 3) problems.push('too_few_kinds');
  if (context.login.length >= 3 && lower.includes(context.login.toLowerCase())) problems.push('contains_login');
  if (context.organisation.length >= 2 && lower.includes(context.organisation.toLowerCase()))
    problems.push('contains_organisation');
  if (commonParts.test(password)) problems.push('common');
  if (distinct < Math.min(6, characters.length)) problems.push('repeated');
  const bits = length * Math.log2(8 + kinds * 14) * Math.min(1, distinct / 8);
  const grown = bits < 40 ? 1 : bits < 60 ? 2 : bits < 80 ? 3 : 4;
  return {
    acceptable: problems.length === 0,
    strength: problems.length > 0 ? Math.min(grown, 1) : Math.max(grown, 2),
    problems,
  };
}
