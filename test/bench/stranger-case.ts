// What a stranger needs to check a bundle of 2 GB: the command line's and the page's time against `sha256sum` of the same file.
import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { launchBrowser, openVerifier, verifyInPage } from '../e2e/support/verifier-page.ts';
import { damageLottery, zipLottery } from '../integration/bundle/damage.ts';
import { forge, pack } from '../integration/bundle/reseal.ts';
import { unzip } from '../integration/bundle/unzip.ts';
import { type Figure, inTurn, ratioFigure } from './measure.ts';
import { noise } from './noise.ts';

const project = join(import.meta.dirname, '../..');
const vector = join(project, 'test/vectors/bundle/court.zip');
const program = join(project, 'build/node/midian.js');
const payloadBytes = 2_000_000_000;
const runs = 3;

/** A bundle whole in itself with one payload file of 2 GB; the caller removes its folder. */
async function largeBundle(): Promise<{ zip: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'midian-stranger-'));
  const root = unzip(vector, join(folder, 'b'));
  mkdirSync(join(root, 'data/documents'));
  await pipeline(Readable.from(noise(payloadBytes)), createWriteStream(join(root, 'data/documents/large.bin')));
  await forge(root);
  const zip = join(folder, 'large.zip');
  await pack(root, zip);
  rmSync(join(folder, 'b'), { recursive: true });
  return { zip, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Verifying 2 GB by the command line (at most 2 × sha256sum) and by verify.html (at most 4 ×). */
export async function verifyLarge(): Promise<Figure[]> {
  const { zip, remove } = await largeBundle();
  try {
    const browser = await launchBrowser();
    const inPage = async () => {
      const { page: opened } = await openVerifier(browser);
      const { problems } = await verifyInPage(opened, { zip });
      if (problems?.length !== 0) throw new Error(`the page does not find the bundle whole: ${problems}`);
      await opened.context().close();
    };
    const sum = () => execFileSync('sha256sum', [zip]);
    const inProgram = () => execFileSync(process.execPath, [program, 'verify', zip], { stdio: 'pipe' });
    // Read once before anything is timed: all of them find the file in memory, or none does where it is too large for that.
    sum();
    const [base, command, page] = (await inTurn(runs, [sum, inProgram, inPage])) as [number, number, number];
    await browser.close();
    const also = { 'ZIP MB': Math.round(statSync(zip).size / 1e6) };
    return [
      ratioFigure('midian verify, 2 GB', 'sha256sum of the ZIP', command, base, 2, also),
      ratioFigure('verify.html in Chromium, 2 GB', 'sha256sum of the ZIP', page, base, 4, also),
    ];
  } finally {
    remove();
  }
}

/** Damages a bundle `times` times, and single bytes of its ZIP as often; returns what went unnamed. */
export async function damageMany(times: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'midian-damage-'));
  try {
    const root = unzip(vector, join(folder, 'b'));
    const seed = 20261120;
    return [
      ...(await damageLottery(root, join(folder, 'files'), times, seed)),
      ...(await zipLottery(vector, join(folder, 'zip'), times, seed)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
