/** Reads the command line's words. Whatever is wrong with them is a {@link UsageError}. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as l10n from '@vscode/l10n';
import { errorCode, errorMessage, UserError } from '../common/errors';
import { isRunId } from '../common/workspaceFolder';
import { TRACKER_FEATURES } from '../protocol/trainingEvents';
import { MIN_OUTPUT_BYTES } from './specification';
import { findWorkspace } from './workspaceSearch';
import type { RunOptions } from './runCommand';
import { statFile } from './statFile';

/** The command line was not understood; the process ends with exit code 2. */
export class UsageError extends UserError {}

export type CliRequest =
  | { kind: 'help' }
  | { kind: 'version' }
  | { kind: 'record'; runDir: string }
  | { kind: 'run'; options: RunArguments }
  | { kind: 'env'; workspace: string }
  | { kind: 'list'; workspace: string; json: boolean }
  | { kind: 'show'; workspace: string; run: string; json: boolean }
  | { kind: 'export'; workspace: string; runs: string[]; to: string }
  | { kind: 'import'; workspace: string; file: string }
  | { kind: 'stop'; workspace: string; run: string; kill: boolean }
  | { kind: 'suggest'; workspace: string; run: string; json: boolean }
  | { kind: 'extract'; workspace: string; run: string; patterns: string[]; dryRun: boolean; json: boolean };

type RunArguments = Omit<RunOptions, 'pythonDir' | 'cliFile'> & { pythonDir?: string };

interface Option {
  type: 'string' | 'boolean';
  multiple?: boolean;
}

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

const TEXT: Option = { type: 'string' };
const FLAG: Option = { type: 'boolean' };
const LIST: Option = { type: 'string', multiple: true };

/** Understands the words behind `trialbook`. */
export function parseArguments(words: readonly string[]): CliRequest {
  const [name = '--help', ...rest] = words;
  switch (name) {
    case '--help':
    case '-h':
    case 'help':
      return { kind: 'help' };
    case '--version':
      return { kind: 'version' };
    case 'record':
      return { kind: 'record', runDir: single(rest, l10n.t('a run folder')) };
    case 'run':
      return parseRun(rest);
    case 'env':
      return { kind: 'env', workspace: workspaceOf(parse(rest, { workspace: TEXT }, 0).values) };
    case 'list': {
      const { values } = parse(rest, { workspace: TEXT, json: FLAG }, 0);
      return { kind: 'list', workspace: workspaceOf(values), json: values['json'] === true };
    }
    case 'show': {
      const { values, run } = parseWithRun(rest, { json: FLAG });
      return { kind: 'show', workspace: workspaceOf(values), run, json: values['json'] === true };
    }
    case 'stop': {
      const { values, run } = parseWithRun(rest, { kill: FLAG });
      return { kind: 'stop', workspace: workspaceOf(values), run, kill: values['kill'] === true };
    }
    case 'export':
      return parseExport(rest);
    case 'import': {
      const { values, positionals } = parse(rest, { workspace: TEXT }, undefined);
      return { kind: 'import', workspace: workspaceOf(values), file: single(positionals, l10n.t('a file')) };
    }
    case 'metrics':
      return parseMetrics(rest);
    default:
      throw new UsageError(l10n.t('There is no command {0}. See trialbook --help.', name));
  }
}

const RUN_OPTIONS: Record<string, Option> = {
  workspace: TEXT,
  cwd: TEXT,
  id: TEXT,
  name: TEXT,
  experiment: TEXT,
  metric: LIST,
  watch: LIST,
  'stop-on-divergence': FLAG,
  timeout: TEXT,
  grace: TEXT,
  'copy-below': TEXT,
  env: LIST,
  sample: TEXT,
  'max-output': TEXT,
  'no-scores': FLAG,
  'no-opens': FLAG,
  'python-dir': TEXT,
};

