// The path behind a file the page holds, from the browser's own debugging protocol: no byte is copied.
import type { Page } from 'playwright-core';

/** The absolute path, or null when the file was made in the page and has none. */
export async function pathOfPageFile(page: Page, handle: number): Promise<string | null> {
  const protocol = await page.context().newCDPSession(page);
  try {
    const { result } = await protocol.send('Runtime.evaluate', {
      expression: `globalThis.midianFile(${Math.trunc(handle)})`,
    });
    if (result.objectId === undefined) return null;
    const { path } = await protocol.send('DOM.getFileInfo', { objectId: result.objectId });
    return path === '' ? null : path;
  } finally {
    await protocol.detach();
  }
}
