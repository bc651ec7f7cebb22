/**
 * Where in a Python file a training begins: the line that carries "Track this run".
 *
 * A file is a training script when
 * 1. its name is not that of a test, a package marker or a build script (`test_*.py`, `conftest.py`, `setup.py`, …), and
 * 2. its code, with strings and comments blanked out, shows a training: a call of `.fit(`, `.train(`, `.backward(`,
 *    a `Trainer`, a loop over epochs, a function `train…`, a study's `.optimize(`; or its name says so (`train.py`,
 *    `finetune_bert.py`) and it has a main guard.
 *
 * The line is the main guard (`if __name__ == "__main__":`); without one it is the first top-level statement that
 * trains. A module that only defines such functions, and a script that only evaluates, get none.
 */

const NO_SCRIPT = /^(test_.*|.*_test|conftest|setup|noxfile|tasks|__init__|__main__)\.py$/i;
const TRAINING_NAME = /(^|[_-])(pre)?(train|fit|fine[_-]?tune|learn)/i;
const MAIN_GUARD = /^if\s+__name__\s*==\s*(['"])__main__\1\s*:/;

const TRAINING_CALL =
  /\.(fit|partial_fit|fit_generator|train|train_on_batch|backward|train_model)\s*\(|\b\w*Trainer\s*\(|\.optimize\s*\(/;
const TRAINING_LOOP = /^\s*for\s+\w*epochs?\w*\b.*\bin\b|^\s*for\s.*\bin\b.*\bepochs?\b/i;
const TRAINING_FUNCTION = /\b(pre)?(train|fit|fine_?tune)\w*\s*\(/;
const ENTRY_FUNCTION = /^(main|run)\s*\(|^\w+\.(main|run)\s*\(/;
const DEFINITION = /^(async\s+)?(def|class)\b|^(import|from)\s|^@/;

/** The zero-based line that starts the training, or `undefined` for a file that is plainly no training script. */
export function findEntryPoint(fileName: string, text: string): number | undefined {
  if (NO_SCRIPT.test(fileName)) return undefined;
  const raw = text.split(/\r?\n/);
  const code = blankStringsAndComments(text).split(/\r?\n/);
  const guard = raw.findIndex((line, index) => MAIN_GUARD.test(line) && code[index]?.startsWith('if') === true);
  const trains = code.some((line) => isTraining(line));
  if (guard !== -1) return trains || TRAINING_NAME.test(fileName) ? guard : undefined;
  return trains ? firstTrainingStatement(code) : undefined;
}

function isTraining(line: string): boolean {
  return TRAINING_CALL.test(line) || TRAINING_LOOP.test(line) || TRAINING_FUNCTION.test(line);
}

/** A top-level statement runs to the next line that begins in the first column; definitions do not train by themselves. */
function firstTrainingStatement(code: string[]): number | undefined {
  let start: number | undefined;
  for (const [index, line] of code.entries()) {
    if (/^\S/.test(line) && !/^[)\]}]|^(else|elif|except|finally)\b/.test(line)) {
      start = DEFINITION.test(line) ? undefined : index;
    }
    if (start !== undefined && (isTraining(line) || ENTRY_FUNCTION.test(line))) return start;
  }
  return undefined;
}

const STRING_OR_COMMENT =
  /#[^\n]*|("""|''')(?:\\[\s\S]|(?!\1)[\s\S])*(?:\1|$)|(["'])(?:\\[\s\S]|(?!\2)[^\\\n])*(?:\2|$)?/g;

/** Replaces every string and comment by spaces; lines and columns stay. */
function blankStringsAndComments(text: string): string {
  return text.replace(STRING_OR_COMMENT, (match) => match.replace(/[^\r\n]/g, ' '));
}
