/** `trialbook rerun`: runs a run again, with other values of its options, over grids and seeds, one after the other. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ulid } from 'ulid';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import { argumentsAt, interpreterAt } from '../../protocol/commandWords';
import { problemOf, valueOfText } from '../../protocol/optionTexts';
import { REDACTED } from '../../protocol/redacted';
import { type Axis, countReruns, MAX_RERUNS, planReruns, seedOption } from '../../protocol/rerunPlan';
import { readCall } from '../../protocol/scriptCall';
import type { ScriptOption } from '../../protocol/scriptOptions';
import { joinWords } from '../../protocol/words';
import type { RerunCommandRequest } from '../arguments/rerunArguments';
import { runOnce, type RunOptions } from '../runCommand';
import { findRun } from '../runFinder';
import { say } from '../say';
import { type RecordedCall, readRecordedCall } from './recordedCall';

/** What the command line hands over. */
interface Surroundings extends Pick<RunOptions, 'pythonDir' | 'cliFile'> {
  /** Prints a line; gives the exit code 0. */
  print: (text: string) => number;
}

/**
 * Runs all that was asked for, up to a run that is stopped; gives the first exit code that is not 0. Throws a
 * {@link UserError} before it starts any.
 */
export async function rerun(request: RerunCommandRequest, { print, ...ours }: Surroundings): Promise<number> {
  const { workspace, root = workspace } = request;
  const id = await findRun(workspace, request.run);
  const recorded = await readRecordedCall(workspace, id);
  const commands = planCommands(request, recorded);
  commands.forEach(refuseMasked);
  if (request.dryRun) return print(commands.map(joinWords).join('\n'));
  const cwd = path.resolve(root, recorded.run.cwd);
  const local = commands.map((command) => localCommand(command, cwd, request.python));
  const batch = ulid();
  let firstFailure = 0;
  for (const [index, command] of local.entries()) {
    const { exitCode, status } = await runOnce({
      ...ours,
      ...NOTHING_SPECIAL,
      workspace,
      root,
      cwd,
      command,
      experiment: recorded.run.experiment,
      basedOn: id,
      purpose: 'rerun',
      ...(local.length > 1 ? { batch } : {}),
    });
    if (firstFailure === 0) firstFailure = exitCode;
    if (status !== 'cancelled') continue;
    const left = local.length - index - 1;
    if (left > 0) say(l10n.t('{0} more are not run.', left));
    break;
  }
  return firstFailure;
}

/** The workspace's settings hold for what is not given. */
const NOTHING_SPECIAL = {
  tags: [],
  endsWithViewer: false,
  inPlace: false,
  ignoredSignals: [],
  metrics: [],
  watched: [],
  stopOnDivergence: false,
  environment: [],
  off: [],
} satisfies Partial<RunOptions>;

function planCommands({ settings, repeats }: RerunCommandRequest, { run, options }: RecordedCall): string[][] {
  const at = argumentsAt(run.command, run.script ?? null);
  const axes = axesOf(settings, options);
  if ('seeds' in repeats && seedOption(options) === undefined) {
    throw new UserError(l10n.t('No option of the script is a seed. Repeat it as it is: --times N.'));
  }
  const count = countReruns(axes, repeats);
  if (count > MAX_RERUNS) throw new UserError(l10n.t('These are {0} runs; {1} are possible.', count, MAX_RERUNS));
  const call = readCall(run.command.slice(at), options);
  const launcher = run.command.slice(0, at);
  return planReruns(call, options, axes, repeats).map((words) => [...launcher, ...words]);
}

function axesOf(settings: RerunCommandRequest['settings'], options: readonly ScriptOption[]): Axis[] {
  const texts = new Map<number, string[]>();
  for (const { key, value } of settings) {
    const option = placeOf(key, options);
    const problem = problemOf(options[option]!, value);
    if (problem !== undefined) throw new UserError(l10n.t('{0} is no value for the option {1}.', value, key));
    texts.set(option, [...(texts.get(option) ?? []), value]);
  }
  return [...texts].map(([option, some]) => ({
    option,
    values: some.map((one) => valueOfText(options[option]!, one)),
  }));
}

/** The option of a key or a flag; of several, that of the innermost command. */
function placeOf(key: string, options: readonly ScriptOption[]): number {
  const isNamed = ({ key: own, flags }: ScriptOption): boolean =>
    own === key || own === key.replaceAll('-', '_') || flags.includes(`--${key}`) || flags.includes(`-${key}`);
  const found = options.findLastIndex(isNamed);
  if (found >= 0) return found;
  const known = options.map((option) => option.key).join(', ');
  throw new UserError(
    known === ''
      ? l10n.t('The script told no options when it ran, so that none can be set: start it by trialbook run.')
      : l10n.t('The script has no option {0}. It has: {1}', key, known),
  );
}

function refuseMasked(command: readonly string[]): void {
  const word = command.find((one) => one.includes(REDACTED));
  if (word === undefined) return;
  throw new UserError(
    l10n.t('A secret of the command was not recorded: {0}. Give it anew by --set, or start it by trialbook run.', word),
  );
}

/** The command with an interpreter that is there. */
function localCommand(command: readonly string[], cwd: string, python: string | undefined): string[] {
  const at = interpreterAt(command);
  if (python !== undefined && at >= 0) return command.toSpliced(at, 1, python);
  const program = command[at] ?? '';
  const isPath = /[/\\]/.test(program);
  if (!isPath || existsSync(path.resolve(cwd, program))) return [...command];
  throw new UserError(l10n.t('{0} is not on this machine. Name another interpreter: --python python3', program));
}
