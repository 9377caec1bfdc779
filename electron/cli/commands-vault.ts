// Commands on a vault as a whole: create, demo, check, journal, registers, bundle, verify.
import { basename, resolve } from 'node:path';
import type { JobResults } from '../../shared/contract/contract.ts';
import { AppError } from '../../shared/contract/envelope.ts';
import { disclosureLevels } from '../../shared/disclosure.ts';
import type { VerifyReport } from '../../shared/evidence/report.ts';
import { honestSentence, problemWords } from '../../shared/evidence/words.ts';
import { allRegisters } from '../../shared/registers/all.ts';
import { localDate } from '../../shared/time.ts';
import { defaultBundleRegisters } from '../core/document/bundle/default-registers.ts';
import { verifyBundle } from '../core/document/verify/verify-bundle.ts';
import { type Arguments, positiveInteger, readPassword, takePositionals, UsageError } from './arguments.ts';
import { note, print } from './output.ts';
import { caller, quietJob, startCore, withVault } from './session.ts';

export const stateSecretNotice =
  '本库不得存放国家秘密。标有绝密、机密、秘密的文件由保密工作机构按《保守国家秘密法》处理。继续即声明不录入国家秘密，并以您的名义记入日志。\n' +
  'State secrets must not be kept in this vault. Going on is your declaration to that effect; it is recorded in your name.';

/** `midian create VAULT --org NAME --user LOGIN [--single-officer]` */
export async function create(given: Arguments): Promise<number> {
  const [path] = takePositionals(given.positionals, 1, 'create VAULT --org NAME --user LOGIN') as [string];
  const { org, user } = given.values;
  if (!org || !user) throw new UsageError('create VAULT --org NAME --user LOGIN');
  const password = await readPassword(given.values['password-file']);
  note(stateSecretNotice);
  const core = startCore();
  await caller(core).call('vault.create', {
    path,
    organisation: org,
    officerLogin: user,
    officerName: user,
    password,
    scheme: 'three',
    numberPatterns: {},
    stateSecretDeclared: true,
    singleOfficerReason: given.values['single-officer'] ? '命令行建库时声明：仅一名商密管理员' : null,
  });
  await core.lock('quit');
  note(`已建库 / created: ${path}`);
  return 0;
}

/** `midian demo VAULT [--secrets N]` */
export async function demo(given: Arguments): Promise<number> {
  const [path] = takePositionals(given.positionals, 1, 'demo VAULT [--secrets N]') as [string];
  const secrets = positiveInteger(given.values.secrets, 'secrets');
  const password = await readPassword(given.values['password-file']);
  const result = await caller(startCore()).run<JobResults['demo']>('vault.createDemo', {
    path: resolve(path),
    password,
    ...(secrets ? { secrets } : {}),
  });
  note(`已生成演示库，账号 demo / demo vault, user demo: ${basename(result.path)}`);
  return 0;
}

/** `midian registers [--json]` */
export async function registers(given: Arguments): Promise<number> {
  takePositionals(given.positionals, 0, 'registers');
  const shown = allRegisters
    .filter(({ kind }) => kind === 'register')
    .map(({ key, label, fields }) => ({
      register: key,
      label,
      fields: fields.map((field) => ({ key: field.key, kind: field.kind, label: field.label })),
    }));
  print(given, shown, () =>
    shown
      .map(({ register, label, fields }) => `${register}\t${label.zh}\t${fields.map(({ key }) => key).join(' ')}`)
      .join('\n'),
  );
  return 0;
}

/** `midian check VAULT [--json]` */
export async function check(given: Arguments): Promise<number> {
  const [path] = takePositionals(given.positionals, 1, 'check VAULT') as [string];
  let report: JobResults['check'];
  try {
    report = await withVault(path, given, ({ run }) => run<JobResults['check']>('vault.check', {}));
  } catch (cause) {
    // A vault too damaged to open is a finding of the check, not a failure of the command.
    if (
      !(cause instanceof AppError) ||
      !/^(vault_.*(damaged|changed|rolled_back|swapped|lowered)|journal_broken)$/.test(cause.code)
    )
      throw cause;
    report = { ok: false, problems: [{ code: cause.code, params: cause.params }] };
  }
  print(given, report, () =>
    report.ok
      ? '检查通过 / no problems'
      : report.problems.map(({ code, params }) => `${code} ${JSON.stringify(params)}`).join('\n'),
  );
  return report.ok ? 0 : 1;
}

