// How the page verify.html is built: one file with script and style inside, allowed by their digests, the same bytes for one
// version wherever it is built. The worker's script lies in it as text.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type InlineConfig, type Plugin } from 'vite';

const workerModule = 'virtual:digest-worker';
/** Five years of browsers: Chromium 87 and later. */
const target = 'es2020';

const digest = (text: string) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** Inside a script element nothing may look like its end, or like a comment (HTML §4.12.1.3). */
const embedded = (code: string) => code.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '\\x3c!--');

interface Source {
  entry: string;
  plugins: Plugin[];
}

/** A script without imports. */
function scriptConfig(root: string, { entry, plugins }: Source): InlineConfig {
  return {
    configFile: false,
    root: join(root, 'verifier'),
    publicDir: false,
    plugins,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      target,
      outDir: join(root, 'build'),
      emptyOutDir: false,
      minify: true,
      modulePreload: false,
      rolldownOptions: {
        input: join(root, 'verifier', entry),
        // A name that says nothing of the place it was built at.
        output: { format: 'iife', entryFileNames: 'verifier.js', codeSplitting: false },
      },
    },
  };
}

async function workerCode(root: string): Promise<string> {
  const config = scriptConfig(root, { entry: 'digest-worker.ts', plugins: [] });
  const built = await build({ ...config, build: { ...config.build, write: false } });
  const [result] = (Array.isArray(built) ? built : [built]) as { output: { type: string; code?: string }[] }[];
  const code = result?.output.find(({ type }) => type === 'chunk')?.code;
  if (code === undefined) throw new Error('the worker of verify.html was not built');
  return code;
}

function workerAsText(root: string): Plugin {
  const resolved = `\0${workerModule}`;
  return {
    name: 'midian-digest-worker',
    resolveId: (id) => (id === workerModule ? resolved : null),
    load: async (id) =>
      id === resolved ? `export const digestWorkerCode = ${JSON.stringify(await workerCode(root))};` : null,
  };
}

/** The style without comments and line breaks; nothing in it is a string with spaces that matter. */
function compactStyle(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s*\n\s*/g, '')
    .trim();
}

/** Puts script and style into index.html and says which of them may run. */
function oneFile(root: string): Plugin {
  const read = (name: string) => readFileSync(join(root, 'verifier', name), 'utf8').replace(/\r\n/g, '\n');
  return {
    name: 'midian-verify-page',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const [name, chunk] = Object.entries(bundle).find(([, part]) => part.type === 'chunk') ?? [];
      if (name === undefined || chunk?.type !== 'chunk') throw new Error('the script of verify.html was not built');
      const script = embedded(chunk.code.trim());
      const style = compactStyle(read('style.css'));
      const policy = [
        "default-src 'none'",
        // Compiling WebAssembly is allowed, evaluating text is not.
        `script-src ${digest(script)} 'wasm-unsafe-eval'`,
        `style-src ${digest(style)}`,
        'worker-src blob:',
        "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
      ].join('; ');
      const html = read('index.html')
        .replace(
          '<meta name="viewport"',
          () => `<meta http-equiv="Content-Security-Policy" content="${policy}">\n<meta name="viewport"`,
        )
        .replace('</head>', () => `<style>${style}</style>\n</head>`)
        .replace('</body>', () => `<script>${script}</script>\n</body>`);
      delete bundle[name];
      this.emitFile({ type: 'asset', fileName: 'verify.html', source: html });
    },
  };
}

/** The build of `build/verify.html`; `root` is the project's folder. */
export function verifierPage(root: string): InlineConfig {
  return scriptConfig(root, { entry: 'main.ts', plugins: [workerAsText(root), oneFile(root)] });
}
