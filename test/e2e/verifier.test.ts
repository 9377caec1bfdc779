// verify.html in a real browser, from disk: the same findings as the command line, without network, in old browsers too.
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BundleResult, issueBundle } from '../../electron/core/document/bundle/issue-bundle.ts';
import { verifyBundle } from '../../electron/core/document/verify/verify-bundle.ts';
import { sha256 } from '../../electron/core/format/hash-parts.ts';
import { importToken } from '../../electron/core/stamp/import-token.ts';
import { requestStamp } from '../../electron/core/stamp/request-stamp.ts';
import {
  attachFiles,
  type BundleVault,
  createBundleVault,
  discard,
  quiet,
  request,
} from '../integration/bundle/bundle-vault.ts';
import { discloses, revealOf } from '../integration/bundle/disclose.ts';
import { forge, pack, recomputeManifests } from '../integration/bundle/reseal.ts';
import { unzip } from '../integration/bundle/unzip.ts';
import { createTsa, purposes } from '../integration/support/tsa.ts';
import {
  type Asked,
  launchBrowser,
  openVerifier,
  type VerifierPage,
  verifierPath,
  verifyInPage,
} from './support/verifier-page.ts';

let vault: BundleVault;
let issued: BundleResult;
let good: string;
let root: string;
let browser: Browser;
let opened: VerifierPage;

beforeAll(async () => {
  vault = await createBundleVault();
  await attachFiles(vault);
  good = join(vault.folder, '证据包.zip');
  issued = await issueBundle(vault.session, request(vault, good, { level: 'court' }), quiet);
  root = unzip(good, join(vault.folder, 'good'));
  browser = await launchBrowser();
  opened = await openVerifier(browser);
});

afterAll(async () => {
  await browser.close();
  discard(vault);
});

/** What the command line's verifier says, in the form the page is read in. */
async function inNode({ zip, folder, key, beside }: Asked): Promise<string[] | null> {
  const path = (zip ?? folder) as string;
  try {
    const report = await verifyBundle(path, { ...(key ? { key } : {}), disclosures: beside ?? [] }, quiet);
    return report.problems.map(({ kind, path: at, detail }) => `${kind} ${at} ${detail ?? ''}`).sort();
  } catch (cause) {
    expect(cause).toMatchObject({ code: 'bundle_unreadable' });
    return null;
  }
}

let count = 0;
/** A copy of the bundle with something done to it, as a folder and as a ZIP. */
async function spoilt(work: (folder: string) => unknown): Promise<{ folder: string; zip: string }> {
  count += 1;
  const folder = join(vault.folder, `spoilt-${count}`);
  cpSync(root, folder, { recursive: true });
  await work(folder);
  const zip = `${folder}.zip`;
  await pack(folder, zip);
  return { folder, zip };
}

const secretJson = 'data/registers/secret.json';
const flip = (path: string) => {
  const bytes = readFileSync(path);
  const at = bytes.length >> 1;
  bytes[at] = (bytes[at] as number) ^ 1;
  writeFileSync(path, bytes);
};

/** A payload file more, the bundle signed anew. */
function large(sizeBytes: number): (folder: string) => unknown {
  return (folder) => {
    mkdirSync(join(folder, 'data/documents'));
    writeFileSync(join(folder, 'data/documents/R02.pdf'), Buffer.alloc(sizeBytes, 'pdf'));
    return forge(folder);
  };
}

const damages: [string, (folder: string) => unknown][] = [
  ['nothing done to it', () => undefined],
  ['a changed byte', (folder) => flip(join(folder, 'data/registers/secret.xlsx'))],
  ['a missing file', (folder) => rmSync(join(folder, 'data/registers/person.json'))],
  ['a file too many', (folder) => writeFileSync(join(folder, 'data/多出.txt'), 'x')],
  ['a renamed file', (folder) => renameSync(join(folder, secretJson), join(folder, 'data/registers/s.json'))],
  [
    'a register value swapped and every manifest computed anew',
    (folder) => {
      const path = join(folder, secretJson);
      writeFileSync(path, readFileSync(path, 'utf8').replace('"level":"general"', '"level":"core"'));
      return recomputeManifests(folder);
    },
  ],
  ['a broken proof', (folder) => flip(join(folder, 'journal/proofs.json'))],
  ['a large file digested by workers', large(9_000_001)],
];

