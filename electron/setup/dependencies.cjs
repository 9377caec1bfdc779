// Installs the locked dependencies when they are missing or out of date, and moves the script onto the project's Node.
// Must not resolve new versions: only what package-lock.json names.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { inProject, run, say, SetUpError } = require('./project.cjs');

// The SQLite addon crashes on older versions, and the .ts files run as they are from 22.18 on.
const lowestNode = [22, 18];

function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch {
    return {};
  }
}

/** True when node_modules holds what package-lock.json asks for; packages of other platforms may be absent. */
function areDependenciesCurrent() {
  const installed = readPackages(inProject('node_modules', '.package-lock.json'));
  return Object.entries(readPackages(inProject('package-lock.json'))).every(([place, { version, optional }]) => {
    if (place === '') return true;
    const present = installed[place];
    return present === undefined ? optional === true : present.version === version;
  });
}

/** Runs npm with the given arguments, the way this script itself was started where that is known. */
function npm(args) {
  const npmScript = process.env.npm_execpath;
  const options = { cwd: inProject(), stdio: ['ignore', 2, 2] };
  if (npmScript && /\.[cm]?js$/.test(npmScript)) return spawnSync(process.execPath, [npmScript, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** Installs the locked dependencies if needed. No package's install script runs. */
function ensureDependencies() {
  if (areDependenciesCurrent()) return;
  say('installing the locked dependencies ...');
  // Windows cannot remove the Node that runs this script, as `npm ci` would: there only what changed is replaced.
  const isOwnNodeRunning = process.platform === 'win32' && process.execPath.startsWith(inProject('node_modules'));
  const command = isOwnNodeRunning ? ['install', '--no-save'] : ['ci'];
  const result = npm([...command, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  if (result.status !== 0) {
    throw new SetUpError('npm ci failed; see its message above. Run it again by hand with: npm ci --ignore-scripts');
  }
}

/** The Node that came with the dependencies, or null where there is none (macOS). */
function projectNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const file = inProject(
    'node_modules',
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    'bin',
    name,
  );
  return fs.existsSync(file) ? file : null;
}

function isNodeNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > lowestNode[0] || (major === lowestNode[0] && minor >= lowestNode[1]);
}

/**
 * Runs this script again under the project's Node when another one started it. Returns the exit code of that run,
 * or null when the present process is already the right one and should go on.
 */
async function runUnderProjectNode(script) {
  const node = projectNode();
  if (node === null) {
    if (isNodeNewEnough(process.versions.node)) return null;
    throw new SetUpError(
      `Node ${lowestNode.join('.')} or later is needed, this is ${process.versions.node}. Install Node 24 from https://nodejs.org and run the command again.`,
    );
  }
  if (fs.realpathSync(node) === fs.realpathSync(process.execPath)) return null;
  return run(node, [script, ...process.argv.slice(2)]);
}

/** Makes sure child processes called `node` are the project's as well. */
function putProjectNodeFirst() {
  const separator = process.platform === 'win32' ? ';' : ':';
  const folder = inProject('node_modules', '.bin');
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  if (!(process.env[key] ?? '').startsWith(folder)) process.env[key] = `${folder}${separator}${process.env[key] ?? ''}`;
}

module.exports = { ensureDependencies, areDependenciesCurrent, runUnderProjectNode, putProjectNodeFirst, projectNode };
