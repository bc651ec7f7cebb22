/** What a script can be called with, as its own argument parser declares it: a form is built from it. */
import type { ParamValue } from './numbers';

/** Options of a script that are told at most, and choices of an option. */
export const MAX_OPTIONS = 200;
export const MAX_CHOICES = 100;

export interface ScriptOption {
  /** Key of the param that it sets, such as `learning_rate`. */
  key: string;
  /** Its names on the command line, the long one first: `--learning-rate`, `-l`. None: its place decides. */
  flags: string[];
  /** `flag`: it takes no value, its presence sets it. `path`: a file or folder. */
  type: 'int' | 'float' | 'text' | 'flag' | 'path';
  /** Names that switch a flag off: `--no-shuffle`. */
  offFlags?: string[];
  choices?: ParamValue[];
  /** As the parser has it; absent where there is none. */
  default?: ParamValue;
  help?: string;
  required?: boolean;
  /** It takes several words: `--layers 64 32`. */
  multiple?: boolean;
}
