import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { DisposableStore, toDisposable } from '../common/disposables';
import { errorMessage } from '../common/errors';
import { OUTPUT_LOG, relativeToWorkspace } from '../common/workspaceFolder';
import type { ControlCommand, NewEvent } from '../protocol/trainingEvents';
import { watchControl } from './control';
import { classifyExit, classifySpawnError, type Ending, findObstacle } from './ending';
import { trainingEnvironment } from './environment';
import { EventLog } from './eventLog';
import { InputsAndArtifacts } from './inputsAndArtifacts';
import { Snapshot } from './snapshot';
import type { RunSpecification } from './specification';
import { StopSequence } from './stopSequence';
import { analyseCommand, trackedCommand, type TrainingCommand } from './trainingCommand';
import { TrainingOutput } from './trainingOutput';
import { TrainingProcess } from './trainingProcess';
import type { ViewerChannel } from './viewerChannel';
import { statFile } from './statFile';

const TRACKER_POLL_MS = 1_000;
/** How long the final status waits for the snapshot and for the hashes of inputs and artifacts; they go on behind it. */
const SETTLE_MS = 10_000;
/** How long a full disk is given to take the final status. */
const FINAL_RETRY_MS = 10_000;

/**
 * Records one run, from its first event to its last. The states follow each other and are never left out:
 *
 *     prepare → start → (exit) → drain → settle → final status → finish the hashing → bye
 *
 * Nothing that recording does fails the training: what cannot be recorded becomes a `warn` event.
 */
export class Recorder {
  private readonly events: EventLog;
  private readonly output: TrainingOutput;
  private readonly command: TrainingCommand;
  private readonly disposables = new DisposableStore();
  private readonly stopping = new StopSequence((severity) => this.training?.signal(severity));
  private training: TrainingProcess | undefined;
  private ended = false;

  constructor(
    private readonly specification: RunSpecification,
    private readonly runDir: string,
    private readonly channel: ViewerChannel,
  ) {
    this.events = new EventLog(runDir);
    this.output = new TrainingOutput(runDir, specification.metrics, this.events, channel);
    this.command = analyseCommand(specification.command, specification.cwd);
    this.disposables.add(this.stopping);
  }

  /** Runs the training and records it. Resolves when everything is written. */
  async run(): Promise<void> {
    this.writeRun();
    this.disposables.add(watchControl(this.runDir, (cmd) => this.control(cmd)));
    const files = new InputsAndArtifacts(this.specification, this.runDir, this.fileSystemTime(), (event) =>
      this.events.keep(event),
    );
    const snapshot = new Snapshot(this.specification, this.runDir, this.command.script);
    const obstacle = findObstacle(this.specification, this.command) ?? (await this.start());
    this.channel.send({ kind: 'started' });
    const captured = this.capture(snapshot);
    const timer = setInterval(() => {
      this.events.flush();
      void files.poll();
    }, TRACKER_POLL_MS);
    this.disposables.add(toDisposable(() => clearInterval(timer)));
    const ending = obstacle ?? (await this.awaitEnding());
    const settled = Promise.all([captured, this.settleFiles(files, ending)]);
    await Promise.race([settled, delay(SETTLE_MS, undefined, { ref: false })]);
    await this.writeEnding(ending);
    // The process group is gone, and its number may become another's: nothing may be signalled any more.
    this.disposables.dispose();
    this.ended = true;
    await settled;
    await this.training?.closed;
    await this.close();
  }

  /** Whether there is a training. */
  get started(): boolean {
    return this.training !== undefined;
  }

  /** Obeys a request to stop or kill the run, wherever it came from. */
  control(cmd: ControlCommand['cmd']): void {
    if (this.ended) return;
    if (cmd === 'kill') this.stopping.kill();
    else this.stopping.stop();
  }

  /** Records something that recording itself could not do. */
  warn(code: string, message: string): void {
    this.events.keep({ e: 'warn', code, message });
  }

  private writeRun(): void {
    const { id, name, experiment, command, cwd, workspace, warnings } = this.specification;
    const script = this.command.script && relativeToWorkspace(workspace, this.command.script);
    const folder = relativeToWorkspace(workspace, cwd) ?? (path.relative(workspace, cwd) === '' ? '.' : cwd);
    this.events.keep({ e: 'run', id, name, experiment, command, cwd: folder, ...(script && { script }) });
    for (const warning of warnings) this.warn(warning.code, warning.message);
  }

  /** Starts the training; gives the ending of one that could not be started. */
  private async start(): Promise<Ending | undefined> {
    const { command, cwd, pythonDir } = this.specification;
    // A stop that came while the run was prepared.
    if (this.stopping.requested) return { status: 'cancelled' };
    try {
      const env = trainingEnvironment(process.env, { ...this.specification, runDir: this.runDir });
      this.training = await TrainingProcess.start(trackedCommand(command, pythonDir), { cwd, env }, (stream, chunk) =>
        this.output.write(stream, chunk),
      );
    } catch (error) {
      return classifySpawnError(error, command[0] ?? '');
    }
    if (this.stopping.requested) this.training.signal('interrupt');
    this.events.keep({ e: 'st', status: 'running', pid: this.training.pid });
    return undefined;
  }

  private async awaitEnding(): Promise<Ending> {
    const training = this.training;
    if (training === undefined) throw new Error('the training was not started');
    const exit = await training.exited;
    this.stopping.dispose();
    // Workers that outlive a training that was told to stop would go on using the machine.
    if (this.stopping.requested) training.signal('kill');
    await training.drained();
    if (exit.signal === null && !this.stopping.requested) this.output.endLines();
    return classifyExit(exit, this.stopping.requested, this.output.exception);
  }

  private async capture(snapshot: Snapshot): Promise<void> {
    try {
      await snapshot.capture();
    } catch (error) {
      const message = l10n.t('The code could not be kept with this run: {0}', errorMessage(error));
      this.warn('snapshot-failed', message);
    }
  }

  private async settleFiles(files: InputsAndArtifacts, ending: Ending): Promise<void> {
    if (this.training === undefined) return;
    try {
      await files.finish();
    } catch (error) {
      this.warn('files-failed', l10n.t('The files of this run could not be looked through: {0}', errorMessage(error)));
    }
    if (this.command.python && !files.trackerSeen && ending.status !== 'cancelled') {
      const message = l10n.t('The tracker did not start inside Python: parameters and opened files were not seen.');
      this.warn('tracker-absent', message);
    }
  }

  private async writeEnding(ending: Ending): Promise<void> {
    if (this.events.lostMetrics > 0) {
      this.warn('events-lost', l10n.t('{0} metric values could not be written.', this.events.lostMetrics));
    }
    const event: NewEvent = { e: 'st', ...ending };
    this.events.keep(event);
    // The viewer need not wait for a full disk.
    this.channel.send({ kind: 'ended', ...ending });
    await this.events.settle(FINAL_RETRY_MS);
  }

  private async close(): Promise<void> {
    this.output.close();
    this.events.keep({ e: 'bye' });
    this.events.close();
    await this.channel.close();
  }

  /** Now, by the clock of the file system that the training writes to; network file systems have their own. */
  private fileSystemTime(): number {
    const log = statFile(path.join(this.runDir, OUTPUT_LOG));
    return log?.isFile() === true ? log.mtimeMs : Date.now();
  }
}
