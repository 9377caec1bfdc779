// The response headers of every page file, the same in both hosts. Nothing is allowed that is not listed here.
import { randomBytes } from 'node:crypto';

/** What the page build writes where the hosts put the nonce of this load. */
export const nonceMark = '__CSP_NONCE__';

/** A fresh nonce, 128 bits in base64url. */
export function createNonce(): string {
  return randomBytes(16).toString('base64url');
}

/** The policy for one load: own files only, styles by nonce as well, no inline script, no network, no frames. */
export function contentSecurityPolicy(nonce: string): string {
  if (!/^[A-Za-z0-9_-]{22,}$/.test(nonce)) throw new Error('a nonce needs 128 bits in base64url');
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** All headers of one answer; `no-store` keeps pages out of every cache. */
export function responseHeaders(contentType: string, nonce: string): Record<string, string> {
  return {
    'Content-Type': contentType,
    'Content-Security-Policy': contentSecurityPolicy(nonce),
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
  };
}
