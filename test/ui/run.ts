/** Packs the extension and runs the UI suites against it; an argument picks the files whose path holds it. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { packExtension } from '../host/extension';
import { runMocha } from '../host/mocha';
import { TEST_OUTPUT } from '../host/paths';
import { exitOnSignals } from '../host/processes';
import { brokenSuite, printResult, type SuiteResult } from '../host/results';
import { Session } from './session';
import { UI_OUTPUT } from './uiOutput';

async function keepEvidence(this: Mocha.Context): Promise<void> {
  const test = this.currentTest;
  if (test?.state !== 'failed' || test.err === undefined) return;
  const folders = await Session.evidence();
  // The report is read by whoever has the failure before them, so that is where the paths belong.
  test.err.stack = [test.err.stack ?? test.err.message, 'last picture and logs:', ...folders].join('\n  ');
}

async function run(): Promise<SuiteResult> {
  await rm(UI_OUTPUT, { recursive: true, force: true });
  await packExtension();
  const only = process.argv[2];
  return runMocha({
    folder: import.meta.dirname,
    only,
    report: path.join(TEST_OUTPUT, 'ui.json'),
    timeout: 120_000,
    rootHooks: {
      beforeEach: () => Session.forgetClosed(),
      afterEach: keepEvidence,
      afterAll: () => Session.disposeAll(),
    },
  });
}

exitOnSignals();
printResult(await run().catch((error: unknown) => brokenSuite(String(error))));
process.exit();
