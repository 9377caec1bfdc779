// How each part is built, one mode each: `node` (programs), `preload` (Electron), `bridge` (Chromium host's page script),
// `renderer` (the page) and `verifier` (verify.html). Driven by electron/setup/build.cjs; tests are configured in vitest.config.ts.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { verifierPage } from './verifier/verifier.config.ts';

const root = import.meta.dirname;
const target = 'node22';

/** Entry name in build/node → source. The names are fixed: hosts and package.json refer to them. */
const programs = {
  midian: 'electron/cli/midian.ts',
  'core-process': 'electron/core/process.ts',
  'job-worker': 'electron/core/job-worker.ts',
  'compose-worker': 'electron/core/register/import/compose-worker.ts',
  'digest-worker': 'electron/core/document/verify/digest-worker.ts',
  'opening-worker': 'electron/core/register/attachments/opening-worker.ts',
  main: 'electron/main/main.ts',
  'chromium-host': 'electron/chromium/run.ts',
};

function existingPrograms(): Record<string, string> {
  return Object.fromEntries(Object.entries(programs).filter(([, source]) => existsSync(join(root, source))));
}

/** Writes the list of files the hosts may serve; nothing that is not in it can be asked for. */
function pageFileList(): Plugin {
  return {
    name: 'midian-page-file-list',
    apply: 'build',
    writeBundle() {
      const folder = join(root, 'build', 'renderer');
      const files = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .sort();
      writeFileSync(join(root, 'build', 'page-files.json'), `${JSON.stringify(files, null, 1)}\n`);
    },
  };
}

function nodePrograms(): UserConfig {
  return {
    root,
    publicDir: false,
    // zip.js comes into the programs and into verify.html from the build; nothing else needs it where they run.
    ssr: { external: true, noExternal: ['@zip.js/zip.js'] },
    build: {
      ssr: true,
      target,
      outDir: 'build/node',
      emptyOutDir: true,
      minify: false,
      sourcemap: true,
      copyPublicDir: false,
      rolldownOptions: {
        input: existingPrograms(),
        external: ['electron'],
        // One flat folder: programs find each other with `new URL('./job-worker.js', import.meta.url)`.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  };
}

/** A single script without imports: what a sandboxed preload and a page's init script must be. */
function singleScript(input: string, output: string, format: 'cjs' | 'iife'): UserConfig {
  return {
    root,
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'es2024',
      outDir: 'build/preload',
      emptyOutDir: false,
      minify: false,
      copyPublicDir: false,
      rolldownOptions: {
        input,
        external: ['electron'],
        platform: 'browser',
        output: { format, entryFileNames: output, codeSplitting: false },
      },
    },
  };
}

function page(): UserConfig {
  return {
    root: join(root, 'renderer'),
    base: '/',
    plugins: [react(), pageFileList()],
    // The hosts put a fresh value in its place on every load.
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
      target: 'es2024',
      outDir: join(root, 'build', 'renderer'),
      emptyOutDir: true,
      // The content security policy allows neither data: addresses nor inline scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4000,
    },
  };
}

function configFor(mode: string): UserConfig {
  switch (mode) {
    case 'node':
      return nodePrograms();
    case 'preload':
      return singleScript('electron/preload/preload.ts', 'preload.cjs', 'cjs');
    case 'bridge':
      return singleScript('electron/preload/chromium-bridge.ts', 'chromium-bridge.js', 'iife');
    case 'renderer':
      return page();
    case 'verifier':
      return verifierPage(root);
    default:
      throw new Error(`build modes: node, preload, bridge, renderer, verifier; not ${mode}`);
  }
}

export default defineConfig(({ mode }) => configFor(mode));
