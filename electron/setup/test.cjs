// `npm test`: installs, builds, runs every test and ends with one line, `N passed, N failed`. Parameters go to Vitest:
// `npm test -- --project unit`.
const fs = require('node:fs');
const { ensureBuilt } = require('./build.cjs');
const { ensureDependencies, putProjectNodeFirst, runUnderProjectNode } = require('./dependencies.cjs');
const { ensureElectron } = require('./electron-binary.cjs');
const { inProject, run, runScript, say, SetUpError } = require('./project.cjs');
const { ensureSystem } = require('./system.cjs');

const resultFile = inProject('build', 'test-results.json');

function runVitest(parameters) {
  fs.rmSync(resultFile, { force: true });
  const vitest = inProject('node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`];
  return run(process.execPath, [vitest, 'run', ...reporters, ...parameters]);
}

/** Tests passed and failed. A file that could not be loaded and a run that broke off count as one failure each. */
function countResults(exitCode) {
  if (!fs.existsSync(resultFile)) return { passed: 0, failed: 1 };
  const results = JSON.parse(fs.readFileSync(resultFile, 'utf8'));
  const brokenFiles = results.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = results.numFailedTests + brokenFiles;
  return { passed: results.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

function finish({ passed, failed }) {
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

async function prepare() {
  await ensureBuilt();
  const { file, why } = ensureElectron();
  say(file === null ? `window tests use the Chromium host, not Electron: ${why}.` : 'window tests use Electron.');
  await ensureSystem({ browser: true, displayServer: true }, [
    { command: 'unzip', package: 'unzip' },
    { command: 'pdftotext', package: 'poppler-utils' },
    { command: 'zbarimg', package: 'zbar-tools' },
    { command: 'openssl', package: 'openssl' },
    { command: 'age', package: 'age' },
  ]);
}

runScript(async () => {
  ensureDependencies();
  const exitCode = await runUnderProjectNode(__filename);
  if (exitCode !== null) return exitCode;
  putProjectNodeFirst();
  try {
    await prepare();
  } catch (error) {
    say(error instanceof SetUpError ? error.message : error.stack);
    return finish({ passed: 0, failed: 1 });
  }
  return finish(countResults(await runVitest(process.argv.slice(2))));
});
