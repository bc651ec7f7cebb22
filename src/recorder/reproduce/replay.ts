/** Does a recorded run again: its code, data, command and variables in a folder of their own, as a run that is recorded. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import { isProcessAlive } from '../../common/processes';
import { runDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import type { RunPurpose } from '../../protocol/trainingEvents';
import { removeCheckout } from '../checkouts/checkout';
import { prepareCheckout, type PreparedCheckout } from '../checkouts/checkoutCommand';
import { findOverwritten } from '../checkouts/placeData';
import { sendControl } from '../control';
import type { RunFacts } from '../differences/runFacts';
import { nodeOptions } from '../launch';
import { readRunState, type RunState } from '../runFolder';

export interface ReplayOptions {
  workspace: string;
  /** Absolute path of the command line's own file. */
  cliFile: string;
  /** Id of the new run. */
  id: RunId;
  purpose: RunPurpose;
  batch?: string;
  keep: boolean;
  allowOtherData: boolean;
  /** Further options of `trialbook run`, as they stand on the command line. */
  runOptions: readonly string[];
  /** Whether standard output is for something else. */
  quiet: boolean;
  /** Stops the run. */
  signal: AbortSignal;
}

export interface Replayed {
  state: RunState;
  /** What was not as it was; empty when a run that had been begun before was only seen to its end. */
  notes: string[];
}

const POLL_MS = 100;
/** How long one who pressed Ctrl-C waits for the hashes of a run that was stopped. */
const PATIENCE_MS = 5_000;

/**
 * Does a run again and waits until all is recorded. A run of this id that was begun already, by a process that was killed
 * for instance, is not begun again but seen to its end. Throws a {@link UserError} when it cannot be begun.
 */
export async function replay(facts: RunFacts, options: ReplayOptions): Promise<Replayed> {
  const { workspace, id } = options;
  const begun = existsSync(runDir(workspace, id));
  const checkout = begun ? undefined : await prepareCheckout(workspace, id, facts, options);
  try {
    if (options.signal.aborted) throw new UserError(l10n.t('It was cancelled.'));
    await viewRun(
      checkout === undefined ? attachWords(options) : runWords(facts, checkout, options),
      checkout,
      options,
    );
    const state = await recorderEnded(workspace, id, options.signal);
    return { state, notes: checkout === undefined ? [] : await notesOf(checkout) };
  } finally {
    if (!options.keep && !(await isRecorderAlive(workspace, id))) await removeCheckout(workspace, id);
  }
}

function attachWords({ workspace, id }: ReplayOptions): string[] {
  // The command is not used: this run has one.
  return ['run', '--workspace', workspace, '--id', id, '--', 'true'];
}

function runWords(facts: RunFacts, { root, replayed }: PreparedCheckout, options: ReplayOptions): string[] {
  const { workspace, id, purpose, batch, runOptions } = options;
  const words = ['run', '--workspace', workspace, '--id', id, '--root', root, '--cwd', replayed.cwd];
  words.push('--experiment', facts.run.experiment, '--based-on', facts.id, '--purpose', purpose);
  if (batch !== undefined) words.push('--batch', batch);
  for (const name of replayed.variables) words.push('--env', name);
  return [...words, ...runOptions, '--', ...replayed.command];
}

/** Shows the run in this terminal. Ctrl-C there stops it, whoever of us hears of it first. */
async function viewRun(
  words: readonly string[],
  checkout: PreparedCheckout | undefined,
  { workspace, id, cliFile, quiet, signal }: ReplayOptions,
): Promise<void> {
  const child = spawn(process.execPath, [...nodeOptions(), cliFile, ...words], {
    env: checkout?.replayed.env ?? process.env,
    stdio: ['inherit', quiet ? 2 : 'inherit', 'inherit'],
  });
  const stop = (): void => {
    try {
      sendControl(runDir(workspace, id), 'stop');
    } catch {
      child.kill('SIGINT');
    }
  };
  signal.addEventListener('abort', stop);
  try {
    await new Promise<void>((resolve, reject) => child.once('error', reject).once('exit', () => resolve()));
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Waits for the recorder's last word: hashes of data come behind the end of a run. */
async function recorderEnded(workspace: string, id: RunId, signal: AbortSignal): Promise<RunState> {
  let last = Infinity;
  for (;;) {
    const state = await readRunState(runDir(workspace, id)).catch(() => undefined);
    if (state?.hello === undefined) throw new UserError(l10n.t('The run could not be started.'));
    if (!isProcessAlive(state.hello.pid, state.hello.start)) return readRunState(runDir(workspace, id));
    if (signal.aborted && state.final !== undefined) last = Math.min(last, Date.now() + PATIENCE_MS);
    if (Date.now() > last) return state;
    await delay(POLL_MS);
  }
}

async function isRecorderAlive(workspace: string, id: RunId): Promise<boolean> {
  const state = await readRunState(runDir(workspace, id)).catch(() => undefined);
  return state?.recorderAlive === true;
}

async function notesOf({ replayed, otherData, linked, data }: PreparedCheckout): Promise<string[]> {
  const overwritten = await findOverwritten(linked);
  const asNow = data.files.filter(({ digest }) => digest === null).map((one) => one.path);
  const list = (paths: readonly string[]): string => paths.slice(0, 10).join(', ') + (paths.length > 10 ? ', …' : '');
  return [
    ...replayed.notes,
    ...(otherData.length === 0
      ? []
      : [l10n.t('Data is not what the run read: {0}', list(otherData.map((one) => one.path)))]),
    ...(asNow.length === 0
      ? []
      : [l10n.t('Files that the snapshot does not hold were taken as they are now: {0}', list(asNow))]),
    ...(overwritten.length === 0 ? [] : [l10n.t('The script wrote to data of the workspace: {0}', list(overwritten))]),
  ];
}
