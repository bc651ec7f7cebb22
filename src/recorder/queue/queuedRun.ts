/** Starts a run of the queue: from the line, over its claim, to the recorder that has it. */
import type { ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { putFile, renameOver } from '../../common/atomicFile';
import { errorCode } from '../../common/errors';
import { hashFile } from '../../common/hashing';
import { processStart } from '../../common/processes';
import { ENTRY_MODE } from '../../common/queue/queueEdits';
import type { QueueEntry, StartedEntry } from '../../common/queue/queueEntry';
import {
  startedDir,
  startedFile,
  waitingFile,
  type StartedPlace,
  type WaitingPlace,
} from '../../common/queue/queueFiles';
import { runDir } from '../../common/workspaceFolder';
import { claimRun } from '../claim';
import { spawnRecorder } from '../launch';
import { describeClaimError } from '../runCommand';
import { asSpecification, type RunSpecification } from '../specification';
import type { StartedRuns } from './startedRuns';

/** What the command line knows of itself. */
export interface OwnFiles {
  /** Absolute path of the command line's own file. */
  cliFile: string;
  /** Absolute path of the folder that holds the tracker. */
  pythonDir: string;
}

/** `gone`: somebody else took it. `refused`: it cannot be started, for a reason that holds for others as well. */
export type StartOutcome = { kind: 'started' | 'gone' } | { kind: 'refused'; reason: string };

/** The entry as its recorder is told it; `undefined` when it holds no such specification. */
export function specificationOf(entry: QueueEntry, pythonDir: string): RunSpecification | undefined {
  const known = entry.specification as Partial<RunSpecification>;
  return asSpecification({ ...known, pythonDir: known.pythonDir || pythonDir });
}

/** A run that is first in the line. */
export interface NextRun {
  place: WaitingPlace;
  entry: QueueEntry;
  specification: RunSpecification;
}

/** What a run gets of the machine. */
export interface Share {
  /** Counted from 0; absent where none are handed out. */
  gpu?: number;
  /** Variables that tell the training so. */
  env: Record<string, string>;
}

/**
 * Starts a run that waits. Whatever ends this process on the way, the run is started once: as long as its mark names no
 * recorder it is put back, and a recorder that is named does nothing before it gets its specification.
 */
export async function startQueued(
  workspace: string,
  { place: waiting, entry, specification }: NextRun,
  { env, gpu }: Share,
  own: OwnFiles,
  started: StartedRuns,
): Promise<StartOutcome> {
  const start = processStart(process.pid);
  const place: StartedPlace = { ...waiting, pid: process.pid, ...(start === undefined ? {} : { start }) };
  if (!(await claim(workspace, place))) return { kind: 'gone' };
  try {
    if (!claimRun(workspace, place.id)) {
      // A run of this id was started elsewhere: it is not started twice.
      await started.forget(place);
      return { kind: 'gone' };
    }
  } catch (error) {
    await started.takeBack(place);
    return { kind: 'refused', reason: describeClaimError(error, workspace) };
  }
  const warnings = [...specification.warnings, ...(await codeWarnings(entry, specification))];
  const recorder = spawnRecorder(own.cliFile, runDir(workspace, place.id), { ...entry.env, ...env });
  const hasStarted = trainingStarts(recorder);
  const marked: StartedEntry = { ...entry, ...(gpu === undefined ? {} : { gpu }), ...identify(recorder) };
  try {
    await mark(workspace, place, marked);
  } catch (error) {
    // It ends, having been told nothing; the run waits again.
    if (recorder.connected) recorder.disconnect();
    throw error;
  }
  recorder.send({ ...specification, warnings }, () => undefined);
  if (!(await hasStarted)) {
    await started.check();
    return { kind: 'refused', reason: l10n.t('The recorder ended before it started the training.') };
  }
  if (recorder.connected) recorder.disconnect();
  recorder.unref();
  // The environment may hold secrets, and has been handed over.
  await mark(workspace, place, { ...marked, env: {} });
  return { kind: 'started' };
}

/** Takes a run out of the line; whether it was still there. */
async function claim(workspace: string, place: StartedPlace): Promise<boolean> {
  await mkdir(startedDir(workspace), { recursive: true });
  try {
    await renameOver(waitingFile(workspace, place), startedFile(workspace, place));
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** The code that runs is that of the start: a script that is another by now has to be seen with the run. */
async function codeWarnings(
  { script, scriptDigest }: QueueEntry,
  { root, workspace }: RunSpecification,
): Promise<RunSpecification['warnings']> {
  if (script === null || scriptDigest === null || root !== workspace) return [];
  const digest = await hashFile(path.join(root, script)).catch(() => undefined);
  if (digest === scriptDigest) return [];
  const message = l10n.t(
    '{0} was changed after this run was queued: what ran is the script as it was at the start.',
    script,
  );
  return [{ code: 'code-changed', message }];
}

/** Resolves to whether the recorder got as far as to start, or to fail to start, the training. */
function trainingStarts(recorder: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    recorder.on('message', () => resolve(true));
    recorder.once('error', () => resolve(false));
    recorder.once('exit', () => resolve(false));
  });
}

function identify(recorder: ChildProcess): Pick<StartedEntry, 'recorder'> {
  const { pid } = recorder;
  if (pid === undefined) return {};
  const start = processStart(pid);
  return { recorder: { pid, host: hostname(), ...(start === undefined ? {} : { start }) } };
}

function mark(workspace: string, place: StartedPlace, entry: StartedEntry): Promise<void> {
  return putFile(startedFile(workspace, place), JSON.stringify(entry), ENTRY_MODE);
}