describe('A bundle with', () => {
  test.each(damages)('%s: the page finds what the command line finds, as ZIP and as folder', async (_what, work) => {
    const { folder, zip } = await spoilt(work);
    for (const asked of [{ zip }, { folder }]) {
      const found = await verifyInPage(opened.page, asked);
      expect(found.problems).not.toBeNull();
      expect(found.problems).toEqual(await inNode(asked));
      expect(found.fingerprint === null).toBe((await verifyBundle(zip, {}, quiet)).fingerprint === null);
    }
  });

  test('a cut is refused by both, wherever it is cut', async () => {
    const bytes = readFileSync(good);
    for (const length of [0, 100, bytes.length >> 1, bytes.length - 22, bytes.length - 1]) {
      const zip = join(vault.folder, 'cut.zip');
      writeFileSync(zip, bytes.subarray(0, length));
      const { problems, sentence } = await verifyInPage(opened.page, { zip });
      expect([length, problems, await inNode({ zip })]).toEqual([length, null, null]);
      expect(sentence).toContain('无法作为证据包读取');
    }
  });

  test('the right and with another fingerprint', async () => {
    const right = await verifyInPage(opened.page, { zip: good, key: issued.keyFingerprint.toLowerCase() });
    expect(right).toMatchObject({ problems: [], fingerprint: issued.keyFingerprint });
    expect(right.text).toContain('与填写的指纹一致');
    const asked = { zip: good, key: issued.keyFingerprint.replace(/.$/, (last) => (last === '0' ? '1' : '0')) };
    const wrong = await verifyInPage(opened.page, asked);
    expect(wrong.problems).toEqual(['proof journal/keys.json key_other']);
    expect(wrong.problems).toEqual(await inNode(asked));
    expect(wrong.text).toContain('不是由所告知的密钥签名');
    const none = await verifyInPage(opened.page, { zip: good });
    expect(none.text).toContain('未比对的，只能说明包内前后一致');
  });

  test('a disclosure, true and forged', async () => {
    const reveal = revealOf(vault.session, 'secret', '商密〔2026〕003号', 'name');
    for (const [name, value] of [
      ['true.json', reveal.value],
      ['forged.json', '别的名称'],
    ] as const) {
      const beside = [join(vault.folder, name)];
      writeFileSync(beside[0] as string, discloses(vault.session, issued.bundle, [{ ...reveal, value }]));
      const { page } = await openVerifier(browser);
      const found = await verifyInPage(page, { zip: good, beside });
      expect(found.problems).toEqual(await inNode({ zip: good, beside }));
      expect(found.text).toContain(String(value));
      expect(found.text).toContain(name === 'true.json' ? '与日志所载承诺值一致' : '不能证明');
      await page.context().close();
    }
  });
});

