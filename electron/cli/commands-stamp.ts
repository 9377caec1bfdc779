// Commands on third-party time stamps: request, import, choose-ca, verify.
import { basename, resolve } from 'node:path';
import { AppError } from '../../shared/contract/envelope.ts';
import { tokenWords } from '../../shared/evidence/token-problems.ts';
import { type Arguments, messageLanguage, UsageError } from './arguments.ts';
import { note, print } from './output.ts';
import { type Opened, withVault } from './session.ts';

const usage =
  'stamp VAULT request checkpoint|attachment ID|bundle ID OUT.tsq | import FILE… | choose-ca FILE | verify [--ca FILE]…';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Subject = { kind: 'checkpoint' } | { kind: 'attachment' | 'bundle'; id: string };

function subjectOf(words: readonly string[]): { subject: Subject; out: string } {
  const [kind, ...rest] = words;
  if (kind === 'checkpoint' && rest.length === 1) return { subject: { kind }, out: rest[0] as string };
  const [id, out] = rest;
  if ((kind === 'attachment' || kind === 'bundle') && rest.length === 2 && id !== undefined && out !== undefined) {
    if (!uuid.test(id)) throw new UsageError(`${kind} ID: ${id}`);
    return { subject: { kind, id }, out };
  }
  throw new UsageError(usage);
}

/** Names a path of the command line to the core, as the window's dialogs do. */
function grant({ core }: Opened, path: string): string {
  const token = `file-${core.state.paths.size}`;
  core.grant(token, resolve(path));
  return token;
}

const instant = (atMs: number) => new Date(atMs).toISOString();

async function importFiles(opened: Opened, given: Arguments, files: readonly string[]): Promise<number> {
  const result = await opened.call('stamp.import', { files: files.map((file) => grant(opened, file)) });
  const [first] = result.refused;
  if (files.length === 1 && first) throw new AppError(first.code as never, first.params);
  print(given, result, () =>
    [
      ...result.imported.map(
        ({ name, genTimeMs, authority, trusted }) =>
          `已导入 / imported\t${name}\t${instant(genTimeMs)}\t${authority}\t${trusted ? '已核对 / trusted' : '未核对签发者 / issuer not compared'}`,
      ),
      ...result.refused.map(({ name, code }) => `未导入 / refused\t${name}\t${code}`),
    ].join('\n'),
  );
  return result.refused.length === 0 ? 0 : 1;
}

async function verifyAll(opened: Opened, given: Arguments): Promise<number> {
  const { ca } = given.values;
  const report = await opened.call('stamp.verify', { authorities: (ca ?? []).map((file) => grant(opened, file)) });
  const language = messageLanguage();
  const words = tokenWords as Readonly<Record<string, { zh: string; en: string }>>;
  print(
    given,
    {
      ok: report.ok,
      tokens: report.tokens.map(({ genTimeMs, ...token }) => ({ ...token, genTime: instant(genTimeMs) })),
    },
    () =>
      report.tokens.length === 0
        ? '没有时间戳 / no time stamps'
        : report.tokens
            .map(({ kind, subject, name, genTimeMs, authority, problem }) =>
              [
                kind,
                name ?? subject,
                instant(genTimeMs),
                authority,
                problem === null ? '已核对 / trusted' : (words[problem]?.[language] ?? problem),
              ].join('\t'),
            )
            .join('\n'),
  );
  return report.ok ? 0 : 1;
}

/** `midian stamp VAULT request|import|choose-ca|verify …` */
export async function stamp(given: Arguments): Promise<number> {
  const [path, action, ...words] = given.positionals;
  if (path === undefined) throw new UsageError(usage);
  switch (action) {
    case 'request': {
      const { subject, out } = subjectOf(words);
      const made = await withVault(path, given, (opened) =>
        opened.call('stamp.request', { subject, target: grant(opened, out) }),
      );
      note(`已生成请求 / request: ${basename(out)} ${made.id}`);
      return 0;
    }
    case 'import':
      if (words.length === 0) throw new UsageError(usage);
      return withVault(path, given, (opened) => importFiles(opened, given, words));
    case 'choose-ca': {
      const [file] = words;
      if (file === undefined || words.length !== 1) throw new UsageError(usage);
      const { chosen } = await withVault(path, given, (opened) =>
        opened.call('stamp.chooseAuthority', { file: grant(opened, file) }),
      );
      print(given, chosen, () => chosen.map(({ name, sha256 }) => `${sha256}\t${name}`).join('\n'));
      return 0;
    }
    case 'verify':
      if (words.length > 0) throw new UsageError(usage);
      return withVault(path, given, (opened) => verifyAll(opened, given));
    default:
      throw new UsageError(usage);
  }
}
