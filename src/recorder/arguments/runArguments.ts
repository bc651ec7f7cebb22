/** The words of `trialbook run`. */
import os from 'node:os';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { isRunId } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import { TRACKER_FEATURES } from '../../protocol/trackerEnvironment';
import type { RunPurpose } from '../../protocol/trainingEvents';
import type { RunOptions } from '../runCommand';
import type { Seeds } from '../seedRuns';
import {
  bytesOf,
  FLAG,
  LIST,
  numberOption,
  type Option,
  optional,
  parse,
  TEXT,
  text,
  texts,
  timeOption,
  UsageError,
  type Values,
  workspaceOf,
} from './options';

export interface RunRequest {
  kind: 'run';
  options: RunArguments;
  /** Run the command with each of these. */
  seeds?: Seeds;
}

/** What `trialbook run` was told; the command line knows the rest. */
export type RunArguments = Omit<RunOptions, 'pythonDir' | 'cliFile'> & { pythonDir?: string };

const PURPOSES: readonly RunPurpose[] = ['rerun', 'reproduction', 'bisection'];

export const RUN_OPTIONS: Record<string, Option> = {
  workspace: TEXT,
  cwd: TEXT,
  id: TEXT,
  name: TEXT,
  experiment: TEXT,
  tag: LIST,
  root: TEXT,
  'based-on': TEXT,
  purpose: TEXT,
  batch: TEXT,
  seeds: TEXT,
  'seed-option': TEXT,
  'ends-with-viewer': FLAG,
  'in-place': FLAG,
  'ignore-signal': LIST,
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

/** Understands the words behind `trialbook run`. */
export function parseRun(words: readonly string[]): RunRequest {
  const split = words.indexOf('--');
  const before = split < 0 ? words : words.slice(0, split);
  const { values, positionals } = parse(before, RUN_OPTIONS, undefined);
  const command = split < 0 ? [] : words.slice(split + 1);
  if (command.length === 0 || positionals.length > 0) {
    throw new UsageError(l10n.t('Put the command to run behind two dashes: trialbook run -- python train.py'));
  }
  return { kind: 'run', options: runArguments(values, command), ...optional('seeds', seedsOption(values)) };
}

/** What the values of {@link RUN_OPTIONS} mean for a command. */
export function runArguments(values: Values, command: string[]): RunArguments {
  const cwd = path.resolve(text(values['cwd']) ?? '.');
  const root = text(values['root']);
  const pythonDir = text(values['python-dir']);
  return {
    workspace: workspaceOf(values, cwd),
    cwd,
    command,
    tags: texts(values['tag']).map(tagOption),
    endsWithViewer: values['ends-with-viewer'] === true,
    inPlace: values['in-place'] === true,
    ignoredSignals: texts(values['ignore-signal']).map(signalOption),
    metrics: texts(values['metric']),
    watched: texts(values['watch']),
    environment: texts(values['env']),
    off: TRACKER_FEATURES.filter((feature) => values[`no-${feature}`] === true),
    stopOnDivergence: values['stop-on-divergence'] === true,
    ...optional('timeout', timeOption(values['timeout'])),
    ...optional('graceSeconds', numberOption('--grace', values['grace'])),
    ...optional('copyBelow', numberOption('--copy-below', values['copy-below'])),
    ...optional('sampleSeconds', numberOption('--sample', values['sample'])),
    ...optional('id', idOption(values['id'])),
    ...optional('name', text(values['name'])),
    ...optional('experiment', text(values['experiment'])),
    ...optional('root', root === undefined ? undefined : path.resolve(root)),
    ...optional('basedOn', idOption(values['based-on'])),
    ...optional('purpose', purposeOption(values['purpose'])),
    ...optional('batch', idOption(values['batch'])),
    ...optional('pythonDir', pythonDir === undefined ? undefined : path.resolve(pythonDir)),
    ...optional('maxOutput', bytesOf(values['max-output'])),
  };
}

function idOption(value: Values[string]): RunId | undefined {
  const id = text(value);
  if (id === undefined || isRunId(id)) return id;
  throw new UsageError(l10n.t('{0} is no run id: a ULID has 26 letters.', id));
}

/** `stage=base`. */
function tagOption(word: string): { key: string; value: string } {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
  if (key !== undefined && value !== undefined) return { key, value };
  throw new UsageError(l10n.t('{0} is no tag: give one such as --tag stage=base.', word));
}

function signalOption(word: string): NodeJS.Signals {
  if (Object.hasOwn(os.constants.signals, word)) return word as NodeJS.Signals;
  throw new UsageError(l10n.t('{0} is no signal: give one such as SIGHUP.', word));
}

function purposeOption(value: Values[string]): RunPurpose | undefined {
  const given = text(value);
  const purpose = PURPOSES.find((one) => one === given);
  if (given === undefined || purpose !== undefined) return purpose;
  throw new UsageError(l10n.t('{0} is no purpose: there are {1}.', given, PURPOSES.join(', ')));
}

/** `--seeds 0,1,2 --seed-option=--seed`. */
function seedsOption(values: Values): Seeds | undefined {
  const given = text(values['seeds']);
  if (given === undefined) return undefined;
  if (values['id'] !== undefined)
    throw new UsageError(l10n.t('Several seeds are several runs: give --batch, not --id.'));
  const seeds = given.split(',').map((seed) => seed.trim());
  if (!seeds.includes('')) return { values: seeds, option: text(values['seed-option']) ?? '--seed' };
  throw new UsageError(l10n.t('{0} is no list of seeds: give one such as 0,1,2.', given));
}
