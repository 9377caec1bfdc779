// `npm start`: installs, builds, and opens Midian in Electron where it can be had, else in an installed browser.
// Without a display it shows the first page to a file and says where.
const { ensureBuilt } = require('./build.cjs');
const { ensureDependencies, putProjectNodeFirst, runUnderProjectNode } = require('./dependencies.cjs');
const { ensureElectron, sandboxObstacle } = require('./electron-binary.cjs');
const { hasDisplay, inProject, run, runScript, say } = require('./project.cjs');
const { ensureSystem } = require('./system.cjs');

/** Which host, and why when it is not Electron. */
function chooseHost() {
  if (!hasDisplay()) return { why: 'there is no display' };
  const { file, why } = ensureElectron();
  if (file === null) return { why };
  const obstacle = sandboxObstacle(file);
  return obstacle === null ? { electron: file } : { why: obstacle };
}

async function openInBrowser(why) {
  await ensureSystem({ browser: true, displayServer: false });
  const program = inProject('build', 'node', 'chromium-host.js');
  if (hasDisplay()) {
    say(`opening in an installed browser as an app window, not in Electron: ${why}.`);
    return run(process.execPath, [program]);
  }
  const picture = inProject('build', 'first-page.png');
  say('there is no display: starting without a window in an installed browser.');
  const exitCode = await run(process.execPath, [program, '--screenshot', picture]);
  if (exitCode === 0) say(`what it shows was written to ${picture}`);
  return exitCode;
}

runScript(async () => {
  ensureDependencies();
  const exitCode = await runUnderProjectNode(__filename);
  if (exitCode !== null) return exitCode;
  putProjectNodeFirst();
  await ensureBuilt();
  const { electron, why } = chooseHost();
  if (electron === undefined) return openInBrowser(why);
  say('opening in Electron.');
  return run(electron, [inProject()]);
});
