/** Runs the unit tests; an argument picks the files whose path holds it. */
import path from 'node:path';
import { runMocha } from '../test/host/mocha';
import { ROOT, TEST_OUTPUT } from '../test/host/paths';
import { exitOnSignals } from '../test/host/processes';
import { printResult } from '../test/host/results';

exitOnSignals();
printResult(
  await runMocha({
    folder: path.join(ROOT, 'test/unit'),
    only: process.argv[2],
    report: path.join(TEST_OUTPUT, 'unit.json'),
    timeout: 20_000,
  }),
);
// A handle that a test left open must not hold the rest up; Mocha's own command line does the same with --exit.
process.exit();
