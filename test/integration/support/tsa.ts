// A real time-stamping authority for tests: a throw-away CA and `openssl ts`, with certificates as good or bad as asked.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Integer, OctetString } from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, TSTInfo } from 'pkijs';
import { scratchFolder } from './vaults.ts';

export type KeyKind = 'rsa' | 'ecdsa';

/** Runs openssl in a folder; throws with what it said when it fails. */
export function openssl(folder: string, ...parameters: string[]): string {
  return execFileSync('openssl', parameters, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function makeKey(folder: string, file: string, kind: KeyKind): void {
  const chosen =
    kind === 'rsa' ? ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'] : ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  openssl(folder, 'genpkey', '-algorithm', ...chosen, '-out', file);
}

/** `YYYYMMDDHHMMSSZ`. */
export const asn1Time = (atMs: number) => `${new Date(atMs).toISOString().replace(/[-:T]|\.\d+Z/g, '')}Z`;

const yearMs = 365 * 86_400_000;

export interface Issued {
  certificate: string;
  key: string;
}

export interface CertificateChoice {
  name: string;
  kind?: KeyKind;
  /** Extension lines of an openssl configuration. */
  extensions: readonly string[];
  fromMs?: number;
  untilMs?: number;
  /** Null: signs itself. */
  issuer: Issued | null;
}

export const purposes = {
  authority: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'],
  stamping: [
    'basicConstraints=critical,CA:FALSE',
    'keyUsage=critical,digitalSignature',
    'extendedKeyUsage=critical,timeStamping',
  ],
  stampingNotCritical: ['basicConstraints=critical,CA:FALSE', 'extendedKeyUsage=timeStamping'],
  stampingAndMore: ['basicConstraints=critical,CA:FALSE', 'extendedKeyUsage=critical,timeStamping,emailProtection'],
  anything: ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,digitalSignature'],
} as const;

/** A folder with certificates and, on request, an authority that answers. */
export function createTsa() {
  const folder = scratchFolder();
  let made = 0;
  const issue = (choice: CertificateChoice): Issued => {
    made += 1;
    const base = `c${made}`;
    makeKey(folder, `${base}.key`, choice.kind ?? 'rsa');
    openssl(
      folder,
      'req',
      '-new',
      '-key',
      `${base}.key`,
      '-subj',
      `/C=CN/O=Test/CN=${choice.name}`,
      '-utf8',
      '-out',
      `${base}.csr`,
    );
    mkdirSync(join(folder, `${base}.ca`));
    writeFileSync(join(folder, `${base}.ca/index.txt`), '');
    writeFileSync(
      join(folder, `${base}.cnf`),
      [
        '[ca]',
        'default_ca=d',
        '[d]',
        `database=${base}.ca/index.txt`,
        `new_certs_dir=${base}.ca`,
        `rand_serial=yes`,
        'default_md=sha256',
        'policy=p',
        'unique_subject=no',
        'string_mask=utf8only',
        '[p]',
        'countryName=optional',
        'organizationName=optional',
        'commonName=supplied',
        '[x]',
        'subjectKeyIdentifier=hash',
        ...choice.extensions,
        '',
      ].join('\n'),
    );
    const signer = choice.issuer
      ? ['-cert', choice.issuer.certificate, '-keyfile', choice.issuer.key]
      : ['-selfsign', '-keyfile', `${base}.key`];
    openssl(
      folder,
      'ca',
      '-batch',
      '-notext',
      '-utf8',
      '-config',
      `${base}.cnf`,
      '-extensions',
      'x',
      '-in',
      `${base}.csr`,
      '-out',
      `${base}.pem`,
      '-startdate',
      asn1Time(choice.fromMs ?? Date.now() - yearMs),
      '-enddate',
      asn1Time(choice.untilMs ?? Date.now() + yearMs),
      ...signer,
    );
    return { certificate: `${base}.pem`, key: `${base}.key` };
  };
  const path = (name: string) => join(folder, name);
  const read = (name: string) => new Uint8Array(readFileSync(path(name)));
  const write = (name: string, bytes: Uint8Array | string) => writeFileSync(path(name), bytes);

  /** Answers a request as `openssl ts -reply` does. */
  const reply = (
    request: Uint8Array,
    signer: Issued,
    options: { chain?: readonly Issued[]; bare?: boolean } = {},
  ): Uint8Array => {
    made += 1;
    const base = `r${made}`;
    write(`${base}.tsq`, request);
    write(
      'tsa.cnf',
      [
        '[tsa]',
        'default_tsa=t',
        '[t]',
        'serial=serial',
        'crypto_device=builtin',
        'default_policy=1.2.3.4.1',
        'digests=sha256,sha512',
        'accuracy=secs:1',
        'ess_cert_id_alg=sha256',
        '',
      ].join('\n'),
    );
    write(
      'chain.pem',
      (options.chain ?? []).map(({ certificate }) => readFileSync(path(certificate), 'utf8')).join(''),
    );
    openssl(
      folder,
      'ts',
      '-reply',
      '-config',
      'tsa.cnf',
      '-queryfile',
      `${base}.tsq`,
      '-signer',
      signer.certificate,
      '-inkey',
      signer.key,
      '-sha256',
      ...(options.chain ? ['-chain', 'chain.pem'] : []),
      ...(options.bare ? ['-token_out'] : []),
      '-out',
      `${base}.tsr`,
    );
    return read(`${base}.tsr`);
  };

  /** A token `openssl ts` would not make: any instant, any signer. Bare ContentInfo. */
  const craft = (choice: {
    imprint: Uint8Array;
    nonce?: Uint8Array | null;
    atMs: number;
    signer: Issued;
    digest?: string;
    contentType?: string;
    bind?: boolean;
    certificates?: boolean;
  }): Uint8Array => {
    made += 1;
    const base = `k${made}`;
    const info = new TSTInfo({
      version: 1,
      policy: '1.2.3.4.1',
      messageImprint: new MessageImprint({
        hashAlgorithm: new AlgorithmIdentifier({ algorithmId: choice.digest ?? '2.16.840.1.101.3.4.2.1' }),
        hashedMessage: new OctetString({ valueHex: new Uint8Array(choice.imprint).buffer }),
      }),
      serialNumber: new Integer({ value: 7 }),
      genTime: new Date(Math.floor(choice.atMs / 1000) * 1000),
      ...(choice.nonce ? { nonce: new Integer({ valueHex: new Uint8Array(choice.nonce).buffer }) } : {}),
    });
    write(`${base}.info`, new Uint8Array(info.toSchema().toBER()));
    openssl(
      folder,
      'cms',
      '-sign',
      '-binary',
      '-nodetach',
      '-in',
      `${base}.info`,
      '-outform',
      'DER',
      '-econtent_type',
      choice.contentType ?? '1.2.840.113549.1.9.16.1.4',
      '-signer',
      choice.signer.certificate,
      '-inkey',
      choice.signer.key,
      '-md',
      'sha256',
      ...(choice.bind === false ? [] : ['-cades']),
      ...(choice.certificates === false ? ['-nocerts'] : []),
      '-nosmimecap',
      '-out',
      `${base}.tst`,
    );
    return read(`${base}.tst`);
  };

  /** What `openssl ts -verify` says. */
  const opensslAccepts = (
    token: Uint8Array,
    imprint: Uint8Array,
    authority: Issued,
    options: { bare?: boolean; atMs?: number; untrusted?: readonly Issued[] } = {},
  ): boolean => {
    made += 1;
    const base = `v${made}`;
    write(`${base}.tst`, token);
    write(
      `${base}.pem`,
      (options.untrusted ?? []).map(({ certificate }) => readFileSync(path(certificate), 'utf8')).join(''),
    );
    try {
      openssl(
        folder,
        'ts',
        '-verify',
        '-digest',
        Buffer.from(imprint).toString('hex'),
        '-in',
        `${base}.tst`,
        ...(options.bare ? ['-token_in'] : []),
        '-CAfile',
        authority.certificate,
        ...(options.untrusted ? ['-untrusted', `${base}.pem`] : []),
        ...(options.atMs === undefined ? [] : ['-attime', String(Math.floor(options.atMs / 1000))]),
      );
      return true;
    } catch {
      return false;
    }
  };
  return { folder, path, read, issue, reply, craft, opensslAccepts };
}
