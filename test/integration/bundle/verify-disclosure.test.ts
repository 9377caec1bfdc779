// What the verifier says of a disclosure made later for an old bundle: true ones are vouched for by journal or seal, every other is named.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDisclosure } from '../../../electron/core/document/bundle/disclosure-file.ts';
import { type BundleResult, issueBundle } from '../../../electron/core/document/bundle/issue-bundle.ts';
import { verifyBundle } from '../../../electron/core/document/verify/verify-bundle.ts';
import { createRecord } from '../../../electron/core/register/store.ts';
import { writeTransaction } from '../../../electron/core/register/write-context.ts';
import { ensureSpareDataKeys } from '../../../electron/core/vault/session.ts';
import type { DisclosureFile, Reveal } from '../../../shared/evidence/disclosure-file.ts';
import {
  type BundleVault,
  createBundleVault,
  discard,
  password,
  quiet,
  request,
  sealedText,
  secretName,
} from './bundle-vault.ts';
import { discloses, revealOf } from './disclose.ts';
import { forge, recomputeManifests } from './reseal.ts';
import { unzip } from './unzip.ts';

let vault: BundleVault;
let other: BundleVault;
let path: string;
let issued: BundleResult;
/** A number that holds the name, which level court withholds: so its event is withheld too. */
const telling = '商密〔2026〕乙方案1号';
const tellingName = '乙方案';
const plain = '商密〔2026〕003号';

beforeAll(async () => {
  vault = await createBundleVault();
  other = await createBundleVault(1);
  await ensureSpareDataKeys(vault.session);
  writeTransaction(vault.session, (context) =>
    createRecord(context, vault.session.registry.byKey('secret'), {
      number: telling,
      status: 'in_force',
      values: { name: tellingName, publicName: '材料工艺', level: 'general' },
    }),
  );
  path = join(vault.folder, 'b.zip');
  issued = await issueBundle(vault.session, request(vault, path, { level: 'court' }), quiet);
});

afterAll(() => {
  discard(vault);
  discard(other);
});

let count = 0;
async function verify(bytes: Buffer, bundle = path) {
  count += 1;
  const name = `揭示-${count}.json`;
  writeFileSync(join(vault.folder, name), bytes);
  const report = await verifyBundle(bundle, { disclosures: [join(vault.folder, name)] }, quiet);
  return { ...report, name };
}

const reveal = (number: string, field = 'name') => revealOf(vault.session, 'secret', number, field);
const spoilt = (change: (file: DisclosureFile) => void) =>
  discloses(vault.session, issued.bundle, [reveal(plain)], (file) => {
    const copy = structuredClone(file);
    change(copy);
    return copy;
  });

describe('A disclosure as the program writes it', () => {
  it('shows sealed content, names and reasons of the old bundle to be what was committed to', async () => {
    const target = join(vault.folder, '补充.disclosure.json');
    const fields = ['name', 'content', '@reason'];
    const asked = {
      bundle: issued.bundle,
      target,
      reveals: [{ register: 'secret', record: vault.secretId, fields }],
      recipient: '江北区人民法院',
      purpose: '补充质证',
      password,
    };
    await writeDisclosure(vault.session, asked, quiet);
    const { problems, reveals } = await verifyBundle(path, { disclosures: [target] }, quiet);
    expect(problems).toEqual([]);
    expect(reveals.map(({ field, value, vouchedBy }) => [field, value, vouchedBy])).toEqual([
      ['name', secretName, 'journal'],
      ['content', sealedText, 'journal'],
      ['@reason', '与某公司纠纷后转移存放', 'journal'],
    ]);
  });
});

