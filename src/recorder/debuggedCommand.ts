/** Commands that a debugger makes of what its user wants to run. */
import path from 'node:path';
import { interpreterAt } from '../protocol/commandWords';
import { splitFlags } from './interpreterWords';

/** Words of debugpy before the program: see `server/cli.py` of debugpy. */
const WITH_VALUE = /^--(listen|connect|log-to|configure-.+|parent-session-pid|adapter-access-token)$/;
const ALONE = /^--(log-to-stderr|wait-for-client|disable-sys-remote-exec|linux-attach-prefer-lldb)$/;
/** debugpy's launcher puts it before its own words, because frozen modules cannot be traced. */
const FROZEN_MODULES = ['-X', 'frozen_modules=off'];

/**
 * The command as one would type it without the debugger: `python -X frozen_modules=off /…/debugpy --connect … /ws/train.py`
 * is `python train.py` in `/ws`. A command without debugpy stays as it is. Nothing else tells what is debugged, and
 * debugpy's words hold the address and the key of a session that is over when the command is run again.
 */
export function withoutDebugger(command: readonly string[], cwd: string): readonly string[] {
  const at = interpreterAt(command);
  const interpreter = at < 0 ? undefined : splitFlags(command.slice(at + 1));
  const words = interpreter && debuggedWords(interpreter.words);
  if (words === undefined) return command;
  const [program = '', ...args] = words;
  const flags = withoutFrozenModules(interpreter?.flags ?? []);
  return [...command.slice(0, at + 1), ...flags, nameFrom(program, cwd), ...args];
}

/** The words behind debugpy's own: `train.py …`, `-m module …` or `-c code …`; `undefined` without debugpy. */
function debuggedWords(words: readonly string[]): readonly string[] | undefined {
  const asModule = words[0] === '-m' && words[1] === 'debugpy';
  if (!asModule && path.basename(words[0] ?? '') !== 'debugpy') return undefined;
  for (let i = asModule ? 2 : 1; i < words.length; i++) {
    const word = words[i] ?? '';
    if (WITH_VALUE.test(word)) i += 1;
    else if (!ALONE.test(word)) return /^-[mc]$|^[^-]/.test(word) ? words.slice(i) : undefined;
  }
  return undefined;
}

function withoutFrozenModules(flags: readonly string[]): readonly string[] {
  const at = flags.findIndex((flag, i) => flag === FROZEN_MODULES[0] && flags[i + 1] === FROZEN_MODULES[1]);
  return at < 0 ? flags : flags.toSpliced(at, FROZEN_MODULES.length);
}

/** Editors name a script by its whole path; a person names one below the working directory from there. */
function nameFrom(program: string, cwd: string): string {
  if (!path.isAbsolute(program)) return program;
  const relative = path.relative(cwd, program);
  return relative.startsWith('..') || path.isAbsolute(relative) ? program : relative;
}