function parseRun(words: readonly string[]): CliRequest {
  const split = words.indexOf('--');
  const before = split < 0 ? words : words.slice(0, split);
  const { values, positionals } = parse(before, RUN_OPTIONS, undefined);
  const command = split < 0 ? [] : words.slice(split + 1);
  if (command.length === 0 || positionals.length > 0) {
    throw new UsageError(l10n.t('Put the command to run behind two dashes: trialbook run -- python train.py'));
  }
  const id = text(values['id']);
  if (id !== undefined && !isRunId(id)) throw new UsageError(l10n.t('{0} is no run id: a ULID has 26 letters.', id));
  const cwd = path.resolve(text(values['cwd']) ?? '.');
  const pythonDir = text(values['python-dir']);
  return {
    kind: 'run',
    options: {
      workspace: workspaceOf(values, cwd),
      cwd,
      command,
      metrics: texts(values['metric']),
      watched: texts(values['watch']),
      environment: texts(values['env']),
      off: TRACKER_FEATURES.filter((feature) => values[`no-${feature}`] === true),
      stopOnDivergence: values['stop-on-divergence'] === true,
      ...optional('timeout', timeOption(values['timeout'])),
      ...optional('graceSeconds', numberOption('--grace', values['grace'])),
      ...optional('copyBelow', numberOption('--copy-below', values['copy-below'])),
      ...optional('sampleSeconds', numberOption('--sample', values['sample'])),
      ...optional('id', id),
      ...optional('name', text(values['name'])),
      ...optional('experiment', text(values['experiment'])),
      ...optional('pythonDir', pythonDir === undefined ? undefined : path.resolve(pythonDir)),
      ...optional('maxOutput', bytesOf(values['max-output'])),
    },
  };
}

function parseExport(words: readonly string[]): CliRequest {
  const { values, positionals: runs } = parse(words, { workspace: TEXT, to: TEXT }, undefined);
  const to = text(values['to']);
  if (to === undefined) throw new UsageError(l10n.t('Name the file to write: --to runs.trialbook.zip'));
  return { kind: 'export', workspace: workspaceOf(values), runs, to };
}

function parseMetrics(words: readonly string[]): CliRequest {
  const { values, run } = parseWithRun(words, { pattern: LIST, suggest: FLAG, 'dry-run': FLAG, json: FLAG });
  const common = { workspace: workspaceOf(values), run, json: values['json'] === true };
  const patterns = texts(values['pattern']);
  if (patterns.length > 0 === (values['suggest'] === true)) {
    throw new UsageError(l10n.t('Give either --suggest or --pattern REGEX.'));
  }
  if (patterns.length === 0) return { kind: 'suggest', ...common };
  return { kind: 'extract', ...common, patterns, dryRun: values['dry-run'] === true };
}

function parseWithRun(words: readonly string[], options: Record<string, Option>): { values: Values; run: string } {
  const { values, positionals } = parse(words, { workspace: TEXT, ...options }, 1);
  return { values, run: positionals[0] ?? '' };
}

/** `count` is the number of words that are no options; `undefined` leaves it to the caller. */
function parse(
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

function single(words: readonly string[], what: string): string {
  const [word] = words;
  if (word === undefined || words.length > 1) throw new UsageError(l10n.t('This command takes {0}.', what));
  return word;
}

function workspaceOf(values: Values, folder = '.'): string {
  const named = text(values['workspace']);
  if (named === undefined) return findWorkspace(folder);
  const workspace = path.resolve(named);
  if (statFile(workspace)?.isDirectory() === true) return workspace;
  throw new UsageError(l10n.t('The workspace folder {0} does not exist.', workspace));
}

function text(value: Values[string]): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function texts(value: Values[string]): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
/** The longest that a timer of Node takes; beyond, it would end at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A time such as `90s`, `30m` or `2h`, in ms. */
function timeOption(value: Values[string]): number | undefined {
  const given = text(value);
  if (given === undefined) return undefined;
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([smh])$/.exec(given) ?? [];
  const ms = Number(number) * (UNIT_MS[unit] ?? 0);
  if (ms > 0 && ms <= MAX_TIMER_MS) return ms;
  throw new UsageError(l10n.t('{0} is no time limit: give one such as 90s, 30m or 2h, of 24 days at most.', given));
}

function numberOption(name: string, value: Values[string]): number | undefined {
  const given = text(value);
  if (given === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(given)) return Number(given);
  throw new UsageError(l10n.t('The option {0} takes a number of 0 or more, not {1}.', name, given));
}

function bytesOf(value: Values[string]): number | undefined {
  const given = text(value);
  if (given === undefined) return undefined;
  const bytes = Number(given);
  if (Number.isSafeInteger(bytes) && bytes >= MIN_OUTPUT_BYTES) return bytes;
  throw new UsageError(l10n.t('The option --max-output takes a number of bytes, {0} or more.', MIN_OUTPUT_BYTES));
}

function optional<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]?: V });
}
