import path from 'node:path';
import { relativeToWorkspace } from '../common/workspaceFolder';
import { artifactKind } from '../common/fileKinds';
import type { RunId } from '../protocol/entities';
import type { TrainingException } from '../protocol/failures';
import type { NewEvent, OpenEvent, TrainingEvent } from '../protocol/trainingEvents';
import { ArtifactCopies } from './artifactCopies';
import { Artifacts } from './artifacts';
import { findChangedFiles, wasAnotherRunActive } from './changedFiles';
import { readDescendants } from './childRuns';
import type { DivergenceWatch } from './divergence';
import { FileHasher } from './fileHasher';
import { Inputs } from './inputs';
import type { RunSpecification } from './specification';
import { isTensorboardFile, TensorboardFiles } from './tensorboard/tensorboardFiles';
import type { TrackerFiles } from './trackerFiles';

/** How often a workspace is searched for TensorBoard's files where no tracker names them. */
const SEARCH_MS = 30_000;

/**
 * Everything that a training leaves in files: what its trackers say, TensorBoard's event files, what it read and wrote.
 *
 * Where the tracker runs, its `open` events name inputs and artifacts. Files that compiled code wrote (torch.save) make
 * none: a scan adds the models among the files that changed during the run, unless another run was active, whose models
 * they may be. Without the tracker the scan stands for all artifacts, and unchanged files on the command line for inputs.
 */
export class Observation {
  /** The uncaught exception of the process that trains. */
  exception: TrainingException | undefined;
  /** Runs inside this one. */
  readonly children = new Set<RunId>();
  private readonly tensorboard: TensorboardFiles;
  private readonly inputs: Inputs;
  private readonly artifacts: Artifacts;
  private readonly hasher = new FileHasher();
  private searchedAt = Date.now();
  private ended = false;
  private busy: Promise<void> = Promise.resolve();

  /** To be made before the training starts. `since` is that time by the file system's clock, ms since 1970. */
  constructor(
    private readonly specification: RunSpecification,
    runDir: string,
    private readonly since: number,
    private readonly trackers: TrackerFiles,
    private readonly divergence: DivergenceWatch,
    emit: (event: NewEvent) => void,
  ) {
    const warn = (code: string, message: string): void => emit({ e: 'warn', code, message });
    const copies = new ArtifactCopies(runDir, specification.copyBelow, warn);
    this.inputs = new Inputs(specification, this.hasher, emit);
    this.artifacts = new Artifacts(specification.root, runDir, copies, this.hasher, emit);
    this.tensorboard = new TensorboardFiles(runDir, {
      point: ({ k, v, s }) => divergence.point(k, v, s),
      problem: warn,
    });
    trackers.listen((event, main) => this.hear(event, main));
  }

  /** Reads what was written since the last call; `last` when the training has ended: later calls do nothing. Never rejects. */
  poll(last = false): Promise<void> {
    if (this.ended) return this.busy;
    this.ended = last;
    this.busy = this.busy.then(() => this.read(last)).catch(() => undefined);
    return this.busy;
  }

  /** After the training's end and the last poll: finds what it wrote; resolves when everything is hashed and reported. */
  async finish(): Promise<void> {
    this.inputs.finish(this.trackers.seen);
    for (const relative of await this.findWritten()) this.artifacts.found(relative);
    await this.artifacts.finish();
    await this.hasher.idle();
  }

  private async read(last: boolean): Promise<void> {
    if (!this.trackers.seen && (last || Date.now() - this.searchedAt >= SEARCH_MS)) await this.searchTensorboard();
    await this.tensorboard.read();
    await this.trackers.poll();
    if (!last) return this.tensorboard.emit();
    // A tracker has just named files that are whole by now.
    await this.tensorboard.read();
    this.tensorboard.close();
  }

  private hear(event: TrainingEvent, main: boolean): void {
    if (event.e === 'open') this.opened(event);
    else if (event.e === 'in') this.inputs.remote(event);
    else if (event.e === 'child') this.children.add(event.id);
    else if (event.e === 'm') this.divergence.point(event.k, event.v, event.s);
    else if (event.e === 'dup' && event.src === 'tensorboard') this.tensorboard.leaveOut(event.k);
    // A worker's may have been handled; one that came before this process did is another program's.
    else if (event.e === 'py' && main) this.exception = undefined;
    else if (event.e === 'exc' && main) {
      const { type, message, frames } = event;
      this.exception = { type, message, frames };
    }
  }

  private opened(event: OpenEvent): void {
    if (event.mode === 'w') {
      this.artifacts.opened(event);
      if (event.src === 'tensorboard' || isTensorboardFile(event.path)) this.tensorboard.add(event.path);
    } else if (!this.artifacts.has(relativeToWorkspace(this.specification.root, event.path) ?? '')) {
      this.inputs.opened(event);
    }
  }

  private async searchTensorboard(): Promise<void> {
    this.searchedAt = Date.now();
    const { root } = this.specification;
    // A file of another run that trains must not become a part of this one.
    if (await this.wasAnotherRunActive()) return;
    const found = await findChangedFiles(root, this.since, isTensorboardFile);
    for (const relative of found) this.tensorboard.add(path.join(root, relative));
  }

  private async findWritten(): Promise<string[]> {
    if (this.trackers.seen && (await this.wasAnotherRunActive())) return [];
    const changed = await findChangedFiles(this.specification.root, this.since);
    return this.trackers.seen ? changed.filter((relative) => artifactKind(relative) === 'model') : changed;
  }

  private async wasAnotherRunActive(): Promise<boolean> {
    const { workspace, id } = this.specification;
    const inside = await readDescendants(workspace, id, this.children);
    return wasAnotherRunActive(workspace, new Set([id, ...inside.map((run) => run.id)]), this.since);
  }
}
