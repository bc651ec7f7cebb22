/**
 * Tests the tracker with real training libraries: `node test/libs/run.mjs [light|heavy|all] [pytest arguments]`, report
 * in `test-output/libs-<group>.xml`. Without a group, `light`; CI runs no other. TRIALBOOK_TEST_PYTHON names the Python.
 */
import path from 'node:path';
import { ensureVenv, ROOT, runMain, runPytest } from '../pythonVenv.mjs';

const HERE = path.join(ROOT, 'test', 'libs');
const GROUPS = ['light', 'heavy'];

/** Gives pytest's exit code. */
function runGroup(group, args) {
  const folder = path.join(HERE, group);
  const python = ensureVenv(`libs-${group}`, path.join(folder, 'requirements.txt'));
  return runPytest(`libs-${group}`, python, ['-c', path.join(HERE, 'pytest.ini'), folder, ...args]);
}

runMain(() => {
  const [first, ...rest] = process.argv.slice(2);
  const named = first === 'all' || GROUPS.includes(first);
  const args = named ? rest : process.argv.slice(2);
  const groups = first === 'all' ? GROUPS : [named ? first : 'light'];
  for (const group of GROUPS.filter((one) => !groups.includes(one))) console.log(`skipped: the ${group} group`);
  return groups.map((group) => runGroup(group, args)).find((code) => code !== 0) ?? 0;
});
