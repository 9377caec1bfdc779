// How the browser is started: as an app window that talks to nobody. Pure data, so that tests can read it.

/** The page's address. `.invalid` can never be registered (RFC 2606); every request to it is answered by the host. */
export const origin = 'https://midian.invalid';

/** An app window has to open on something; the page itself can only be loaded once the host answers for its address. */
const emptyPage = 'data:text/html,<title>Midian</title>';

/** Command-line switches: no background traffic, no first-run pages, no name resolution at all. */
export function browserArguments(options: { isRoot: boolean; headless: boolean }): string[] {
  return [
    ...(options.headless ? [] : [`--app=${emptyPage}`]),
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--disable-gpu',
    '--disable-breakpad',
    '--disable-domain-reliability',
    '--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-pings',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    // Chromium's own sandbox does not start as root; only test machines run so.
    ...(options.isRoot ? ['--no-sandbox'] : []),
  ];
}
