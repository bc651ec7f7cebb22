/** The runs that a queue has started: which of them still train, and what becomes of those whose start failed. */
import { readFile, rm, rmdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { renameOver } from '../../common/atomicFile';
import { errorCode } from '../../common/errors';
import { isProcessAlive } from '../../common/processes';
import { parseEntry, type StartedEntry } from '../../common/queue/queueEntry';
import { listStarted, startedFile, waitingFile, type StartedPlace } from '../../common/queue/queueFiles';
import { runDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import { EventFollower, RunState } from '../runFolder';

/** A run that counts as training. */
export interface RunningPlace extends StartedPlace {
  gpu?: number;
}

export class StartedRuns {
  /** What their recorders said so far: their files are read on, not again. */
  private readonly watched = new Map<RunId, { follower: EventFollower; state: RunState }>();

  constructor(private readonly workspace: string) {}

  /** Those that train. The marks of those that ended are removed; those that were never started wait again. */
  async check(): Promise<RunningPlace[]> {
    const running: RunningPlace[] = [];
    for (const place of await listStarted(this.workspace)) {
      const entry = parseEntry(await readFile(startedFile(this.workspace, place), 'utf8').catch(() => ''));
      if (await this.isRunning(place, entry)) {
        running.push({ ...place, ...(entry?.gpu === undefined ? {} : { gpu: entry.gpu }) });
      }
    }
    return running;
  }

  /** Puts a run that trains nothing yet back to where it waited. */
  async takeBack(place: StartedPlace): Promise<void> {
    try {
      // Only an empty folder: a run that has said something is not started again.
      await rmdir(runDir(this.workspace, place.id));
    } catch (error) {
      if (['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) return this.forget(place);
    }
    await renameOver(startedFile(this.workspace, place), waitingFile(this.workspace, place));
  }

  /** Removes the mark of a run. */
  async forget(place: StartedPlace): Promise<void> {
    this.watched.delete(place.id);
    await rm(startedFile(this.workspace, place), { force: true });
  }

  private async isRunning(place: StartedPlace, entry: StartedEntry | undefined): Promise<boolean> {
    const recorder = entry?.recorder;
    if (recorder === undefined) {
      if (place.pid !== process.pid && isProcessAlive(place.pid, place.start)) return true;
      // Its worker was killed before a recorder was told anything.
      await this.takeBack(place);
      return false;
    }
    // First whether it lives: what it said last is read afterwards.
    const alive = recorder.host !== hostname() || isProcessAlive(recorder.pid, recorder.start);
    const { hello, final } = await this.read(place.id);
    if (final === undefined && alive) return true;
    if (hello === undefined) await this.takeBack(place);
    else await this.forget(place);
    return false;
  }

  private async read(id: RunId): Promise<RunState> {
    const watched = this.watched.get(id) ?? {
      follower: new EventFollower(runDir(this.workspace, id), true),
      state: new RunState(),
    };
    this.watched.set(id, watched);
    // A folder that was removed meanwhile says nothing any more.
    await watched.follower.poll((event) => watched.state.apply(event)).catch(() => undefined);
    return watched.state;
  }
}
