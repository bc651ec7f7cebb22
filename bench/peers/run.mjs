/** Runs a harness of this folder in the virtual environment of the peers: `node bench/peers/run.mjs NAME.py ARGUMENTS`. */
import path from 'node:path';
import { ensureVenv, ROOT, runMain, runTool } from '../../test/pythonVenv.mjs';

const HERE = path.join(ROOT, 'bench', 'peers');

runMain(() => {
  const python = ensureVenv('bench', path.join(HERE, 'requirements.txt'));
  const [name, ...args] = process.argv.slice(2);
  return runTool(python, [path.join(HERE, name), ...args]);
});
