/**
 * Runs the unit tests, those of the store a second time with the other engine; an argument picks the files whose path
 * holds it.
 */
import path from 'node:path';
import { listTests, runMocha } from '../test/host/mocha';
import { ROOT, TEST_OUTPUT } from '../test/host/paths';
import { exitOnSignals } from '../test/host/processes';
import { addTotals, brokenSuite, parseTotals, printResult, type SuiteResult } from '../test/host/results';
import { sqliteNode } from '../test/host/sqliteNode';
import { runProgram } from './program';

/** Set in the program that runs the store's tests with the engine that it names. */
const ENGINE_VARIABLE = 'TRIALBOOK_TEST_ENGINE';
const UNIT = path.join(ROOT, 'test/unit');
const STORE = path.join(UNIT, 'store');

const only = process.argv[2];

function runHere(folder: string, report: string): Promise<SuiteResult> {
  return runMocha({ folder, only, report: path.join(TEST_OUTPUT, report), timeout: 20_000 });
}

async function runWithNative(): Promise<SuiteResult> {
  const { code, output } = await runProgram(
    'unit-native',
    ['--import', 'tsx', import.meta.filename, ...(only === undefined ? [] : [only])],
    {
      node: await sqliteNode(),
      env: { [ENGINE_VARIABLE]: 'native' },
    },
  );
  const totals = parseTotals(output);
  if (totals === undefined || (code !== 0 && totals.failed === 0)) return brokenSuite(`With node:sqlite:\n${output}`);
  return { ...totals, failures: totals.failed > 0 ? [`With node:sqlite:\n${output}`] : [] };
}

async function hasStoreTests(): Promise<boolean> {
  return (await listTests(STORE)).some((file) => file.includes(only ?? ''));
}

exitOnSignals();
if (process.env[ENGINE_VARIABLE] !== undefined) {
  printResult(await runHere(STORE, 'unit-native.json'));
} else {
  const results = [await runHere(UNIT, 'unit.json')];
  if (await hasStoreTests()) results.push(await runWithNative());
  printResult({ ...addTotals(results), failures: results.flatMap(({ failures }) => failures) });
}
// A handle that a test left open must not hold the rest up; Mocha's own command line does the same with --exit.
process.exit();
