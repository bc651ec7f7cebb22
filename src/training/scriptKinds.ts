/** What kind of script a file is, and which program runs it. Pure: `scriptCommand.ts` looks for the programs. */

/** Languages of the editor whose scripts can be tracked. */
export const SCRIPT_LANGUAGES = ['python', 'r', 'julia', 'shellscript'] as const;
export type ScriptLanguage = (typeof SCRIPT_LANGUAGES)[number];

const BY_ENDING: readonly [RegExp, ScriptLanguage][] = [
  [/\.pyw?$/i, 'python'],
  [/\.r$/i, 'r'],
  [/\.jl$/i, 'julia'],
  [/\.(sh|bash|zsh|ksh)$/i, 'shellscript'],
];

/** What runs a script whose first line does not say it. */
const PROGRAMS: Record<Exclude<ScriptLanguage, 'python'>, string> = { r: 'Rscript', julia: 'julia', shellscript: 'sh' };

export function isScriptLanguage(language: string): language is ScriptLanguage {
  return SCRIPT_LANGUAGES.some((one) => one === language);
}

/**
 * The program and its own arguments that run a script: as its first line says, else by the ending of its name. Without
 * either it is Python's. `python` stands for the interpreter of the folder.
 */
export function scriptProgram(fileName: string, firstLine: string): string[] {
  const language = languageOf(fileName);
  if (language === 'python') return ['python'];
  const shebang = parseShebang(firstLine);
  if (shebang !== undefined) return isPython(shebang[0]!) ? ['python', ...shebang.slice(1)] : shebang;
  return [language === undefined ? 'python' : PROGRAMS[language]];
}

/** Whether a file is a script that can be tracked, by its name. */
export function isScriptFile(fileName: string): boolean {
  return languageOf(fileName) !== undefined;
}

/** Whether a script is Python's by its name. */
export function isPythonFile(fileName: string): boolean {
  return languageOf(fileName) === 'python';
}

function languageOf(fileName: string): ScriptLanguage | undefined {
  return BY_ENDING.find(([ending]) => ending.test(fileName))?.[1];
}

/** The words of `#!/usr/bin/env -S Rscript --vanilla`, without `env`; `undefined` where there is no such line. */
export function parseShebang(line: string): string[] | undefined {
  const text = /^#!\s*(\S.*?)\s*$/.exec(line)?.[1];
  if (text === undefined) return undefined;
  const words = text.split(/\s+/);
  if (!/(^|\/)env$/.test(words[0]!)) return words;
  const rest = words.slice(words[1] === '-S' ? 2 : 1);
  return rest.length === 0 ? undefined : rest;
}

/** The interpreter of the folder stands in for whatever is named as Python is. */
function isPython(program: string): boolean {
  return /(^|[\\/])python[\d.]*(\.exe)?$/i.test(program);
}
