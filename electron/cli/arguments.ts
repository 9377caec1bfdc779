// Reads the command line: options, passwords, language. A wrong usage is a UsageError and exits with 2.
import { readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';

export class UsageError extends Error {}

const options = {
  org: { type: 'string' },
  user: { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string', multiple: true },
  department: { type: 'string' },
  'single-officer': { type: 'boolean' },
  secrets: { type: 'string' },
  json: { type: 'boolean' },
  sheet: { type: 'string' },
  map: { type: 'string', multiple: true },
  status: { type: 'string' },
  'good-rows': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  filter: { type: 'string', multiple: true },
  search: { type: 'string' },
  'as-of': { type: 'string' },
  'recorded-by': { type: 'string' },
  date: { type: 'string' },
  sort: { type: 'string' },
  limit: { type: 'string' },
  sealed: { type: 'boolean' },
  level: { type: 'string' },
  key: { type: 'string' },
  disclosure: { type: 'string', multiple: true },
  token: { type: 'string', multiple: true },
  ca: { type: 'string', multiple: true },
  'accept-restored': { type: 'boolean' },
  full: { type: 'boolean' },
  'password-file': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

export interface Arguments {
  command: string;
  positionals: string[];
  values: ReturnType<typeof parse>['values'];
}

/** `--sort -number` sorts downward; parseArgs would take the field for options of one letter. */
function joinDescending(argv: readonly string[]): string[] {
  const at = argv.indexOf('--sort');
  const field = argv[at + 1];
  if (at < 0 || !field?.startsWith('-') || field.startsWith('--')) return [...argv];
  return [...argv.slice(0, at), `--sort=${field}`, ...argv.slice(at + 2)];
}

function parse(argv: readonly string[]) {
  return parseArgs({ args: joinDescending(argv), options, allowPositionals: true, strict: true });
}

/** Takes the command line apart. Throws UsageError. */
export function readArguments(argv: readonly string[]): Arguments {
  try {
    const { values, positionals } = parse(argv);
    const [command = '', ...rest] = positionals;
    return { command, positionals: rest, values };
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause));
  }
}

/** Exactly `count` positionals; the usage is shown otherwise. */
export function takePositionals(positionals: readonly string[], count: number, usage: string): string[] {
  if (positionals.length !== count) throw new UsageError(`用法 / usage: midian ${usage}`);
  return [...positionals];
}

/** A whole number of at least 1. */
export function positiveInteger(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--${name}: ${text}`);
  return Number(text);
}

/** The language of messages: MIDIAN_LANG, else the system's; Chinese where nothing says English. */
export function messageLanguage(environment: NodeJS.ProcessEnv = process.env): 'zh' | 'en' {
  const wanted = environment.MIDIAN_LANG ?? environment.LC_ALL ?? environment.LC_MESSAGES ?? environment.LANG ?? '';
  return /^en/i.test(wanted) ? 'en' : 'zh';
}

/** Asks on the terminal without showing what is typed. */
async function promptPassword(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(question);
  return new Promise((resolve) => {
    terminal.question('', (answer) => {
      terminal.close();
      process.stderr.write('\n');
      resolve(answer);
    });
  });
}

/** The password: a file only its owner can read, the environment, or a prompt. Throws UsageError without any. */
export async function readPassword(file: string | undefined): Promise<string> {
  if (file !== undefined) {
    let mode: number;
    try {
      mode = statSync(file).mode;
    } catch {
      throw new UsageError(`--password-file: ${file}`);
    }
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new UsageError(`--password-file: 权限须为 0600 / mode must be 0600: ${file}`);
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  }
  if (process.env.MIDIAN_PASSWORD) return process.env.MIDIAN_PASSWORD;
  if (process.stdin.isTTY) return promptPassword('密码 / password: ');
  throw new UsageError(
    '没有密码：设置 MIDIAN_PASSWORD 或 --password-file / no password: set MIDIAN_PASSWORD or --password-file',
  );
}
