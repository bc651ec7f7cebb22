/** The words of `trialbook queue`. */
import * as l10n from '@vscode/l10n';
import type { Destination } from '../../common/queue/queueEdits';
import { isRunId } from '../../common/workspaceFolder';
import type { QueueSettings } from '../../protocol/queue';
import {
  FLAG,
  numberOption,
  optional,
  parse,
  parseWithRun,
  TEXT,
  text,
  UsageError,
  type Values,
  workspaceOf,
} from './options';
import { RUN_OPTIONS, runArguments, type RunArguments } from './runArguments';

/** `options` are those of `trialbook run`; with `stdin` the runs come as JSON, and take the options for what they leave out. */
export interface QueueAddRequest {
  action: 'add';
  options: RunArguments;
  stdin: boolean;
  json: boolean;
}

export type QueueAction =
  | QueueAddRequest
  | { action: 'list'; workspace: string; json: boolean }
  | { action: 'remove'; workspace: string; run: string }
  | { action: 'move'; workspace: string; run: string; to: Destination }
  | { action: 'pause' | 'resume' | 'work'; workspace: string }
  | { action: 'set'; workspace: string; settings: Partial<QueueSettings> };

export type QueueRequest = { kind: 'queue' } & QueueAction;

/** Understands the words behind `trialbook queue`. */
export function parseQueue(words: readonly string[]): QueueRequest {
  const [action = '', ...rest] = words;
  switch (action) {
    case 'add':
      return { kind: 'queue', ...parseAdd(rest) };
    case 'list': {
      const { values } = parse(rest, { workspace: TEXT, json: FLAG }, 0);
      return { kind: 'queue', action, workspace: workspaceOf(values), json: values['json'] === true };
    }
    case 'remove': {
      const { values, run } = parseWithRun(rest, {});
      return { kind: 'queue', action, workspace: workspaceOf(values), run };
    }
    case 'move': {
      const { values, run } = parseWithRun(rest, { before: TEXT, first: FLAG, last: FLAG });
      return { kind: 'queue', action, workspace: workspaceOf(values), run, to: destination(values) };
    }
    case 'pause':
    case 'resume':
    case 'work':
      return { kind: 'queue', action, workspace: workspaceOf(parse(rest, { workspace: TEXT }, 0).values) };
    case 'set': {
      const { values } = parse(rest, { workspace: TEXT, parallel: TEXT, 'per-gpu': TEXT }, 0);
      return { kind: 'queue', action, workspace: workspaceOf(values), settings: settingsOf(values) };
    }
    default:
      throw new UsageError(l10n.t('There is no command {0}. See trialbook --help.', `queue ${action}`.trim()));
  }
}

function parseAdd(words: readonly string[]): QueueAddRequest {
  const split = words.indexOf('--');
  const before = split < 0 ? words : words.slice(0, split);
  const command = split < 0 ? [] : words.slice(split + 1);
  const { values } = parse(before, { ...RUN_OPTIONS, stdin: FLAG, json: FLAG }, 0);
  const stdin = values['stdin'] === true;
  if (stdin === command.length > 0) {
    throw new UsageError(l10n.t('Put the command to run behind two dashes: trialbook queue add -- python train.py'));
  }
  if (stdin && text(values['id']) !== undefined) {
    throw new UsageError(l10n.t('Runs from the standard input get ids of their own: leave --id out.'));
  }
  return { action: 'add', options: runArguments(values, command), stdin, json: values['json'] === true };
}

function destination(values: Values): Destination {
  const before = text(values['before']);
  const given = [before !== undefined, values['first'] === true, values['last'] === true].filter(Boolean);
  if (given.length !== 1 || (before !== undefined && !isRunId(before))) {
    throw new UsageError(l10n.t('Say where to: --first, --last, or --before with the id of a run that waits.'));
  }
  if (before !== undefined) return { before };
  return values['first'] === true ? 'first' : 'last';
}

function settingsOf(values: Values): Partial<QueueSettings> {
  const parallel = numberOption('--parallel', values['parallel']);
  const perGpu = numberOption('--per-gpu', values['per-gpu']);
  if (parallel === undefined && perGpu === undefined) {
    throw new UsageError(l10n.t('Say what to set: --parallel NUMBER or --per-gpu NUMBER.'));
  }
  if (!Number.isInteger(parallel ?? 1) || (parallel ?? 1) < 1 || !Number.isInteger(perGpu ?? 0)) {
    throw new UsageError(l10n.t('Give whole numbers: 1 or more for --parallel, 0 or more for --per-gpu.'));
  }
  return { ...optional('parallel', parallel), ...optional('perGpu', perGpu) };
}
