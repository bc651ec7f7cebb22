import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseEvent } from '../common/eventParser';
import { artifactKind, isDatasetFile } from '../common/fileKinds';
import { readLines } from '../common/lineReader';
import { isEventFile, relativeToWorkspace } from '../common/workspaceFolder';
import type { InterpreterEvent, NewEvent, OpenEvent, TrainingEvent } from '../protocol/trainingEvents';
import { findChangedFiles, wasAnotherRunActive } from './changedFiles';
import { FileHasher, type HashedFile } from './fileHasher';
import { isCodeFile, isSecretFile } from './snapshotRules';
import type { RunSpecification } from './specification';
import { filesOnCommandLine } from './trainingCommand';
import { statFile } from './statFile';

/** Distinct files of a run that are hashed; a folder of a million images must not keep the recorder for days. */
const MAX_INPUTS = 2_000;
const MAX_ARTIFACTS = 2_000;
/** Python and Node round a time of the file system differently. */
const SAME_MTIME_MS = 2;

interface SeenFile {
  size: number;
  mtime: number;
}

/**
 * Makes `ds` and `art` events of what the training read and wrote inside the workspace.
 *
 * Where the tracker runs, its `open` events say it. Files that compiled code wrote (torch.save) make none: a scan adds
 * the models among the files that changed during the run, unless another run was active, whose models they may be.
 * Without the tracker the scan stands for all artifacts, and unchanged files on the command line for the inputs.
 */
export class InputsAndArtifacts {
  /** Whether a tracker said hello. */
  trackerSeen = false;
  private readonly offsets = new Map<string, number>();
  private readonly inputs = new Map<string, SeenFile>();
  private readonly written = new Set<string>();
  private readonly hasher = new FileHasher();
  private readonly named: Map<string, SeenFile>;
  private busy: Promise<void> = Promise.resolve();

  /** `since` is the time of the start by the clock of the file system, ms since 1970. */
  constructor(
    private readonly specification: RunSpecification,
    private readonly runDir: string,
    private readonly since: number,
    private readonly emit: (event: NewEvent) => void,
    private readonly onInterpreter: (event: InterpreterEvent) => void,
  ) {
    this.named = this.filesNamed();
  }

  /** Reads what the trackers wrote since the last call. Never rejects. */
  poll(): Promise<void> {
    this.busy = this.busy.then(() => this.readTrackers()).catch(() => undefined);
    return this.busy;
  }

  /** After the training's end: finds what it wrote and resolves when everything is hashed and reported. */
  async finish(): Promise<void> {
    await this.poll();
    if (!this.trackerSeen) this.addNamedInputs();
    for (const relative of await this.scan()) this.written.add(relative);
    for (const relative of [...this.written].sort().slice(0, MAX_ARTIFACTS)) this.addArtifact(relative);
    await this.hasher.idle();
  }

  private async readTrackers(): Promise<void> {
    const events: TrainingEvent[] = [];
    const names = (await readdir(this.runDir)).filter(isEventFile);
    // Our own file holds no `open` event; its metrics need not be parsed again.
    for (const name of names.filter((one) => !one.startsWith(`events-${process.pid}-`))) {
      events.push(...(await this.readFile(name)));
    }
    // A file written by one process and read by another is no input.
    events.sort((a, b) => a.t - b.t);
    for (const event of events) {
      if (event.e === 'hello' && event.role === 'tracker') this.trackerSeen = true;
      if (event.e === 'py') this.onInterpreter(event);
      if (event.e === 'open') this.addOpened(event);
    }
  }

  private async readFile(name: string): Promise<TrainingEvent[]> {
    const events: TrainingEvent[] = [];
    for (let more = true; more;) {
      const chunk = await readLines(path.join(this.runDir, name), this.offsets.get(name) ?? 0);
      this.offsets.set(name, chunk.nextOffset);
      more = chunk.more;
      for (const line of chunk.lines) {
        // Metrics and params are the store's business; most lines are those.
        if (line === undefined || !/"e": ?"(open|hello|py)"/.test(line)) continue;
        const event = parseEvent(line, 0, Date.now() * 1000);
        if (event !== undefined) events.push(event);
      }
    }
    return events;
  }

  private addOpened(event: OpenEvent): void {
    const relative = relativeToWorkspace(this.specification.workspace, event.path);
    if (relative === undefined) return;
    if (event.mode === 'w') {
      if (artifactKind(relative) !== undefined && this.written.size < MAX_ARTIFACTS) this.written.add(relative);
    } else if (!this.written.has(relative) && isInput(relative)) {
      this.addInput(relative, { size: event.size ?? -1, mtime: event.mtime ?? Number.NaN });
    }
  }

  private addInput(relative: string, seen: SeenFile): void {
    const known = this.inputs.get(relative);
    if (known !== undefined ? isSame(known, seen) : this.inputs.size >= MAX_INPUTS) return;
    this.inputs.set(relative, seen);
    this.hasher.add(this.absolute(relative), (hashed) => {
      const { size, digest } = hashed;
      const uncertain = hashed.changed || !matches(seen, hashed);
      this.emit({ e: 'ds', path: relative, size, digest, ...(uncertain ? { uncertain } : {}) });
    });
  }

  private addArtifact(relative: string): void {
    const kind = artifactKind(relative);
    if (kind === undefined || isSecretFile(path.basename(relative))) return;
    this.hasher.add(this.absolute(relative), ({ size, digest }) => {
      this.emit({ e: 'art', path: relative, kind, size, digest });
    });
  }

  private async scan(): Promise<string[]> {
    const { workspace, id } = this.specification;
    if (this.trackerSeen && (await wasAnotherRunActive(workspace, id, this.since))) return [];
    const changed = await findChangedFiles(workspace, this.since);
    return this.trackerSeen ? changed.filter((relative) => artifactKind(relative) === 'model') : changed;
  }

  private filesNamed(): Map<string, SeenFile> {
    const { command, cwd, workspace } = this.specification;
    const named = new Map<string, SeenFile>();
    for (const file of filesOnCommandLine(command, cwd)) {
      const relative = relativeToWorkspace(workspace, file);
      const stat = statFile(file);
      if (relative === undefined || stat === undefined || !isInput(relative)) continue;
      named.set(relative, { size: stat.size, mtime: stat.mtimeMs });
    }
    return named;
  }

  /** A named file that changed meanwhile was an output, such as `--out model.json`. */
  private addNamedInputs(): void {
    for (const [relative, seen] of this.named) {
      const stat = statFile(this.absolute(relative));
      if (stat !== undefined && matches(seen, { size: stat.size, mtime: stat.mtimeMs })) this.addInput(relative, seen);
    }
  }

  private absolute(relative: string): string {
    return path.join(this.specification.workspace, relative);
  }
}

function isInput(relative: string): boolean {
  const name = path.posix.basename(relative);
  return isDatasetFile(relative) && !isCodeFile(name) && !isSecretFile(name);
}

function isSame(a: SeenFile, b: SeenFile): boolean {
  return a.size === b.size && Object.is(a.mtime, b.mtime);
}

function matches(seen: SeenFile, now: Pick<HashedFile, 'size' | 'mtime'>): boolean {
  // A tracker that could not tell leaves nothing to compare.
  const sameTime = Number.isNaN(seen.mtime) || Math.abs(seen.mtime - now.mtime) <= SAME_MTIME_MS;
  return (seen.size < 0 || seen.size === now.size) && sameTime;
}
