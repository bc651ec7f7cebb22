/**
 * Tests the tracker with real training libraries: `node test/libs/run.mjs [pytest arguments]`, report in
 * `test-output/libs.xml`. TRIALBOOK_TEST_PYTHON names the Python.
 */
import path from 'node:path';
import { ensureVenv, ROOT, runMain, runPytest } from '../pythonVenv.mjs';

const HERE = path.join(ROOT, 'test', 'libs');

runMain(() => {
  const python = ensureVenv('libs', path.join(HERE, 'requirements.txt'));
  return runPytest('libs', python, ['-c', path.join(HERE, 'pytest.ini'), HERE, ...process.argv.slice(2)]);
});
