/** Reads single words of the command line. Whatever is wrong with them is a {@link UsageError}. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as l10n from '@vscode/l10n';
import { errorCode, errorMessage, UserError } from '../../common/errors';
import { statFile } from '../../common/statFile';
import { MIN_OUTPUT_BYTES } from '../specification';
import { findWorkspace } from '../workspaceSearch';

export interface Option {
  type: 'string' | 'boolean';
  multiple?: boolean;
}

export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

export const TEXT: Option = { type: 'string' };
export const FLAG: Option = { type: 'boolean' };
export const LIST: Option = { type: 'string', multiple: true };

/** The command line was not understood; the process ends with exit code 2. */
export class UsageError extends UserError {}

export function parseWithRun(
  words: readonly string[],
  options: Record<string, Option>,
): { values: Values; run: string } {
  const { values, positionals } = parse(words, { workspace: TEXT, ...options }, 1);
  return { values, run: positionals[0] ?? '' };
}

/** `count` is the number of words that are no options; `undefined` leaves it to the caller. */
export function parse(
  words: readonly string[],
  options: Record<string, Option>,
  count: number | undefined,
): { values: Values; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
    if (count !== undefined && positionals.length !== count) throw new UsageError(countMessage(positionals, count));
    return { values: values, positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const option = /'(-[^' ]*)/.exec(errorMessage(error))?.[1] ?? '?';
    if (errorCode(error) === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
      throw new UsageError(l10n.t('There is no option {0}. See trialbook --help.', option));
    }
    throw new UsageError(l10n.t('Check the value of the option {0}. See trialbook --help.', option));
  }
}

function countMessage(positionals: readonly string[], count: number): string {
  const surplus = positionals[count];
  return surplus === undefined
    ? l10n.t('Name a run: its id, the beginning of its id, or its name.')
    : l10n.t('The word {0} is one too many. See trialbook --help.', surplus);
}

export function single(words: readonly string[], what: string): string {
  const [word] = words;
  if (word === undefined || words.length > 1) throw new UsageError(l10n.t('This command takes {0}.', what));
  return word;
}

export function workspaceOf(values: Values, folder = '.'): string {
  const named = text(values['workspace']);
  if (named === undefined) return findWorkspace(folder);
  const workspace = path.resolve(named);
  if (statFile(workspace)?.isDirectory() === true) return workspace;
  throw new UsageError(l10n.t('The workspace folder {0} does not exist.', workspace));
}

export function text(value: Values[string]): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function texts(value: Values[string]): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
/** The longest that a timer of Node takes; beyond, it would end at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A time such as `90s`, `30m` or `2h`, in ms. */
export function timeOption(value: Values[string]): number | undefined {
  const given = text(value);
  if (given === undefined) return undefined;
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([smh])$/.exec(given) ?? [];
  const ms = Number(number) * (UNIT_MS[unit] ?? 0);
  if (ms > 0 && ms <= MAX_TIMER_MS) return ms;
  throw new UsageError(l10n.t('{0} is no time limit: give one such as 90s, 30m or 2h, of 24 days at most.', given));
}

export function numberOption(name: string, value: Values[string]): number | undefined {
  const given = text(value);
  if (given === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(given)) return Number(given);
  throw new UsageError(l10n.t('The option {0} takes a number of 0 or more, not {1}.', name, given));
}

export function bytesOf(value: Values[string]): number | undefined {
  const given = text(value);
  if (given === undefined) return undefined;
  const bytes = Number(given);
  if (Number.isSafeInteger(bytes) && bytes >= MIN_OUTPUT_BYTES) return bytes;
  throw new UsageError(l10n.t('The option --max-output takes a number of bytes, {0} or more.', MIN_OUTPUT_BYTES));
}

export function optional<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]?: V });
}
