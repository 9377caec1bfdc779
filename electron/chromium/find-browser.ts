// Finds an installed Chromium, Chrome or Edge. `MIDIAN_BROWSER` decides where it is set.
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

const commandNames = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];

function fixedPlaces(platform: string, environment: NodeJS.ProcessEnv): string[] {
  if (platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ];
  }
  if (platform === 'win32') {
    const folders = [environment.ProgramFiles, environment['ProgramFiles(x86)'], environment.LOCALAPPDATA];
    const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
    return folders.flatMap((folder) => (folder ? programs.map((program) => `${folder}\\${program}`) : []));
  }
  const folders = [...(environment.PATH ?? '').split(delimiter), '/usr/bin', '/snap/bin', '/opt/google/chrome'];
  return commandNames.flatMap((name) => folders.filter(isAbsolute).map((folder) => join(folder, name)));
}

/** The browser's executable, or null when none is installed. Throws when `MIDIAN_BROWSER` names no file. */
export function findBrowser(
  environment: NodeJS.ProcessEnv = process.env,
  platform: string = process.platform,
): string | null {
  const named = environment.MIDIAN_BROWSER;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`MIDIAN_BROWSER names no file: ${named}`);
    return named;
  }
  return fixedPlaces(platform, environment).find((file) => existsSync(file)) ?? null;
}

/** The browser's executable. Throws when none is installed. */
export function requireBrowser(): string {
  const browser = findBrowser();
  if (browser === null) throw new Error('no Chromium, Chrome or Edge found; set MIDIAN_BROWSER to one');
  return browser;
}
