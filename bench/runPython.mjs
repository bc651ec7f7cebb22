/**
 * Runs a Python program of a folder here in a virtual environment of its own, made from the folder's `requirements.txt`
 * on first use: `node bench/runPython.mjs FOLDER NAME.py ARGUMENTS`.
 */
import path from 'node:path';
import { ensureVenv, ROOT, runMain, runTool } from '../test/pythonVenv.mjs';

runMain(() => {
  const [folder, name, ...args] = process.argv.slice(2);
  const place = path.join(ROOT, 'bench', folder);
  const python = ensureVenv(`bench-${folder.replaceAll('/', '-')}`, path.join(place, 'requirements.txt'));
  return runTool(python, [path.join(place, name), ...args]);
});
