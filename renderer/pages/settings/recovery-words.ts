// How a set of recovery shares is called on its sheets and in the window.

/** `F5E2-C59F` of a set's id. */
export function shortSetOf(id: string): string {
  const digits = id.replaceAll('-', '').slice(0, 8).toUpperCase();
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}
