import { expect, test } from 'vitest';
import { readArguments, takePositionals, UsageError } from '../../../electron/cli/arguments.ts';
import { helpText, usage } from '../../../electron/cli/help.ts';

// The command line as the design fixes it for other programs; later issues add to it.
const promised = [
  'create VAULT --org NAME --user LOGIN [--single-officer]',
  'demo VAULT [--secrets N]',
  'registers [--json]',
  'import VAULT REGISTER FILE [--sheet NAME] [--map FROM=TO]… [--status graded|proposed] [--good-rows] [--dry-run] [--json]',
  'undo-import VAULT BATCH',
  'list VAULT REGISTER [--filter F=V]… [--search TEXT] [--as-of DATE] [--recorded-by DATE] [--sort F] [--limit N] [--json]',
  'show VAULT REGISTER NUMBER [--as-of DATE] [--sealed] [--json]',
  'export VAULT REGISTER OUT.xlsx',
  'bundle VAULT OUT.zip [--level LEVEL] [--as-of DATE]',
  'verify BUNDLE.zip|FOLDER [--key FINGERPRINT] [--disclosure FILE]… [--token FILE.tsr]… [--ca FILE]… [--json]',
  'journal VAULT verify [--full] [--json]',
  'rules VAULT [--date DATE] [--json]',
  'users VAULT [--json]',
  'add-user VAULT LOGIN --role ROLE… [--name NAME] [--department D] [--json]',
  'compartments VAULT [--json]',
  'stamp VAULT request checkpoint|attachment ID|bundle ID OUT.tsq',
  'stamp VAULT import FILE… [--json]',
  'stamp VAULT choose-ca FILE [--json]',
  'stamp VAULT verify [--ca FILE]… [--json]',
  'backup VAULT DEST [--json]',
  'restore FILE VAULT [--json]',
  'check VAULT [--json]',
];

test('the help lists the commands the design promises, in its words', () => {
  expect(usage.split('\n').map((line) => line.replace(/^midian /, ''))).toEqual(promised);
});

test('every option the help names is read, and every option read is named', () => {
  const named = new Set([...helpText('0').matchAll(/--([a-z-]+)/g)].map(([, name]) => name as string));
  for (const name of named)
    if (!['help', 'version'].includes(name))
      expect(
        () =>
          readArguments([
            'list',
            `--${name}`,
            ...(['json', 'sealed', 'full', 'good-rows', 'dry-run', 'single-officer', 'accept-restored'].includes(name)
              ? []
              : ['x']),
          ]),
        name,
      ).not.toThrow();
  for (const option of [
    'org',
    'user',
    'secrets',
    'sheet',
    'map',
    'status',
    'filter',
    'search',
    'as-of',
    'recorded-by',
    'sort',
    'limit',
    'level',
    'key',
    'ca',
    'password-file',
  ])
    expect(named.has(option), option).toBe(true);
});

test('an unknown option and a wrong number of names are usage errors', () => {
  expect(() => readArguments(['list', '--nope'])).toThrow(UsageError);
  expect(() => takePositionals(['a'], 2, 'x')).toThrow(UsageError);
});
