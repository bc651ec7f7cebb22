/** `trialbook queue work`: starts the runs of a queue one after the other, or several at once, until none is left. */
import { readdir, rm, stat } from 'node:fs/promises';
import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { WritersLock } from '../../common/locks/writersLock';
import { errorMessage } from '../../common/errors';
import { pauseQueue } from '../../common/queue/queueEdits';
import { listWaiting } from '../../common/queue/queueFiles';
import { readPause, readQueueSettings, readWaiting } from '../../common/queue/queueReading';
import { lockQueue } from '../../common/queue/queueWorkers';
import { makeQueueFolder } from '../../common/runsFolder';
import { queueDir } from '../../common/workspaceFolder';
import { listGpus } from '../machine/nvidiaSmi';
import { Signal } from '../signal';
import { chooseGpu, VISIBLE_DEVICES, visibleGpus } from './gpus';
import { type NextRun, type OwnFiles, type Share, specificationOf, startQueued } from './queuedRun';
import { type RunningPlace, StartedRuns } from './startedRuns';

/** How often ends of runs are looked for; what others do to the queue is heard at once where the folder can be watched. */
const POLL_MS = 500;
/** A file that was being written for longer was left by a process that was killed. */
const UNFINISHED_MS = 60_000;
/** How long nothing is started when not even the pause can be written. */
const RETRY_MS = 2_000;

/**
 * Works on the queue of a workspace until nothing is left to do. Resolves to `false`, having done nothing, when another
 * process does already.
 */
export async function workOnQueue(workspace: string, own: OwnFiles): Promise<boolean> {
  makeQueueFolder(workspace);
  for (let worked = false; ; worked = true) {
    const lock = lockQueue(workspace);
    if (lock === undefined) return worked;
    const worker = new QueueWorker(workspace, own, lock);
    try {
      await worker.work();
    } finally {
      lock.release();
    }
    // Who added a run while we had the lock left it to us.
    if (!(await worker.hasWork())) return true;
  }
}

class QueueWorker {
  private readonly started: StartedRuns;
  private readonly news = new Signal();
  private gpus: Promise<number> | undefined;

  constructor(
    private readonly workspace: string,
    private readonly own: OwnFiles,
    private readonly lock: WritersLock,
  ) {
    this.started = new StartedRuns(workspace);
  }

  async work(): Promise<void> {
    await removeUnfinished(queueDir(this.workspace));
    const watcher = this.watch();
    try {
      // People may remove the lock by hand: then another may have the queue.
      while (this.lock.isMine()) {
        const running = await this.started.check();
        const next = (await readPause(this.workspace)).paused ? undefined : await this.next();
        if (next === undefined && running.length === 0) return;
        if (next === undefined || !(await this.tryToStart(next, running))) await this.news.within(POLL_MS);
      }
    } finally {
      watcher?.close();
    }
  }

  /** Whether a run waits that could be started. */
  async hasWork(): Promise<boolean> {
    return !(await readPause(this.workspace)).paused && (await this.next()) !== undefined;
  }

  /** The first run that waits; entries that cannot be understood are passed over. */
  private async next(): Promise<NextRun | undefined> {
    for (const place of await listWaiting(this.workspace)) {
      const entry = await readWaiting(this.workspace, place);
      const specification = entry && specificationOf(entry, this.own.pythonDir);
      if (entry !== undefined && specification !== undefined) return { place, entry, specification };
    }
    return undefined;
  }

  /** Starts a run where there is room for it; whether to look for the next one at once. */
  private async tryToStart(next: NextRun, running: readonly RunningPlace[]): Promise<boolean> {
    const share = await this.share(next, running);
    if (share === undefined) return false;
    const { workspace, own, started } = this;
    const outcome = await startQueued(workspace, next, share, own, started).catch((error: unknown) => ({
      kind: 'refused' as const,
      reason: errorMessage(error),
    }));
    // What holds for every run, such as a full disk, must not go through the whole queue.
    if (outcome.kind === 'refused') await this.pause(outcome.reason);
    return true;
  }

  /** On a disk that is full to its last byte the pause cannot be written: it is as long as that is so. */
  private async pause(reason: string): Promise<void> {
    try {
      await pauseQueue(this.workspace, reason);
    } catch {
      await delay(RETRY_MS);
    }
  }

  /** What the next run gets; `undefined` while others have it. */
  private async share({ entry }: NextRun, running: readonly RunningPlace[]): Promise<Share | undefined> {
    const { parallel, perGpu } = await readQueueSettings(this.workspace);
    const count = perGpu === 0 ? 0 : await this.countGpus();
    if (count === 0) return running.length < parallel ? { env: {} } : undefined;
    const visible = visibleGpus(count, entry.env[VISIBLE_DEVICES]);
    const gpus = visible ?? visibleGpus(count, undefined) ?? [];
    const taken = running.map(({ gpu }) => gpu);
    const gpu = chooseGpu(gpus, perGpu, taken);
    if (gpu === undefined) return undefined;
    return { gpu, env: visible === undefined ? {} : { [VISIBLE_DEVICES]: String(gpu) } };
  }

  private async countGpus(): Promise<number> {
    this.gpus ??= listGpus().then(({ gpus }) => gpus.length);
    return this.gpus;
  }

  private watch(): FSWatcher | undefined {
    try {
      const watcher = watch(queueDir(this.workspace), () => this.news.raise());
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      // The poll does it alone.
      return undefined;
    }
  }
}

/** Removes what a process that was killed while it wrote left behind: it may hold somebody's environment. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    if (!name.includes('.tmp-')) continue;
    const written = await stat(file).catch(() => undefined);
    if (written !== undefined && Date.now() - written.mtimeMs > UNFINISHED_MS) await rm(file, { force: true });
  }
}
