/** Checks everything that can be checked without running the product; each step is one test. */
import { exitOnSignals } from '../test/host/processes';
import { printResult, type SuiteResult } from '../test/host/results';
import { runProgram } from './program';

const STEPS: Record<string, string[]> = {
  'types of src': ['node_modules/typescript/bin/tsc', '-p', '.'],
  'types of webview': ['node_modules/typescript/bin/tsc', '-p', 'webview'],
  'types of the report': ['node_modules/typescript/bin/tsc', '-p', 'webview/report'],
  'types of test': ['node_modules/typescript/bin/tsc', '-p', 'test'],
  lint: ['node_modules/oxlint/bin/oxlint', '--deny-warnings'],
  format: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  'dead code': ['node_modules/knip/bin/knip.js'],
  'lint and format of Python': ['test/tracker/run.mjs', '--lint'],
};

exitOnSignals();
const result: SuiteResult = { passed: 0, failed: 0, skipped: 0, failures: [] };
for (const [name, args] of Object.entries(STEPS)) {
  const { code, output, seconds } = await runProgram(`check-${name.replaceAll(' ', '-')}`, args);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`);
  if (code === 0) {
    result.passed += 1;
  } else {
    result.failed += 1;
    result.failures.push(`${name}\n${output.trimEnd()}`);
  }
}
printResult(result);
