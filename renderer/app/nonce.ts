// Reads the style nonce of this load. The build writes the meta element; the host fills it. Must not invent a value.

/** The nonce every style element of this page must carry. Throws when the host gave none: styles would be refused. */
export function readNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  const nonce = meta?.nonce || meta?.content || '';
  if (nonce === '') throw new Error('the page was loaded without a style nonce');
  return nonce;
}
