// House rules for passwords (law.md 8.3, 8.4): length and kinds as the vault's policy says, nothing guessable, none used before.
import { randomBytes } from 'node:crypto';
import argon2 from 'argon2';
import { AppError } from '../../../shared/contract/envelope.ts';
import type { SecurityPolicy } from '../../../shared/contract/routes/vault.ts';
import { kdfFloor } from './header.ts';

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

/** Practice, not law: law.md 8.4. */
export const defaultPolicy: SecurityPolicy = {
  minimumLength: 12,
  kinds: 3,
  changeAfterDays: 90,
  history: 5,
  lockAfter: 5,
  lockMinutes: 10,
  idleMinutes: 10,
};

const commonParts =
  /(password|passw0rd|qwerty|asdfgh|zxcvbn|123456|abcdef|111111|888888|666666|iloveyou|admin|welcome|letmein)/i;

/** Judges a password; characters outside ASCII (Chinese) count as a kind of their own and for three characters of length. */
export function judgePassword(
  password: string,
  context: { login: string; organisation: string },
  policy: Pick<SecurityPolicy, 'minimumLength' | 'kinds'> = defaultPolicy,
): PasswordVerdict {
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
  if (length < policy.minimumLength) problems.push('too_short');
  if (kinds < policy.kinds) problems.push('too_few_kinds');
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

/** Throws AppError `password_weak`. */
export function requireStrong(
  password: string,
  context: { login: string; organisation: string },
  policy: SecurityPolicy,
): void {
  const { acceptable, problems } = judgePassword(password, context, policy);
  if (!acceptable)
    throw new AppError('password_weak', {
      problems: problems.join(','),
      length: policy.minimumLength,
      kinds: policy.kinds,
    });
}

const same = (left: string, right: string) => left.normalize('NFC') === right.normalize('NFC');

/** A salted verifier of a password, at the cost of a slot: it lies inside the user's own box only. */
function verifierOf(password: string): Promise<string> {
  return argon2.hash(password.normalize('NFC'), {
    type: argon2.argon2id,
    memoryCost: kdfFloor.memoryKiB,
    timeCost: kdfFloor.passes,
    parallelism: 1,
    salt: randomBytes(16),
  });
}

/**
 * The history after a change from `current` to `next`. Throws AppError `password_reused` where `next` is the present password or
 * among those the policy still remembers.
 */
export async function nextHistory(
  current: string,
  next: string,
  history: readonly string[],
  policy: SecurityPolicy,
): Promise<string[]> {
  if (same(current, next)) throw new AppError('password_reused');
  const remembered = history.slice(0, policy.history);
  for (const verifier of remembered)
    if (await argon2.verify(verifier, next.normalize('NFC'))) throw new AppError('password_reused');
  return policy.history === 0 ? [] : [await verifierOf(current), ...remembered].slice(0, policy.history);
}
