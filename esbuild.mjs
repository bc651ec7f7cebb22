// Bundles the four programs into dist/: extension, store worker, command line (recorder) and pages.
// `--watch` rebuilds on change. The sizes that a user pays for are held to a budget.
import { context, build } from 'esbuild';
import { copyFile, mkdir, rm } from 'node:fs/promises';

const watch = process.argv.includes('--watch');

/** Largest size of an entry in bytes, as bundled and minified. */
const BUDGET = { 'dist/extension.js': 270_000 };

/** Bundled CommonJS packages call `require` for Node's own modules, which an ES module lacks. */
const requireBanner = {
  js: [
    "import { createRequire as __createRequire } from 'node:module';",
    "import { dirname as __toDirname } from 'node:path';",
    "import { fileURLToPath as __toPath } from 'node:url';",
    'const require = __createRequire(import.meta.url);',
    'const __filename = __toPath(import.meta.url);',
    'const __dirname = __toDirname(__filename);',
  ].join(' '),
};

const shared = { bundle: true, minify: !watch, sourcemap: watch, metafile: true, logLevel: 'warning', outdir: 'dist' };
const node = {
  ...shared,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  banner: requireBanner,
  // ES modules first: esbuild cannot follow the `require` calls of a package's UMD build.
  mainFields: ['module', 'main'],
};

const bundles = [
  { ...node, entryPoints: { worker: 'src/store/worker.ts' } },
  // What only some need lies in a file of its own, read when it is needed.
  {
    ...node,
    entryPoints: { extension: 'src/extension.ts' },
    external: ['vscode'],
    splitting: true,
    chunkNames: 'extension-[name]-[hash]',
  },
  { ...node, entryPoints: { cli: 'src/cli.ts' }, splitting: true, chunkNames: 'cli-[name]-[hash]' },
  {
    ...shared,
    entryPoints: {
      'webview/compare': 'webview/compare/main.tsx',
      'webview/changes': 'webview/changes/main.tsx',
      'webview/rerun': 'webview/rerun/main.tsx',
      'webview/table': 'webview/table/main.tsx',
      'webview/run': 'webview/run/main.tsx',
    },
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  },
  // A report's page is answered by the store's own queries. What they use of Node has a stand-in.
  {
    ...shared,
    entryPoints: { 'webview/report': 'webview/report/main.ts' },
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    alias: {
      'node:timers/promises': './webview/report/node/timersPromises.ts',
      'node:zlib': './webview/report/node/zlib.ts',
    },
  },
];

await rm('dist', { recursive: true, force: true });
await mkdir('dist/webview', { recursive: true });
await Promise.all([
  copyFile('node_modules/sql.js/dist/sql-wasm.wasm', 'dist/sql-wasm.wasm'),
  copyFile('node_modules/@vscode/codicons/dist/codicon.css', 'dist/webview/codicon.css'),
  copyFile('node_modules/@vscode/codicons/dist/codicon.ttf', 'dist/webview/codicon.ttf'),
]);

if (watch) {
  for (const options of bundles) await (await context(options)).watch();
  console.log('watching');
} else {
  for (const { metafile } of await Promise.all(bundles.map((options) => build(options)))) {
    for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
      if (bytes > (BUDGET[file] ?? Infinity))
        throw new Error(`${file}: ${bytes} bytes, over its budget of ${BUDGET[file]}`);
      console.log(`${file}  ${(bytes / 1000).toFixed(1)} kB`);
    }
  }
}
