/**
 * Tests the tracker on its own: `node test/tracker/run.mjs [pytest arguments]`, report in `test-output/tracker.xml`.
 * With `--lint` it runs Ruff over all Python of the repository instead.
 *
 * TRIALBOOK_TEST_PYTHON names the Python that runs the tests, TRIALBOOK_TEST_PYTHONS those that train in them (a list
 * as in PATH; any version, those that the tracker does not support included).
 */
import path from 'node:path';
import { ensureVenv, ROOT, runMain, runPytest, runTool } from '../pythonVenv.mjs';

const TRACKER_DIR = path.join(ROOT, 'python');
const CONFIG = path.join(TRACKER_DIR, 'pyproject.toml');

runMain(() => {
  const python = ensureVenv('tracker', path.join(ROOT, 'test', 'tracker', 'requirements.txt'));
  const args = process.argv.slice(2);
  if (!args.includes('--lint')) return runPytest('tracker', python, ['-c', CONFIG, TRACKER_DIR, ...args]);
  const places = ['python', 'examples', 'test/libs', 'bench/peers', 'bench/record'];
  const checked = runTool(python, ['-m', 'ruff', 'check', '--quiet', '--no-cache', '--config', CONFIG, ...places]);
  const formatted = runTool(python, [
    '-m',
    'ruff',
    'format',
    '--quiet',
    '--check',
    '--no-cache',
    '--config',
    CONFIG,
    ...places,
  ]);
  return checked || formatted;
});
