// What the machine itself must have for the window and its tests: a browser, Chinese fonts, a display server. Installs
// them on Debian and Ubuntu as root; elsewhere says the exact command. Must not touch anything that is already there.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { inProject, isRoot, say } = require('./project.cjs');

function hasCommand(name) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, name)));
}

function osRelease() {
  try {
    const text = fs.readFileSync('/etc/os-release', 'utf8');
    return Object.fromEntries(
      text
        .split('\n')
        .filter((line) => line.includes('='))
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).replaceAll('"', '')]),
    );
  } catch {
    return {};
  }
}

/** An installed browser the Chromium host can drive, or null. The rules are those of electron/chromium/find-browser.ts. */
async function findBrowser() {
  // On macOS with Node 22 the sources run as they are too: only erasable types.
  const { findBrowser: find } = await import('../chromium/find-browser.ts');
  return find() ?? downloadedBrowser();
}

/** A Chromium that playwright-core downloaded earlier. */
function downloadedBrowser() {
  const { chromium } = require(inProject('node_modules', 'playwright-core'));
  const file = chromium.executablePath();
  return file && fs.existsSync(file) ? file : null;
}

function hasChineseFont() {
  if (process.platform !== 'linux') return true;
  const result = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' });
  return result.status === 0 && result.stdout.trim() !== '';
}

/** Debian package → whether the machine has what it brings. */
async function missingPackages(purpose) {
  if (process.platform !== 'linux') return (await findBrowser()) === null ? ['chromium'] : [];
  const missing = [];
  if (purpose.browser && (await findBrowser()) === null) missing.push('chromium');
  if (!hasChineseFont()) missing.push('fontconfig', 'fonts-noto-cjk');
  if (purpose.displayServer && !hasCommand('Xvfb')) missing.push('xvfb');
  return missing;
}

function aptGet(parameters) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', parameters, { stdio: ['ignore', 2, 2], env }).status === 0;
}

/** Ubuntu's chromium package only fetches a snap, which does not run everywhere: playwright-core's download instead. */
function downloadBrowser() {
  const script = inProject('node_modules', 'playwright-core', 'cli.js');
  const withLibraries = isRoot() && hasCommand('apt-get') ? ['--with-deps'] : [];
  return (
    spawnSync(process.execPath, [script, 'install', ...withLibraries, 'chromium'], { stdio: ['ignore', 2, 2] })
      .status === 0
  );
}

function commandFor(missing) {
  switch (process.platform) {
    case 'darwin':
      return 'brew install --cask google-chrome';
    case 'win32':
      return 'winget install Google.Chrome';
    default:
      return hasCommand('apt-get')
        ? `sudo apt-get update && sudo apt-get install -y ${missing.join(' ')}`
        : `install with your package manager: ${missing.join(', ')}`;
  }
}

/**
 * Installs what is missing where that can be done, and points MIDIAN_BROWSER at a downloaded browser. `extras` are
 * packages some checks use; they come along but nothing depends on them. True when all that is needed is there.
 */
async function ensureSystem(purpose, extras = []) {
  const missing = await missingPackages(purpose);
  const wanted = hasCommand('apt-get') && isRoot() ? extras.filter((extra) => !hasCommand(extra.command)) : [];
  if (missing.length > 0 || wanted.length > 0) {
    if (process.platform === 'linux' && isRoot() && hasCommand('apt-get')) {
      const isUbuntu = osRelease().ID === 'ubuntu';
      const packages = missing.filter((name) => !(isUbuntu && name === 'chromium'));
      say(`installing ${[...missing, ...wanted.map((extra) => extra.package)].join(', ')} ...`);
      aptGet(['update', '-qq']);
      if (packages.length > 0) aptGet(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
      if (wanted.length > 0) aptGet(['install', '-y', '-qq', ...wanted.map((extra) => extra.package)]);
      if (isUbuntu && missing.includes('chromium')) downloadBrowser();
    }
  }
  const stillMissing = await missingPackages(purpose);
  if (stillMissing.length > 0) say(`missing: ${stillMissing.join(', ')}. Run: ${commandFor(stillMissing)}`);
  if (purpose.browser && !process.env.MIDIAN_BROWSER) {
    const browser = await findBrowser();
    if (browser !== null) process.env.MIDIAN_BROWSER = browser;
  }
  return stillMissing.length === 0;
}

module.exports = { ensureSystem, findBrowser, hasCommand };
