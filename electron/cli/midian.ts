#!/usr/bin/env node
// The command line: picks the command, prints failures in the user's language, sets the exit code.
import { AppError } from '../../shared/contract/envelope.ts';
import { errorText } from '../../shared/messages/error-texts.ts';
import { version } from '../../shared/version.ts';
import { type Arguments, messageLanguage, readArguments, UsageError } from './arguments.ts';
import { backup, restore } from './commands-backup.ts';
import { exportRegister, importFile, list, show, undoImport } from './commands-records.ts';
import { rules } from './commands-rules.ts';
import { stamp } from './commands-stamp.ts';
import { addUser, compartments, users } from './commands-users.ts';
import { bundle, check, create, demo, journal, registers, verify } from './commands-vault.ts';
import { helpText } from './help.ts';
import { note } from './output.ts';

const commands: Record<string, ((given: Arguments) => Promise<number>) | undefined> = {
  create,
  demo,
  registers,
  import: importFile,
  'undo-import': undoImport,
  list,
  show,
  export: exportRegister,
  bundle,
  verify,
  journal,
  rules,
  users,
  'add-user': addUser,
  compartments,
  stamp,
  backup,
  restore,
  check,
};

const refused = 1;
const wrongUsage = 2;

async function main(argv: readonly string[]): Promise<number> {
  try {
    const given = readArguments(argv);
    if (given.values.version) {
      process.stdout.write(`${version}\n`);
      return 0;
    }
    if (given.values.help || given.command === 'help') {
      process.stdout.write(`${helpText(version)}\n`);
      return 0;
    }
    const command = Object.hasOwn(commands, given.command) ? commands[given.command] : undefined;
    if (!command)
      throw new UsageError(
        given.command === '' ? '没有命令 / no command' : `没有此命令 / unknown command: ${given.command}`,
      );
    return await command(given);
  } catch (cause) {
    if (cause instanceof UsageError) {
      note(`${cause.message}\n\n${helpText(version)}`);
      return wrongUsage;
    }
    if (cause instanceof AppError) {
      note(errorText(cause.code, cause.params, messageLanguage(), String(cause.params.requestId ?? '')));
      return refused;
    }
    const system = cause as NodeJS.ErrnoException;
    note(errorText('internal', {}, messageLanguage(), system.code ?? ''));
    if (process.env.MIDIAN_DEBUG) note(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
    return refused;
  }
}

process.umask(0o077);
process.exitCode = await main(process.argv.slice(2));
