// `npm run screenshots [name…]`: the pictures of the documentation, taken from the built application on a demo vault.
// Writes docs/images/<name>.png and nothing else; without names it takes all.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { openProfile } from '../../electron/core/vault/profile.ts';
import type { AppUnderTest, LaunchOptions } from './launch.ts';
import { type DemoVault, launchDemo, makeDemo, unlock, visit } from './support/demo.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'docs', 'images');
const ledger = join(root, 'test', 'samples', '秘点台账.xlsx');
const viewport = { width: 1440, height: 900 };
/** As many as `midian demo` makes. */
const demoSecrets = 300;
/** Pictures lie in the repository and are loaded with the README. */
const maximumBytes = 400_000;

interface Picture {
  name: string;
  language: 'zh' | 'en';
  colorScheme: 'light' | 'dark';
  open: (app: AppUnderTest) => Promise<void>;
}

async function openList({ page }: AppUnderTest): Promise<void> {
  await visit(page, '/r/secret?sort=responsible.asc');
  await page.getByRole('row').nth(5).waitFor();
}

/** The record of a graded secret, with sealed content, people in the know and a history. */
async function openRecord({ page }: AppUnderTest): Promise<void> {
  await openList({ page } as AppUnderTest);
  const id = await richRecord(page);
  await visit(page, `/r/secret/${id}`);
  await page.getByRole('complementary').getByRole('heading').first().waitFor();
  await page.waitForLoadState('networkidle');
  // What the rules find is computed after the record is shown.
  await page.waitForTimeout(1000);
}

interface BridgeWindow {
  midian: {
    call(route: string, input: unknown): Promise<{ ok: boolean; data: Record<string, never> }>;
  };
}

/** Id of the secret in force with most to show: people in the know first, then revisions. */
async function richRecord(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const { midian } = window as unknown as BridgeWindow;
    const read = async (route: string, input: object) => (await midian.call(route, input)).data as never;
    const { records } = (await read('register.list', {
      register: 'secret',
      filters: [{ field: 'status', operator: 'is', values: ['in_force'] }],
      limit: 60,
    })) as { records: { id: string; version: number; sealed: string[] }[] };
    let best = { id: '', worth: -1 };
    for (const { id, version, sealed } of records) {
      if (sealed.length === 0) continue;
      const { links, attachments } = (await read('register.get', { register: 'secret', id })) as {
        links: Record<string, unknown[]>;
        attachments: unknown[];
      };
      const filled = Object.values(links).filter((list) => list.length > 0).length;
      const worth = filled * 10 + Math.min(version, 4) + attachments.length;
      if (worth > best.worth) best = { id, worth };
    }
    return best.id;
  });
}

/** The preview of the sample ledger: nothing is written. */
async function openImport(app: AppUnderTest): Promise<void> {
  const { page } = app;
  await app.setChooser({ files: [ledger] });
  await visit(page, '/import/secret');
  await page.getByRole('button', { name: '选择文件' }).click();
  const next = page.getByRole('button', { name: '下一步' });
  await page.getByRole('heading', { name: '核对工作表与表头行' }).waitFor();
  await next.click();
  await page.getByRole('heading', { name: '导入前须确认的事项' }).waitFor();
  await page.getByText('已经定密，按原定密登记').click();
  await page.getByLabel('定密依据').fill('商密定审〔2023〕1号');
  const createAll = page.getByRole('button', { name: '其余均新建' });
  if (await createAll.isVisible()) await createAll.click();
  await next.click();
  await page.getByRole('button', { name: /^导入/ }).waitFor();
}

const pictures: readonly Picture[] = [
  { name: 'list.zh', language: 'zh', colorScheme: 'light', open: openList },
  { name: 'record.zh', language: 'zh', colorScheme: 'light', open: openRecord },
  { name: 'list.en', language: 'en', colorScheme: 'light', open: openList },
  { name: 'list.dark', language: 'zh', colorScheme: 'dark', open: openList },
  { name: 'import.zh', language: 'zh', colorScheme: 'light', open: openImport },
];

/** The language is the user's own, remembered in the profile beside the vault. */
function setLanguage(demo: DemoVault, language: 'zh' | 'en'): void {
  const store = openProfile(demo.profile);
  store.savePreferences({ ...store.preferences(), language });
}

async function take(demo: DemoVault, picture: Picture): Promise<void> {
  setLanguage(demo, picture.language);
  const options: LaunchOptions = { viewport, colorScheme: picture.colorScheme };
  const app = await launchDemo(demo, options);
  try {
    await unlock(app.page);
    await picture.open(app);
    await app.page.evaluate(() => document.fonts.ready);
    await app.page.mouse.move(viewport.width - 1, viewport.height - 1);
    const file = join(folder, `${picture.name}.png`);
    writeFileSync(file, await app.page.screenshot({ animations: 'disabled', caret: 'hide' }));
    const { size } = statSync(file);
    if (size > maximumBytes) throw new Error(`${picture.name}.png has ${size} bytes, more than ${maximumBytes}`);
    process.stdout.write(`docs/images/${picture.name}.png ${size} bytes\n`);
  } finally {
    await app.close();
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !pictures.some((picture) => picture.name === name));
if (unknown.length > 0)
  throw new Error(`no picture ${unknown.join(', ')}; there are ${pictures.map(({ name }) => name).join(', ')}`);
mkdirSync(folder, { recursive: true });
const demo = await makeDemo(demoSecrets);
try {
  for (const picture of pictures) if (wanted.length === 0 || wanted.includes(picture.name)) await take(demo, picture);
} finally {
  demo.remove();
}
