/** Reads run folders as the command line needs them; the database is the store worker's alone. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { decodeTime } from 'ulid';
import { parseEvent } from '../common/eventParser';
import { readLines } from '../common/lineReader';
import { isProcessAlive } from '../common/processes';
import { isEventFile } from '../common/workspaceFolder';
import type { RunId } from '../protocol/entities';
import type { ListedRun } from '../protocol/commandLine';
import type { HelloEvent, RunEvent, StatusEvent, TrainingEvent } from '../protocol/trainingEvents';

/** Follows the event files of a run folder: each call gives what was written since the one before. */
export class EventFollower {
  private readonly offsets = new Map<string, { offset: number; lines: number }>();
  private readonly roles = new Map<string, HelloEvent['role']>();

  /** `recorderOnly`: other files, which may be large, are not read but for their first lines. */
  constructor(
    private readonly runDir: string,
    private readonly recorderOnly: boolean,
  ) {}

  /** Hands over every new event. Rejects as `fs` does when the folder is gone. */
  async poll(onEvent: (event: TrainingEvent) => void): Promise<void> {
    for (const name of (await readdir(this.runDir)).filter(isEventFile).sort()) {
      const role = this.roles.get(name);
      if (this.recorderOnly && role !== undefined && role !== 'recorder') continue;
      await this.readFile(name, onEvent);
    }
  }

  private async readFile(name: string, onEvent: (event: TrainingEvent) => void): Promise<void> {
    const place = this.offsets.get(name) ?? { offset: 0, lines: 0 };
    this.offsets.set(name, place);
    for (let more = true; more;) {
      const chunk = await readLines(path.join(this.runDir, name), place.offset);
      more = chunk.more;
      place.offset = chunk.nextOffset;
      for (const line of chunk.lines) {
        const event = line === undefined ? undefined : parseEvent(line, place.lines, Date.now() * 1000);
        place.lines += 1;
        if (!this.roles.has(name)) this.roles.set(name, event?.e === 'hello' ? event.role : 'external');
        if (this.recorderOnly && this.roles.get(name) !== 'recorder') return;
        // Only the recorder's word counts for how a run stands.
        if (event !== undefined && (event.e !== 'st' || this.roles.get(name) === 'recorder')) onEvent(event);
      }
    }
  }
}

/** What the recorder said of a run so far. */
export class RunState {
  hello: HelloEvent | undefined;
  run: RunEvent | undefined;
  running: StatusEvent | undefined;
  final: StatusEvent | undefined;

  apply(event: TrainingEvent): void {
    if (event.e === 'hello' && event.role === 'recorder') this.hello = event;
    if (event.e === 'run') this.run = event;
    if (event.e === 'st' && event.status === 'running') this.running = event;
    // A final word stays, whatever comes after it.
    if (event.e === 'st' && event.status !== 'running') this.final ??= event;
  }

  /** Whether the recorder lives; `undefined` before its first word. */
  get recorderAlive(): boolean | undefined {
    return this.hello === undefined ? undefined : isProcessAlive(this.hello.pid, this.hello.start);
  }

  get status(): ListedRun['status'] {
    if (this.final !== undefined && this.final.status !== 'running') return this.final.status;
    return this.recorderAlive === true ? 'running' : 'lost';
  }

  /** The run as `trialbook list` prints it. */
  describe(id: RunId): ListedRun {
    const started = this.running?.t ?? this.run?.t;
    const { run, final } = this;
    return {
      id,
      name: run?.name ?? id,
      experiment: run?.experiment ?? '',
      status: this.status,
      command: run?.command ?? [],
      script: run?.script ?? null,
      startedAt: started === undefined ? decodeTime(id) : Math.round(started / 1000),
      endedAt: final === undefined ? null : Math.round(final.t / 1000),
      exitCode: final?.code ?? null,
      signal: final?.signal ?? null,
      message: final?.message ?? null,
      failure: final?.failure ?? null,
      exception: final?.exception ?? null,
      parent: run?.parent ?? null,
    };
  }
}

/** Reads what a recorder said of its run. Rejects as `fs` does. */
export async function readRunState(runDir: string): Promise<RunState> {
  const state = new RunState();
  await new EventFollower(runDir, true).poll((event) => state.apply(event));
  return state;
}
