// Electron's runtime: found, or fetched once with Electron's own script. A failed fetch is remembered for a day, so that
// a machine without access to it does not wait at every start.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { inProject, isRoot, say } = require('./project.cjs');

const fetchTimeoutMs = 120_000;
const dayMs = 24 * 60 * 60 * 1000;

function failureNote() {
  return inProject('node_modules', '.cache', 'midian-electron-failed');
}

/** The runtime's executable, or null. Never downloads. */
function findElectron() {
  const folder = inProject('node_modules', 'electron');
  const pathFile = path.join(folder, 'path.txt');
  if (!fs.existsSync(pathFile)) return null;
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH || path.join(folder, 'dist');
  const file = path.join(dist, fs.readFileSync(pathFile, 'utf8'));
  return fs.existsSync(file) ? file : null;
}

function failedRecently() {
  try {
    return Date.now() - fs.statSync(failureNote()).mtimeMs < dayMs;
  } catch {
    return false;
  }
}

/** The runtime, fetched if it can be. `{ file }`, or `{ file: null, why }`. */
function ensureElectron() {
  if (process.env.MIDIAN_HOST === 'chromium') return { file: null, why: 'MIDIAN_HOST asks for Chromium' };
  const found = findElectron();
  if (found !== null) return { file: found };
  if (failedRecently()) {
    return { file: null, why: 'its runtime could not be downloaded today (npx install-electron tries again)' };
  }
  say('fetching the Electron runtime ...');
  const result = spawnSync(process.execPath, [inProject('node_modules', 'electron', 'install.js')], {
    cwd: inProject(),
    stdio: 'ignore',
    timeout: fetchTimeoutMs,
  });
  const fetched = result.status === 0 ? findElectron() : null;
  if (fetched !== null) return { file: fetched };
  fs.mkdirSync(path.dirname(failureNote()), { recursive: true });
  fs.writeFileSync(failureNote(), '');
  return { file: null, why: 'its runtime cannot be downloaded here' };
}

/** Why Electron's sandbox cannot start on this machine, or null when it can. */
function sandboxObstacle(file) {
  if (process.platform !== 'linux') return null;
  if (isRoot()) return 'Electron does not start its sandbox as root';
  const helper = path.join(path.dirname(file), 'chrome-sandbox');
  const helperStat = fs.existsSync(helper) ? fs.statSync(helper) : null;
  if (helperStat !== null && helperStat.uid === 0 && (helperStat.mode & 0o4000) !== 0) return null;
  const isOff = (setting, offValue) => {
    const settingFile = `/proc/sys/${setting}`;
    return fs.existsSync(settingFile) && fs.readFileSync(settingFile, 'utf8').trim() === offValue;
  };
  return isOff('kernel/apparmor_restrict_unprivileged_userns', '1') || isOff('kernel/unprivileged_userns_clone', '0')
    ? 'this system does not let Electron start its sandbox from a folder'
    : null;
}

module.exports = { ensureElectron, findElectron, sandboxObstacle };
