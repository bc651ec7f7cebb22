/** What a script can be called with, as its own argument parser declares it: a form is built from it. */
import type { ParamValue } from './numbers';

/** Options of a script that are told at most, and choices of an option. */
export const MAX_OPTIONS = 200;
export const MAX_CHOICES = 100;

export interface ScriptOption {
  /** Key of the param that it sets, such as `learning_rate`. */
  key: string;
  /** Its names on the command line, the long one first: `--learning-rate`, `-l`. None, and no `offFlags`: its place decides. */
  flags: string[];
  /** `flag`: it takes no value, its presence sets it. `path`: a file or folder. */
  type: 'int' | 'float' | 'text' | 'flag' | 'path';
  /** Names that switch a flag off: `--no-shuffle`. */
  offFlags?: string[];
  choices?: ParamValue[];
  /** As the parser has it, several words with spaces between; absent where there is none. */
  default?: ParamValue;
  help?: string;
  required?: boolean;
  /** It takes several words: `--layers 64 32`. */
  multiple?: boolean;
  /** So many, no more and no fewer. */
  count?: number;
  /** It may stand several times, and all of them count: `--tag a --tag b`. */
  repeats?: boolean;
  /** The word that chose a command of the script: options before it stand before that word, those after it behind. */
  subcommand?: boolean;
  /** What it takes is a secret: neither default nor choices are told. */
  secret?: boolean;
}
