// Recovery shares as people hold them: words with a checksum of their own, and the text of a QR code. Splitting and putting together
// is shamir-secret-sharing's, the words are BIP-39's. Holds no vault.
import { hash, randomBytes } from 'node:crypto';
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as chinese } from '@scure/bip39/wordlists/simplified-chinese.js';
import { combine, split } from 'shamir-secret-sharing';
import { AppError } from '../../../shared/contract/envelope.ts';
import type { RecoverySlot } from './header.ts';

/** 27 random bytes; a share is one byte longer, 28 bytes, which is what 21 words hold. */
const secretBytes = 27;
export const shareBytes = secretBytes + 1;
export const wordsPerShare = 21;

export type WordLanguage = 'zh' | 'en';

const wordlists: Readonly<Record<WordLanguage, string[]>> = { zh: chinese, en: english };

/** SHA-256 of a share within its set, hex. */
export function shareCommitment(set: string, share: Uint8Array): string {
  return hash('sha256', Buffer.concat([Buffer.from(`midian/recovery-share/1\0${set}\0`), share]));
}

/** A new secret and its shares. */
export async function splitSecret(threshold: number, total: number): Promise<{ secret: Buffer; shares: Buffer[] }> {
  const secret = randomBytes(secretBytes);
  const shares = await split(new Uint8Array(secret), total, threshold);
  return { secret, shares: shares.map((share) => Buffer.from(share)) };
}

/** The words of a share; the last one carries the checksum. */
export function wordsOf(share: Buffer, language: WordLanguage): string[] {
  return entropyToMnemonic(new Uint8Array(share), wordlists[language]).split(/\s/);
}

const codeHead = 'MIDIAN-RECOVERY/1';

/** What the QR code of a share holds: set, number, and the share in hex. */
export function codeOf(set: string, number: number, share: Buffer): string {
  return `${codeHead} ${set} ${number} ${share.toString('hex').toUpperCase()}`;
}

/** A set's id as sheets show it. */
export function shortSet(set: string): string {
  const digits = set.replaceAll('-', '').slice(0, 8).toUpperCase();
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}

/** The bytes of a share as typed or scanned, and the set a code names; null where words, number of them or checksum do not fit. */
function readShare(text: string): { share: Buffer; set: string | null } | null {
  const clean = text.normalize('NFKC').trim();
  const code = new RegExp(`^${codeHead} ([0-9a-f-]{36}) \\d ([0-9a-f]{${shareBytes * 2}})$`, 'i').exec(clean);
  if (code) return { share: Buffer.from(code[2] as string, 'hex'), set: (code[1] as string).toLowerCase() };
  const characters = clean.match(/\p{Script=Han}/gu);
  const words = characters ?? clean.toLowerCase().match(/[a-z]+/g) ?? [];
  if (words.length !== wordsPerShare) return null;
  try {
    return { share: Buffer.from(mnemonicToEntropy(words.join(' '), wordlists[characters ? 'zh' : 'en'])), set: null };
  } catch {
    return null;
  }
}

export interface ReadShares {
  /** Numbers within the set, as given. */
  numbers: number[];
  shares: Buffer[];
}

/**
 * Reads shares and holds each against its commitment. Throws AppError `recovery_share_invalid`, `recovery_share_other_set`,
 * `recovery_share_repeated` with the position of the first one that is wrong.
 */
export function readShares(slot: RecoverySlot, texts: readonly string[]): ReadShares {
  const numbers: number[] = [];
  const shares: Buffer[] = [];
  for (const [index, text] of texts.entries()) {
    const position = index + 1;
    const read = readShare(text);
    if (!read) throw new AppError('recovery_share_invalid', { position });
    const number = slot.commitments.indexOf(shareCommitment(slot.set, read.share)) + 1;
    if (number === 0 || (read.set !== null && read.set !== slot.set))
      throw new AppError('recovery_share_other_set', { position });
    if (numbers.includes(number)) throw new AppError('recovery_share_repeated', { position });
    numbers.push(number);
    shares.push(read.share);
  }
  return { numbers, shares };
}

/** The secret of enough shares. Throws AppError `recovery_too_few` besides what `readShares` throws. */
export async function joinShares(slot: RecoverySlot, texts: readonly string[]): Promise<Buffer> {
  const { shares } = readShares(slot, texts);
  if (shares.length < slot.threshold)
    throw new AppError('recovery_too_few', { given: shares.length, threshold: slot.threshold });
  return Buffer.from(await combine(shares.slice(0, slot.threshold).map((share) => new Uint8Array(share))));
}
