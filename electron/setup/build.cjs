// Builds everything into build/: declarations and type check with tsc, then pages, preload and the Node programs with Vite.
// `npm run build` always builds; the other scripts build only when a source changed since.
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { ensureDependencies, putProjectNodeFirst, runUnderProjectNode } = require('./dependencies.cjs');
const { fingerprint, inProject, listFiles, runScript, say, SetUpError } = require('./project.cjs');

const stampFile = inProject('build', '.stamp');

function sourceFiles() {
  const folders = ['shared', 'electron', 'renderer', 'verifier', 'resources'].flatMap((folder) =>
    listFiles(inProject(folder)),
  );
  const single = ['package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.json', 'tsconfig.base.json'];
  return [...folders, ...single.map((file) => inProject(file)).filter((file) => fs.existsSync(file))];
}

/** True when build/ was made from the sources as they are now. */
function isBuildCurrent() {
  return (
    fs.existsSync(stampFile) &&
    fs.readFileSync(stampFile, 'utf8') === fingerprint(sourceFiles()) &&
    fs.existsSync(commandLink()) &&
    fs.existsSync(inProject('build', 'fonts'))
  );
}

function commandLink() {
  return inProject('node_modules', '.bin', 'midian');
}

/** npm does not link a project's own command: put it where `npx midian` looks. */
function linkCommand() {
  const program = inProject('build', 'node', 'midian.js');
  if (!fs.existsSync(program)) return;
  fs.chmodSync(program, 0o755);
  const link = commandLink();
  fs.rmSync(link, { force: true });
  if (process.platform !== 'win32') {
    fs.symlinkSync(path.relative(path.dirname(link), program), link);
    return;
  }
  const target = '..\\..\\build\\node\\midian.js';
  fs.writeFileSync(link, '#!/bin/sh\nexec node "$(dirname "$0")/../../build/node/midian.js" "$@"\n');
  fs.writeFileSync(`${link}.cmd`, `@node "%~dp0${target}" %*\r\n`);
  fs.writeFileSync(`${link}.ps1`, `& node "$PSScriptRoot\\${target}" @args\nexit $LASTEXITCODE\n`);
}

function typeCheck() {
  return new Promise((resolve, reject) => {
    const compiler = inProject('node_modules', 'typescript', 'bin', 'tsc');
    const child = spawn(process.execPath, [compiler, '-b', '--pretty'], { cwd: inProject(), stdio: ['ignore', 2, 2] });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve(exitCode));
  });
}

/** The typefaces of printed documents, with their licences, beside the programs. The list is faceFiles of the paper kit. */
async function copyFaces() {
  const { faceFiles } = await import('../core/document/paper/faces.ts');
  const folder = inProject('build', 'fonts');
  fs.mkdirSync(folder, { recursive: true });
  for (const { file, source } of Object.values(faceFiles)) {
    fs.copyFileSync(inProject('node_modules', source), path.join(folder, file));
    const licence = inProject('node_modules', ...source.split('/').slice(0, 2), 'LICENSE_FONT');
    fs.copyFileSync(licence, path.join(folder, `OFL-${file.split('_')[0]}.txt`));
  }
}

async function bundle() {
  const { build } = await import('vite');
  for (const mode of ['node', 'preload', 'bridge', 'verifier', 'renderer']) {
    if (mode === 'renderer' && !fs.existsSync(inProject('renderer', 'index.html'))) continue;
    await build({ configFile: inProject('vite.config.ts'), mode, logLevel: 'warn' });
  }
}

/** Builds all; a type error does not keep the programs from being written, but fails the build. */
async function buildAll() {
  const stamp = fingerprint(sourceFiles());
  const startedAtMs = Date.now();
  say('building ...');
  process.env.NODE_ENV = 'production';
  fs.rmSync(stampFile, { force: true });
  const types = typeCheck();
  await bundle();
  await copyFaces();
  linkCommand();
  if ((await types) !== 0) throw new SetUpError('the type check failed; see above.');
  fs.writeFileSync(stampFile, stamp);
  say(`built in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`);
  delete process.env.NODE_ENV;
}

/** Builds when a source changed since the last build. */
async function ensureBuilt() {
  if (!isBuildCurrent()) await buildAll();
}

module.exports = { ensureBuilt };

if (require.main === module) {
  runScript(async () => {
    ensureDependencies();
    const exitCode = await runUnderProjectNode(__filename);
    if (exitCode !== null) return exitCode;
    putProjectNodeFirst();
    await buildAll();
    return 0;
  });
}
