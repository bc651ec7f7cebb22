/** The words of a command line that are for the Python interpreter, apart from those for the program that it runs. */
import path from 'node:path';

/** Options of the Python interpreter that take the next word as their value. */
const WITH_VALUE = new Set(['-W', '-X', '--check-hash-based-pycs']);

/** `python3.11` of `/usr/bin/python3.11` and of `python3.11.exe`. */
export function programName(word: string): string {
  return path.basename(word).replace(/\.exe$/i, '');
}

export interface InterpreterWords {
  /** All single-letter flags together. */
  letters: string;
  /** The words before the program. */
  flags: string[];
  /** `train.py …`, `-m module …` or `-c code …`. */
  words: string[];
}

/** Parts the interpreter's own words from the program that it runs; `undefined` without a program. */
export function splitFlags(words: readonly string[]): InterpreterWords | undefined {
  let letters = '';
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '-' || word === '') return undefined;
    if (!word.startsWith('-')) return { letters, flags: words.slice(0, i), words: words.slice(i) };
    if (word.startsWith('--')) {
      if (WITH_VALUE.has(word)) i += 1;
      continue;
    }
    // Letters may stand together, and the value of the last behind them: `-Im pkg.train`, `-Wignore`.
    const [, plain = '', last = '', value = ''] = /^-([^cmWX]*)([cmWX]?)(.*)$/s.exec(word) ?? [];
    letters += plain;
    if (last === 'c' || last === 'm') {
      const flags = [...words.slice(0, i), ...(plain === '' ? [] : [`-${plain}`])];
      const rest = words.slice(i + 1);
      return { letters, flags, words: [`-${last}`, ...(value === '' ? rest : [value, ...rest])] };
    }
    if (last !== '' && value === '') i += 1;
  }
  return undefined;
}