describe('The page', () => {
  test('that lies in a bundle is the built one, and verifies the bundle it lies in', async () => {
    expect(readFileSync(join(root, 'verify.html')).equals(readFileSync(verifierPath))).toBe(true);
    expect(issued.verifierSha256).toBe(sha256(readFileSync(verifierPath)).toString('hex'));
    expect(readFileSync(join(root, 'data/index.html'), 'utf8')).toContain(issued.verifierSha256);
    const { page } = await openVerifier(browser, { path: join(root, 'verify.html') });
    expect((await verifyInPage(page, { zip: good })).problems).toEqual([]);
    await page.context().close();
  });

  test('asks for nothing from anywhere and has nothing to complain of', () => {
    expect(opened.requests.filter((url) => !/^(file|blob):/.test(url))).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  test('says what the bundle says of itself, and what a verification cannot show', async () => {
    const { text } = await verifyInPage(opened.page, { zip: good });
    for (const said of [
      '云岭新材料有限公司',
      '江北区人民法院',
      '起诉立案',
      '可校验固定之后未被改动，不证明固定之前内容真实及形成时间。',
    ])
      expect(text).toContain(said);
    await opened.page.click('#switch');
    expect(await opened.page.locator('#result').innerText()).toContain('nothing changed, missing or extra was found');
    await opened.page.click('#switch');
  });

  test('works without WebAssembly, whether the browser lacks it or does not allow it', async () => {
    const { zip } = await spoilt(large(2_000_003));
    const { zip: changed } = await spoilt((folder) => flip(join(folder, 'data/issue.json')));
    // V8 without code generation has no WebAssembly.
    const bare = await launchBrowser(['--js-flags=--jitless']);
    const { page: without } = await openVerifier(bare);
    expect(await without.evaluate(() => typeof WebAssembly)).toBe('undefined');
    // Browsers before 2022 do not know the word that allows it under a policy, and so forbid it.
    const path = join(vault.folder, 'verify-forbidding.html');
    writeFileSync(path, readFileSync(verifierPath, 'utf8').replace(" 'wasm-unsafe-eval'", ''));
    const { page: forbidding } = await openVerifier(browser, { path });
    for (const page of [without, forbidding]) {
      expect((await verifyInPage(page, { zip })).problems).toEqual([]);
      expect((await verifyInPage(page, { zip: changed })).problems).toEqual(await inNode({ zip: changed }));
    }
    await bare.close();
    await forbidding.context().close();
  });

  test('works where workers are refused, and in a browser of five years ago', async () => {
    const { zip } = await spoilt(large(3_000_001));
    for (const before of [
      () => {
        Object.defineProperty(window, 'Worker', { value: undefined });
      },
      () => {
        // What came after Chromium 87, as far as any library might reach for it.
        const gone: [object, string[]][] = [
          [Object, ['hasOwn', 'groupBy']],
          [Array, ['fromAsync']],
          [Array.prototype, ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with']],
          [String.prototype, ['at', 'isWellFormed', 'toWellFormed']],
          [Object.getPrototypeOf(Uint8Array.prototype) as object, ['at', 'toSorted', 'findLast']],
          [Uint8Array, ['fromBase64', 'fromHex']],
          [Promise, ['withResolvers', 'try']],
          [AbortSignal, ['any', 'timeout']],
          [globalThis, ['structuredClone', 'DecompressionStream', 'CompressionStream', 'scheduler']],
          [crypto, ['randomUUID']],
        ];
        for (const [owner, names] of gone) for (const name of names) Reflect.deleteProperty(owner, name);
      },
    ]) {
      const { page, complaints } = await openVerifier(browser, { before });
      expect((await verifyInPage(page, { zip })).problems).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  });

  test('stops when asked to, and says that there is no result', async () => {
    const folder = join(vault.folder, 'large');
    cpSync(root, folder, { recursive: true });
    appendFileSync(join(folder, 'data/large.bin'), '');
    truncateSync(join(folder, 'data/large.bin'), 700_000_000);
    await opened.page.setInputFiles('#folder', folder);
    await opened.page.click('#verify');
    await opened.page.click('#cancel');
    await opened.page.waitForSelector('#sentence');
    expect(await opened.page.locator('#sentence').innerText()).toBe('已停止，没有结论。');
    rmSync(folder, { recursive: true });
  });

  test('takes what is dropped on it, and says what it cannot use', async () => {
    const { page } = await openVerifier(browser);
    const bytes = [...readFileSync(good)];
    const transfer = await page.evaluateHandle((content) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([new Uint8Array(content)], 'dropped.zip'));
      dropped.items.add(new File(['x'], 'letter.docx'));
      return dropped;
    }, bytes);
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
    await page.getByText('已选 dropped.zip').waitFor();
    expect(await page.locator('#unknown').innerText()).toContain('letter.docx');
    await page.click('#verify');
    await page.waitForSelector('#sentence');
    expect(await page.locator('.verdict.good').count()).toBe(1);
    await page.context().close();
  });

  test('is reached and read by keyboard alone', async () => {
    const { page } = await openVerifier(browser);
    await page.setInputFiles('#zip', good);
    const reached: string[] = [];
    for (let step = 0; step < 12; step += 1) {
      await page.keyboard.press('Tab');
      const id = await page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName || '');
      reached.push(id);
      if (id === 'verify') break;
    }
    expect(reached).toEqual(['switch', 'choose-zip', 'choose-folder', 'key', 'SUMMARY', 'verify']);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#sentence');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('result');
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)(
    'is free of accessibility faults and never scrolls sideways, %s',
    async (colorScheme) => {
      const { zip } = await spoilt((folder) => {
        for (const name of ['secret.xlsx', 'person.xlsx']) flip(join(folder, 'data/registers', name));
        writeFileSync(join(folder, `data/${'长'.repeat(60)}.txt`), 'x');
      });
      const { page } = await openVerifier(browser, { colorScheme });
      for (const asked of [null, { zip }, { zip: good }]) {
        if (asked) await verifyInPage(page, asked);
        const { violations } = await new AxeBuilder({ page: page as never })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
          .analyze();
        expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target).join(' ')}`)).toEqual([]);
        const overflow = () =>
          page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(await overflow()).toBe(0);
        await page.setViewportSize({ width: 640, height: 360 });
        expect(await overflow()).toBe(0);
        await page.setViewportSize({ width: 1280, height: 720 });
      }
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('#form').isVisible()).toBe(false);
      expect(await page.locator('#sentence').isVisible()).toBe(true);
      const colours = await page.evaluate(() => {
        const { backgroundColor, color } = getComputedStyle(document.body);
        return [backgroundColor, color];
      });
      expect(colours).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
      await page.context().close();
    },
  );
});

describe('A time stamp in a bundle', () => {
  test('is judged in the page by the authority’s certificate that was chosen, and a changed one by name', async () => {
    const tsa = createTsa();
    const root = tsa.issue({ name: '根', extensions: purposes.authority, issuer: null });
    const signer = tsa.issue({ name: '时间戳服务', kind: 'ecdsa', extensions: purposes.stamping, issuer: root });
    const query = join(vault.folder, '检查点.tsq');
    requestStamp(vault.session, { kind: 'checkpoint' }, query);
    const answer = join(vault.folder, '答复.tsr');
    writeFileSync(answer, tsa.reply(new Uint8Array(readFileSync(query)), signer, {}));
    await importToken(vault.session, answer);
    const zip = join(vault.folder, '带时间戳.zip');
    await issueBundle(vault.session, request(vault, zip), quiet);
    const { page } = await openVerifier(browser);
    const alone = await verifyInPage(page, { zip });
    expect(alone.problems).toEqual([]);
    expect(alone.text).toContain('时间戳签名有效，签发机构未比对');
    const chosen = await verifyInPage(page, { zip, beside: [tsa.path(root.certificate)] });
    expect(chosen.problems).toEqual([]);
    expect(chosen.text).toContain('有效，签发机构为所选证书');
    expect(chosen.text).toContain('时间戳服务');
    const folder = unzip(zip, join(vault.folder, 'stamped'));
    flip(join(folder, 'journal/tokens/0001.tsr'));
    await forge(folder);
    const forged = await verifyInPage(page, { folder });
    expect(forged.problems?.join('\n')).toMatch(/proof journal\/tokens\/0001\.tsr token_wrong/);
    await page.context().close();
  });
});
