/**
 * Runs the suites of `suites/<kind of workspace>/` inside a real extension host, by default the npm server's; with
 * `--desktop` in `VSCODE_PATH`, or else in a VS Code that @vscode/test-electron downloads. Arguments name suites.
 */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { buildExtension } from '../host/extension';
import { CACHE, ROOT, TEST_OUTPUT } from '../host/paths';
import { exitOnSignals } from '../host/processes';
import { errorMessage } from '../../src/common/errors';
import { trialbookDir } from '../../src/common/workspaceFolder';
import { listTests } from '../host/mocha';
import { addTotals, brokenSuite, printResult, readMochaReport, type SuiteResult } from '../host/results';
import { copyWorkspace, PENGUINS } from '../host/workspace';
import { REPORT_VARIABLE } from './index';

const SOURCES: Record<string, string[]> = {
  singleFolder: [PENGUINS],
  noFolder: [],
  multiRoot: [PENGUINS, PENGUINS, PENGUINS],
};

/** Bundles a suite into one file that the extension host can load, and returns its path. */
async function bundleSuite(name: string): Promise<string> {
  const folder = path.join(import.meta.dirname, 'suites', name);
  const files = await listTests(folder);
  const loaders = files.map((file) => `() => import(${JSON.stringify(file)})`);
  const outfile = path.join(CACHE, 'integration', `${name}.cjs`);
  await build({
    stdin: {
      contents: `import { runSuite } from './index';\nexport const run = () => runSuite([${loaders.join(', ')}]);`,
      resolveDir: import.meta.dirname,
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return outfile;
}

async function runSuite(name: string, desktop: boolean): Promise<SuiteResult> {
  const output = path.join(TEST_OUTPUT, 'integration', name);
  const report = path.join(output, 'results.json');
  await rm(output, { recursive: true, force: true });
  const workspace = await copyWorkspace(...(SOURCES[name] ?? []));
  // The third folder cannot be recorded in, from before the extension is active.
  if (name === 'multiRoot') await writeFile(trialbookDir(workspace.folders[2]!), 'in the way');
  const target = workspace.workspaceFile ?? workspace.folders[0];
  const desktopPath = process.env['VSCODE_PATH'];
  const server = path.join(ROOT, 'test/host', process.platform === 'win32' ? 'executable.cmd' : 'executable.mjs');
  const vscodeExecutablePath = desktop ? desktopPath : server;
  let trouble: unknown;
  try {
    await runTests({
      ...(vscodeExecutablePath === undefined ? {} : { vscodeExecutablePath }),
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: await bundleSuite(name),
      launchArgs: target === undefined ? [] : [target],
      extensionTestsEnv: { [REPORT_VARIABLE]: report, HOST_LOG_DIR: path.join(output, 'logs') },
    });
  } catch (error) {
    trouble = error;
  } finally {
    await workspace.remove();
  }
  const result = readMochaReport(report);
  // The report is the truth, but an end that it does not explain must not pass.
  return trouble !== undefined && result.failed === 0 ? brokenSuite(`${name}: ${errorMessage(trouble)}`) : result;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { desktop: { type: 'boolean' } }, allowPositionals: true });
  const names = positionals.length > 0 ? positionals : Object.keys(SOURCES);
  await buildExtension();
  const results: SuiteResult[] = [];
  for (const name of names) {
    results.push(
      await runSuite(name, values.desktop ?? false).catch((error: unknown) =>
        brokenSuite(`${name}: ${errorMessage(error)}`),
      ),
    );
  }
  printResult({ ...addTotals(results), failures: results.flatMap(({ failures }) => failures) });
}

exitOnSignals();
await main();
