/** Mocha in this process; `tsx` must be loaded. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import Mocha from 'mocha';
import { readMochaReport, type SuiteResult } from './results';

export interface MochaRun {
  /** Folder whose `*.test.ts` files are run. */
  folder: string;
  /** Only files whose path holds this text, when given. */
  only?: string | undefined;
  /** JSON file that the report goes to. */
  report: string;
  /** For one test or hook, ms. */
  timeout: number;
  rootHooks?: Mocha.RootHookObject;
}

/** Absolute paths of the test files below a folder, sorted; none when it does not exist. */
export async function listTests(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => path.join(folder, name));
}

/** Runs the tests of a folder and reads the report back. */
export async function runMocha(run: MochaRun): Promise<SuiteResult> {
  await mkdir(path.dirname(run.report), { recursive: true });
  await rm(run.report, { force: true });
  const mocha = new Mocha({
    timeout: run.timeout,
    reporter: 'json',
    reporterOptions: { output: run.report },
    ...(run.rootHooks === undefined ? {} : { rootHooks: run.rootHooks }),
  });
  const files = await listTests(run.folder);
  // Mocha itself would `require` the files, and they would not share their modules with this program.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const file of files) if (file.includes(run.only ?? '')) await import(pathToFileURL(file).href);
  await new Promise((resolve) => mocha.run(resolve));
  return readMochaReport(run.report);
}
