import path from 'node:path';
import { ensureVenv } from '../pythonVenv.mjs';

/** A Python with debugpy installed, in a virtual environment that is made on first use. */
export function debuggerPython(): string {
  return ensureVenv('debugpy', path.join(import.meta.dirname, 'requirements.txt'));
}
