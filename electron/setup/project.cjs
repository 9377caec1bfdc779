// Where things are in the project, and small helpers every set-up script shares. Runs before anything is installed:
// plain CommonJS for Node 18 and later, nothing but Node's own modules. Must not change anything on disk.
const { spawn } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');

/** An absolute path inside the project. */
function inProject(...parts) {
  return path.join(root, ...parts);
}

/** One line for the person at the terminal; standard output stays free for results. */
function say(line) {
  process.stderr.write(`midian: ${line}\n`);
}

/** A failure the user can mend: its text is shown as it is, without a stack. */
class SetUpError extends Error {}

/** Runs a set-up script's work and turns its outcome into the exit code. */
function runScript(work) {
  Promise.resolve()
    .then(work)
    .then(
      (exitCode) => {
        process.exitCode = exitCode;
      },
      (error) => {
        say(error instanceof SetUpError ? error.message : error.stack || String(error));
        process.exitCode = 1;
      },
    );
}

/** Every file below a folder, sorted, skipping dependencies and results. */
function listFiles(folder) {
  if (!fs.existsSync(folder)) return [];
  const files = [];
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === '.DS_Store') continue;
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) files.push(...listFiles(full));
    else if (entry.isFile()) files.push(full);
  }
  return files.sort();
}

/** A digest that changes when a file is added, removed or edited (by size and time, so it costs no reading). */
function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const stat = fs.statSync(file);
    hash.update(`${path.relative(root, file)}\0${stat.size}\0${stat.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Runs a program to its end, passing on what the terminal sends. Resolves with its exit code. */
function run(program, parameters) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { cwd: root, stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve(exitCode ?? 1));
  });
}

function isRoot() {
  return typeof process.getuid === 'function' && process.getuid() === 0;
}

/** True where a window can be shown. */
function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

module.exports = { root, inProject, say, SetUpError, runScript, listFiles, fingerprint, run, isRoot, hasDisplay };
