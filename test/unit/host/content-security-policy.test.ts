import { expect, test } from 'vitest';
import { contentSecurityPolicy, createNonce, responseHeaders } from '../../../electron/host/content-security-policy.ts';

test('the policy allows own files and styles by nonce, and nothing else', () => {
  const nonce = createNonce();
  expect(contentSecurityPolicy(nonce).split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]);
});

test('the policy never says unsafe, data: or a wildcard', () => {
  expect(contentSecurityPolicy(createNonce())).not.toMatch(/unsafe|data:|\*/);
});

test('nonces have 128 bits and differ', () => {
  const nonces = Array.from({ length: 1000 }, createNonce);
  expect(new Set(nonces).size).toBe(1000);
  for (const nonce of nonces) expect(Buffer.from(nonce, 'base64url')).toHaveLength(16);
});

test.each(['', 'short', "abcdefghijklmnopqrstuv' 'unsafe-inline", 'abcdefghijklmnopqrstuv;x'])(
  'a nonce that could change the policy is refused: %j',
  (nonce) => {
    expect(() => contentSecurityPolicy(nonce)).toThrow('128 bits');
  },
);

test('answers are typed, never sniffed, never stored', () => {
  expect(responseHeaders('text/css', createNonce())).toMatchObject({
    'Content-Type': 'text/css',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
  });
});