/** `midian journal VAULT verify [--full] [--json]` */
export async function journal(given: Arguments): Promise<number> {
  const [path, action] = takePositionals(given.positionals, 2, 'journal VAULT verify') as [string, string];
  if (action !== 'verify') throw new UsageError('journal VAULT verify');
  const report = await withVault(path, given, ({ run }) =>
    run<JobResults['journalVerify']>('journal.verify', { full: given.values.full ?? false }),
  );
  print(given, report, () =>
    report.ok
      ? `日志完好 / intact: ${report.events} ${report.head}`
      : report.problems.map(({ code, params }) => `${code} ${JSON.stringify(params)}`).join('\n'),
  );
  return report.ok ? 0 : 1;
}

/** `midian bundle VAULT OUT.zip [--level LEVEL] [--as-of DATE]` */
export async function bundle(given: Arguments): Promise<number> {
  const [path, out] = takePositionals(given.positionals, 2, 'bundle VAULT OUT.zip') as [string, string];
  const level = disclosureLevels.find((candidate) => candidate === (given.values.level ?? 'internal'));
  if (!level) throw new UsageError(`--level ${disclosureLevels.join('|')}`);
  const password = await readPassword(given.values['password-file']);
  const asOf = given.values['as-of'] === undefined ? null : { date: given.values['as-of'], reading: 'fact' as const };
  if (level !== 'internal')
    note(
      '对外提供须先经批准；继续即由登录人声明已获批准，记入日志。 / What leaves needs an approval; going on declares it, in your name.',
    );
  const result = await withVault(path, given, ({ core, session, run }) => {
    core.grant('out', resolve(out));
    const approval =
      level === 'internal'
        ? null
        : { approver: session.user.name, approvedOn: localDate(session.now()), form: '命令行声明' };
    return run<JobResults['bundle']>('bundle.create', {
      target: 'out',
      registers: defaultBundleRegisters(session),
      level,
      attachments: level === 'internal',
      asOf,
      approval,
      recipient: '命令行',
      purpose: '命令行生成',
      password,
    });
  });
  note(`${result.files} 个文件 / files, SHA-256 ${result.sha256}\n签名密钥 / key ${result.keyFingerprint}`);
  return 0;
}

/** What a report says, a line each; the problems in both languages. */
function reportLines(report: VerifyReport): string[] {
  const lines = report.ok
    ? [`校验通过 / intact: ${report.files} 个文件 / files`]
    : report.problems.map((problem) => {
        const { kind, path, detail } = problem;
        const { zh, en } = problemWords(problem);
        const said = zh === en ? zh : `${zh} / ${en}`;
        return [kind, path, ...(detail === null ? [] : [detail, said])].join('\t');
      });
  for (const { file, number, record, field, value, vouchedBy } of report.reveals)
    lines.push(`reveal\t${file}\t${number ?? record}\t${field}\t${vouchedBy ?? '-'}\t${JSON.stringify(value)}`);
  for (const { file, subject, state, genTimeMs, authority, trusted } of report.tokens) {
    const time = genTimeMs === null ? '-' : new Date(genTimeMs).toISOString();
    lines.push(`token\t${file}\t${subject.kind}\t${state}\t${time}\t${authority ?? '-'}\t${trusted ? 'trusted' : '-'}`);
  }
  return lines;
}

/**
 * `midian verify BUNDLE.zip|FOLDER [--key FINGERPRINT] [--disclosure FILE]… [--token FILE.tsr]… [--ca FILE]… [--json]`;
 * needs no vault and no password.
 */
export async function verify(given: Arguments): Promise<number> {
  const [path] = takePositionals(given.positionals, 1, 'verify BUNDLE.zip|FOLDER') as [string];
  const { key, disclosure, token, ca } = given.values;
  const paths = (files: readonly string[] = []) => files.map((file) => resolve(file));
  const options = { key, disclosures: paths(disclosure), tokens: paths(token), authorities: paths(ca) };
  const report = await verifyBundle(resolve(path), options, quietJob);
  print(given, report, () => reportLines(report).join('\n'));
  if (report.fingerprint !== null && key === undefined)
    note(
      `签名密钥指纹，请与所告知的比对 / key fingerprint, compare it with the one you were told: ${report.fingerprint}`,
    );
  note(`${honestSentence.zh}\n${honestSentence.en}`);
  return report.ok ? 0 : 1;
}
