/** Values of options as texts of a form: what one types, and what is wrong with it. */
import type { OptionValue } from './scriptCall';
import { MAX_CHOICES, type ScriptOption } from './scriptOptions';
import { REDACTED } from './redacted';
import { joinWords, splitWords } from './words';

/** What is wrong with a typed value, in a word that the form has a sentence for. */
export type ValueProblem = 'int' | 'float' | 'choice' | 'required' | 'count' | 'masked';

/** As Python's `int` and `float` read them. */
const INT = /^[+-]?\d+(_\d+)*$/;
const FLOAT = /^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+)?$|^[+-]?(inf|infinity|nan)$/i;

/** Texts of a flag; an empty text leaves an option to its default. */
export const ON = 'on';
export const OFF = 'off';

/** Whether a form takes several words of an option, with spaces between them. */
export function takesWords(option: ScriptOption): boolean {
  return option.multiple === true || option.repeats === true;
}

/** The choices of an option, as far as all of them are known. */
export function choicesOf({ choices, type }: ScriptOption): string[] {
  return type === 'flag' || choices === undefined || choices.length >= MAX_CHOICES ? [] : choices.map(String);
}

/** How a form shows a value. */
export function textOf(option: ScriptOption, value: OptionValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? ON : OFF;
  return takesWords(option) ? joinWords(value) : (value[0] ?? '');
}

/** The value that a text of a form means; `undefined` for an empty one, which leaves the option off the command line. */
export function valueOfText(option: ScriptOption, text: string): OptionValue | undefined {
  if (option.type === 'flag') return text === '' ? undefined : text === ON;
  if (takesWords(option)) {
    const words = splitWords(text);
    return words.length === 0 ? undefined : words;
  }
  return text === '' ? undefined : [text];
}

/** What is wrong with a text, if anything is. */
export function problemOf(option: ScriptOption, text: string): ValueProblem | undefined {
  const value = valueOfText(option, text);
  if (value === undefined) return option.required === true ? 'required' : undefined;
  if (typeof value === 'boolean') return undefined;
  if (value.some((word) => word.includes(REDACTED))) return 'masked';
  if (option.count !== undefined && value.length % option.count !== 0) return 'count';
  const choices = choicesOf(option);
  if (choices.length > 0 && value.some((word) => !choices.includes(word))) return 'choice';
  if (option.type === 'int' && !value.every((word) => INT.test(word.trim()))) return 'int';
  if (option.type === 'float' && !value.every((word) => FLOAT.test(word.trim()))) return 'float';
  return undefined;
}

/** The texts of several values that were typed into one field: numbers stand with commas between them. */
export function splitNumbers(option: ScriptOption, text: string): string[] {
  const isNumber = (option.type === 'int' || option.type === 'float') && !takesWords(option);
  if (!isNumber || !text.includes(',')) return [text];
  const parts = text.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '');
}
