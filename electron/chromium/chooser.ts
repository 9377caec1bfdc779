// Dialogs for the Chromium host: zenity or kdialog where installed, else results go to a fixed folder and files are
// chosen with the page's own input.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { FileFilter } from '../../shared/contract/bridge.ts';
import type { Chooser } from '../host/host-session.ts';

/** Standard output of a dialog program, or null when the user cancelled it. */
function ask(program: string, parameters: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, parameters, { encoding: 'utf8' }, (error, output) => {
      const answer = output.replace(/\n$/, '');
      resolve(error !== null || answer === '' ? null : answer);
    });
  });
}

function findProgram(name: string): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

function patterns(filter: FileFilter): string {
  return filter.extensions.map((extension) => (extension === '*' ? '*' : `*.${extension}`)).join(' ');
}

function createZenityChooser(program: string): Chooser {
  const base = ['--file-selection'];
  const filterParameters = (filters: FileFilter[]) =>
    filters.map((filter) => `--file-filter=${filter.name} | ${patterns(filter)}`);
  return {
    async chooseFiles({ multiple, filters }) {
      const many = multiple ? ['--multiple', '--separator=\n'] : [];
      const answer = await ask(program, [...base, ...many, ...filterParameters(filters)]);
      return answer === null ? null : answer.split('\n');
    },
    chooseFolder: () => ask(program, [...base, '--directory']),
    chooseSave: ({ suggestedName, filters }) =>
      ask(program, [
        ...base,
        '--save',
        '--confirm-overwrite',
        `--filename=${join(homedir(), suggestedName)}`,
        ...filterParameters(filters),
      ]),
  };
}

function createKdialogChooser(program: string): Chooser {
  const filterText = (filters: FileFilter[]) =>
    filters.map((filter) => `${filter.name} (${patterns(filter)})`).join('\n');
  return {
    async chooseFiles({ multiple, filters }) {
      const many = multiple ? ['--multiple', '--separate-output'] : [];
      const answer = await ask(program, [...many, '--getopenfilename', homedir(), filterText(filters)]);
      return answer === null ? null : answer.split('\n');
    },
    chooseFolder: () => ask(program, ['--getexistingdirectory', homedir()]),
    chooseSave: ({ suggestedName, filters }) =>
      ask(program, ['--getsavefilename', join(homedir(), suggestedName), filterText(filters)]),
  };
}

/** The chooser without any dialog: a folder of its own in the user's documents, and a name nothing has yet. */
export function createFolderChooser(folder: string): Chooser {
  const ensured = () => {
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  return {
    chooseFiles: async () => undefined,
    chooseFolder: async () => ensured(),
    chooseSave: async ({ suggestedName }) => {
      const dot = suggestedName.lastIndexOf('.');
      const stem = dot > 0 ? suggestedName.slice(0, dot) : suggestedName;
      const ending = dot > 0 ? suggestedName.slice(dot) : '';
      let file = join(ensured(), suggestedName);
      for (let number = 2; existsSync(file); number += 1) file = join(folder, `${stem} (${number})${ending}`);
      return file;
    },
  };
}

/** The best chooser of this machine. */
export function createSystemChooser(hasDisplay: boolean): Chooser {
  const zenity = hasDisplay ? findProgram('zenity') : null;
  if (zenity !== null) return createZenityChooser(zenity);
  const kdialog = hasDisplay ? findProgram('kdialog') : null;
  if (kdialog !== null) return createKdialogChooser(kdialog);
  return createFolderChooser(join(homedir(), 'Documents', 'Midian'));
}
