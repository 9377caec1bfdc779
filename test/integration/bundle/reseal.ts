// What somebody who knows the format can do to an unpacked bundle: compute every manifest anew, sign everything with another
// key, pack it again. Large files are streamed.
import { generateKeyPairSync, sign } from 'node:crypto';
import { createWriteStream, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { sealedDigest } from '../../../electron/core/document/bundle/bag-files.ts';
import { keyFingerprint, rawPublicKey, signCheckpoint } from '../../../electron/core/format/signed-note.ts';
import { digestFile } from '../../../electron/core/register/attachments/file-digests.ts';
import { canonicalJson } from '../../../shared/evidence/canonical-json.ts';
import { unsealedLines } from '../../../shared/evidence/seal.ts';

/** Paths of all files of an unpacked bundle, with forward slashes, sorted. */
export function filesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

/** Every manifest recomputed over the files as they are now. */
export async function recomputeManifests(root: string): Promise<void> {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  const lines = async (paths: string[], algorithm: 'sha256' | 'sm3') => {
    let text = '';
    for (const path of paths) text += `${(await digestFile(join(root, path)))[algorithm]}  ${path}\n`;
    return text;
  };
  const payload = filesOf(root).filter((path) => path.startsWith('data/'));
  write('manifest-sha256.txt', await lines(payload, 'sha256'));
  write('manifest-sm3.txt', await lines(payload, 'sm3'));
  const octets = payload.reduce((sum, path) => sum + statSync(join(root, path)).size, 0);
  write(
    'bag-info.txt',
    read('bag-info.txt').replace(/^Payload-Oxum: .*$/m, `Payload-Oxum: ${octets}.${payload.length}`),
  );
  const tags = filesOf(root).filter((path) => !path.startsWith('data/') && path !== 'tagmanifest-sha256.txt');
  write('tagmanifest-sha256.txt', await lines(tags, 'sha256'));
}

/** Signs everything anew with a key that certifies itself; returns its fingerprint. */
export async function forge(root: string): Promise<string> {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = rawPublicKey(publicKey);
  const keys = JSON.parse(read('journal/keys.json'));
  const said = JSON.parse(keys.keys[0].certificate.split('\n')[1]);
  const certificate = `midian/user-certificate/1\n${canonicalJson({ ...said, signKey: raw.toString('base64') })}`;
  const key = {
    ...keys.keys[0],
    publicKey: raw.toString('base64'),
    fingerprint: keyFingerprint(raw),
    certificate,
    signature: sign(null, Buffer.from(certificate), privateKey).toString('base64'),
  };
  write('journal/keys.json', `${JSON.stringify({ ...keys, keys: [key] }, null, 1)}\n`);
  const [origin, size, root64] = read('journal/checkpoint.txt').split('\n') as [string, string, string];
  write(
    'journal/checkpoint.txt',
    signCheckpoint({ origin, size: Number(size), root: Buffer.from(root64, 'base64') }, key.login, privateKey),
  );
  await recomputeManifests(root);
  const [sealOrigin] = read('journal/seal.txt').split('\n') as [string];
  const sealed = sealedDigest(unsealedLines(read('tagmanifest-sha256.txt')));
  write('journal/seal.txt', signCheckpoint({ origin: sealOrigin, ...sealed }, key.login, privateKey));
  await recomputeManifests(root);
  return key.fingerprint;
}

/** Packs a folder as bundles are packed: one folder inside, entries stored. */
export async function pack(root: string, zipPath: string, folder = 'b'): Promise<void> {
  const zip = new ZipFile();
  for (const path of filesOf(root)) zip.addFile(join(root, path), `${folder}/${path}`, { compress: false });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(zipPath));
}
