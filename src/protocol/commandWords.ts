/** The parts of a recorded command line: what starts the script, and the words that the script reads. */

const PYTHON = /^(python|pypy|py)[\d.]*w?(\.exe)?$/i;
/** Launchers such as `uv run --with x python train.py` put this many words before the interpreter at most. */
const LAUNCHER_WORDS = 8;

/** Place of the Python interpreter in a command line; -1 where it names none. */
export function interpreterAt(command: readonly string[]): number {
  return command.slice(0, LAUNCHER_WORDS).findIndex((word) => PYTHON.test(word.replace(/^.*[/\\]/s, '')));
}

/**
 * Place of the first word that the script itself reads: behind `train.py`, `-m pkg.train`, or the program where no script
 * is known. `script` is the script's path relative to the folder that holds the code, with `/`.
 */
export function argumentsAt(command: readonly string[], script: string | null): number {
  const named = script === null ? -1 : command.findIndex((word, at) => namesScript(command, at, word, script));
  const isProgram = (word: string, at: number): boolean =>
    at > 0 && (command[at - 1] === '-m' || /\.(py|R|jl|sh)$/i.test(word));
  return Math.max(named < 0 ? command.findIndex(isProgram) : named, 0) + 1;
}

function namesScript(command: readonly string[], at: number, word: string, script: string): boolean {
  const isModule = command[at - 1] === '-m';
  const path = isModule ? word.replaceAll('.', '/') : word.replaceAll('\\', '/').replace(/^(\.\.?\/)+/, '');
  const endings = isModule ? [`${path}.py`, `${path}/__main__.py`] : [path];
  // The word may be shorter, seen from the working directory, or longer, with the folder's own path in front.
  return endings.some((one) => isEndOf(one, script) || isEndOf(script, one));
}

/** Whether a path is the end of another, by whole names: `src/train.py` of `/home/kim/src/train.py`. */
function isEndOf(end: string, path: string): boolean {
  return path === end || path.endsWith(`/${end}`);
}