describe('A disclosure', () => {
  it('is vouched for by the journal, or by the seal alone where the event is withheld', async () => {
    const { problems, reveals, ok } = await verify(
      discloses(vault.session, issued.bundle, [reveal(plain), reveal(telling)]),
    );
    expect(problems).toEqual([]);
    expect(ok).toBe(true);
    expect(reveals.map(({ number, value, vouchedBy }) => [number, value, vouchedBy])).toEqual([
      [plain, '工艺参数窗口2', 'journal'],
      [telling, tellingName, 'seal'],
    ]);
  });

  it('with a value, salt or field that was not committed to is named by record and field, signed as it may be', async () => {
    const truth = reveal(plain);
    const lies: [Partial<Reveal>, string][] = [
      [{ value: '别的名称' }, `reveal_differs ${plain} name`],
      [{ salt: Buffer.alloc(16).toString('base64') }, `reveal_differs ${plain} name`],
      [{ event: truth.event + 1 }, `reveal_differs ${plain} name`],
      [{ number: telling }, `reveal_differs ${telling} name`],
      [{ field: 'content' }, `reveal_unknown ${plain} content`],
      [{ field: 'constructor' }, `reveal_unknown ${plain} constructor`],
      [{ record: randomUUID() }, `reveal_unknown ${plain} name`],
      [{ register: 'person' }, `reveal_unknown ${plain} name`],
    ];
    for (const [lie, detail] of lies) {
      const { problems, reveals, name } = await verify(
        discloses(vault.session, issued.bundle, [{ ...truth, ...lie }, truth]),
      );
      expect(problems, detail).toEqual([{ kind: 'proof', path: name, detail }]);
      expect(
        reveals.map(({ vouchedBy }) => vouchedBy),
        detail,
      ).toEqual([null, 'journal']);
    }
  });

  it('that was changed after signing is named, whatever was changed, and vouches for nothing', async () => {
    for (const change of [
      (file: DisclosureFile) => {
        file.recipient = '别人';
      },
      (file: DisclosureFile) => {
        file.issuedAtMs += 1;
      },
      (file: DisclosureFile) => {
        file.id = randomUUID();
      },
      (file: DisclosureFile) => {
        file.reveals.push(reveal(telling));
      },
      (file: DisclosureFile) => {
        file.reveals[0] = { ...reveal(plain), label: { zh: '别的栏目', en: 'other' } };
      },
      (file: DisclosureFile) => {
        file.seal = file.seal.replace('\n1\n', '\n2\n');
      },
    ]) {
      const { problems, reveals, name } = await verify(spoilt(change));
      expect(problems, String(change)).toEqual([{ kind: 'proof', path: name, detail: 'disclosure_seal_broken' }]);
      expect(reveals.every(({ vouchedBy }) => vouchedBy === null)).toBe(true);
    }
  });

  it('of another bundle, another vault or another key is named', async () => {
    const elsewhere = await verify(discloses(vault.session, randomUUID(), [reveal(plain)]));
    expect(elsewhere.problems).toEqual([{ kind: 'proof', path: elsewhere.name, detail: 'disclosure_other_bundle' }]);
    // Somebody with a vault of their own who claims to speak of this one.
    const stranger = { ...other.session, header: { ...other.session.header, vaultId: vault.session.header.vaultId } };
    const claimed = await verify(discloses(stranger as typeof other.session, issued.bundle, [reveal(plain)]));
    expect(claimed.problems).toEqual([{ kind: 'proof', path: claimed.name, detail: 'disclosure_key_other' }]);
    expect(claimed.reveals[0]?.vouchedBy).toBeNull();
    const foreign = await verify(discloses(other.session, issued.bundle, [reveal(plain)]));
    expect(foreign.problems).toEqual([{ kind: 'proof', path: foreign.name, detail: 'disclosure_other_bundle' }]);
  });

  it('that is none is a format problem', async () => {
    for (const bytes of ['', '{}', '[]', 'null', '{"format":"midian-disclosure/2"}'])
      expect((await verify(Buffer.from(bytes))).problems[0]).toMatchObject({ kind: 'format' });
    expect((await verify(Buffer.from([0xff, 0xfe]))).problems[0]?.detail).toBe('not_utf8');
    expect((await verify(spoilt((file) => file.reveals.splice(0)))).problems[0]?.detail).toBe('layout');
  });

  it('is vouched for by nobody where the bundle itself was changed', async () => {
    const root = unzip(path, join(vault.folder, 'changed'));
    const file = join(root, 'data/registers/secret.xlsx');
    writeFileSync(file, 'other');
    await recomputeManifests(root);
    const { reveals, ok } = await verify(discloses(vault.session, issued.bundle, [reveal(plain)]), root);
    expect(ok).toBe(false);
    expect(reveals[0]?.vouchedBy).toBeNull();
  });

  it('of the true vault is told from a bundle signed anew by somebody else', async () => {
    const root = unzip(path, join(vault.folder, 'forged'));
    await forge(root);
    const { problems, name } = await verify(discloses(vault.session, issued.bundle, [reveal(plain)]), root);
    expect(problems).toEqual([{ kind: 'proof', path: name, detail: 'disclosure_key_other' }]);
  });
});
