import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { type Disposable, DisposableStore, toDisposable } from '../common/disposables';
import { errorMessage } from '../common/errors';
import { OUTPUT_LOG } from '../common/workspaceFolder';
import type { ControlCommand } from '../protocol/recorderChannel';
import type { FinalStatus, InterpreterEvent, NewEvent } from '../protocol/trainingEvents';
import { endChildren } from './childRuns';
import { watchControl } from './control';
import { DivergenceWatch } from './divergence';
import { describeSpawnError, type Ending, findObstacle } from './ending';
import { trainingEnvironment } from './environment';
import { EventLog } from './eventLog';
import { recordPackages } from './facts/installedPackages';
import { recordMachine } from './machine/recordMachine';
import { hasSuspend } from './jobControl';
import { MemoryKills } from './memoryKills';
import { Observation } from './observation';
import { StatusMachine, type StopReason } from './runStatus';
import type { OutputStream, TerminalSize } from './program';
import { describeRun } from './runDescription';
import { RunCode } from './runCode';
import type { RunSpecification } from './specification';
import { releaseInput } from './standardInput';
import { StopSequence } from './stopSequence';
import { TrackerFiles } from './trackerFiles';
import { analyseCommand, trackedCommand, type TrainingCommand } from './trainingCommand';
import { TrainingOutput } from './trainingOutput';
import { TrainingProcess } from './trainingProcess';
import { TypedInterrupts } from './typedInterrupts';
import type { ViewerChannel } from './viewerChannel';
import { statFile } from '../common/statFile';

const POLL_MS = 1_000;
/** How much later than a signal that ends the training the end of its viewer may be heard of. */
const VIEWER_END_MS = 2_000;
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
  private readonly status = new StatusMachine();
  private readonly interrupts = new TypedInterrupts();
  private readonly stopping: StopSequence;
  private readonly divergence: DivergenceWatch;
  private readonly memory = new MemoryKills();
  private readonly trackers: TrackerFiles;
  private training: TrainingProcess | undefined;
  private machine: Disposable | undefined;
  private packages: Promise<void> | undefined;
  private ended = false;
  private viewed = false;

  constructor(
    private readonly specification: RunSpecification,
    private readonly runDir: string,
    private readonly channel: ViewerChannel,
  ) {
    this.events = new EventLog(runDir);
    this.divergence = new DivergenceWatch(specification.watched, {
      diverged: (message) => this.diverged(message),
      problem: (message) => this.warn('bad-pattern', message),
    });
    this.output = new TrainingOutput(runDir, specification, this.events, this.divergence, channel);
    this.trackers = new TrackerFiles(runDir);
    this.command = analyseCommand(specification.command, specification.cwd);
    this.stopping = this.disposables.add(
      new StopSequence(specification.grace, (severity) => this.training?.signal(severity)),
    );
  }

  /** Runs the training and records it. Resolves, when everything is written, with how it ended and whether anyone saw. */
  async run(): Promise<{ status: FinalStatus; viewed: boolean }> {
    this.writeRun();
    this.disposables.add(watchControl(this.runDir, (cmd) => this.control(cmd)));
    const since = this.fileSystemTime();
    const seen = this.observe(since);
    const code = new RunCode(this.specification, this.runDir, this.command.script, since, this.trackers);
    const obstacle = await this.start();
    releaseInput();
    this.channel.send({ kind: 'started', terminal: this.training?.inTerminal === true });
    const captured = code.capture().catch((error: unknown) => this.warn('snapshot-failed', errorMessage(error)));
    this.repeat(() => this.look(seen, code));
    const ending = obstacle ?? (await this.awaitEnding(seen));
    const settled = Promise.all([captured.then(() => code.mark(true)), this.settleFiles(seen, ending)]);
    await Promise.race([settled, delay(SETTLE_MS, undefined, { ref: false })]);
    await this.writeEnding(ending);
    // The process group is gone, and its number may become another's: nothing may be signalled any more.
    this.disposables.dispose();
    this.ended = true;
    await endChildren(this.specification.workspace, this.specification.id, seen.children, ending.status);
    await settled;
    await code.finish();
    await this.training?.closed;
    await this.close();
    return { status: ending.status, viewed: this.viewed };
  }

  /** Whether there is a training. */
  get started(): boolean {
    return this.training !== undefined;
  }

  /** Obeys a request to stop or kill the run, wherever it came from. */
  control(cmd: ControlCommand['cmd']): void {
    if (this.ended) return;
    if (cmd === 'stop') return this.stop({ by: 'user' });
    this.status.requestStop({ by: 'user' });
    this.stopping.kill();
  }

  /** Kills a training that belongs to a debugger, which is gone: it must not run on from where it stood. */
  viewerEnded(): void {
    if (this.status.requestStop({ by: 'user' })) this.stopping.kill();
  }

  /** Enters what was typed into the training's terminal. */
  type(bytes: Buffer): void {
    if (this.ended) return;
    this.training?.type(bytes);
    if (this.interrupts.type(bytes)) this.control('kill');
    if (hasSuspend(bytes)) void this.askToSuspend();
  }

  /** Suspends the training with the job that it was started in, or has it go on. */
  suspend(suspended: boolean): void {
    if (!this.ended) this.training?.suspend(suspended);
  }

  resize(size: TerminalSize): void {
    this.training?.resize(size);
  }

  /** Records something that recording itself could not do. */
  warn(code: string, message: string): void {
    this.events.keep({ e: 'warn', code, message });
  }

  private async askToSuspend(): Promise<void> {
    if (await this.training?.hasSignalKeys()) this.channel.send({ kind: 'suspend' });
  }

  private writeRun(): void {
    for (const event of describeRun(this.specification, this.command.script)) this.events.keep(event);
    for (const warning of this.specification.warnings) this.warn(warning.code, warning.message);
  }

  private stop(reason: StopReason): void {
    if (this.status.requestStop(reason)) this.stopping.start();
  }

  private diverged(message: string): void {
    this.warn('diverged', message);
    if (this.specification.stopOnDivergence) this.stop({ by: 'divergence', message });
  }

  /** `since` is the time of the start by the file system's clock, ms since 1970. */
  private observe(since: number): Observation {
    const { specification, trackers, divergence } = this;
    trackers.listen((event, main) => event.e === 'py' && main && this.addPackages(event));
    return new Observation(specification, this.runDir, since, trackers, divergence, (event) => this.events.keep(event));
  }

  /** Starts the training; gives the ending of one that could not be started. */
  private async start(): Promise<Ending | undefined> {
    const { command, cwd, pythonDir, terminal } = this.specification;
    const obstacle = findObstacle(this.specification, this.command);
    if (obstacle !== undefined) return this.status.failToStart(obstacle);
    // A stop that came while the run was prepared.
    if (this.status.isStopping) return this.status.cancelQueued();
    try {
      const env = trainingEnvironment(process.env, { ...this.specification, runDir: this.runDir });
      const onOutput = (stream: OutputStream, chunk: Buffer): void => this.output.write(stream, chunk);
      this.training = await TrainingProcess.start(
        { command: trackedCommand(command, pythonDir), cwd, env, onOutput },
        terminal,
      );
    } catch (error) {
      return this.status.failToStart(describeSpawnError(error, command[0] ?? ''));
    }
    this.status.start();
    this.memory.watch(this.training.pid);
    if (this.status.isStopping) this.training.signal('interrupt');
    this.events.keep({ e: 'st', status: 'running', pid: this.training.pid });
    this.sampleMachine(this.training.pid);
    this.limitTime();
    return undefined;
  }

  private sampleMachine(pid: number): void {
    const { sampleSeconds } = this.specification;
    if (sampleSeconds === 0) return;
    this.machine = recordMachine(pid, sampleSeconds, {
      point: (k, v, s) => this.events.metric({ e: 'm', k, v, s, src: 'system' }),
      problem: (error) =>
        this.warn('machine-failed', l10n.t('The machine could not be sampled: {0}', errorMessage(error))),
    });
  }

  private limitTime(): void {
    const { timeout } = this.specification;
    if (timeout === null) return;
    const message = l10n.t('stopped at its time limit of {0} s', timeout / 1000);
    const timer = setTimeout(() => this.stop({ by: 'timeout', message }), timeout);
    this.disposables.add(toDisposable(() => clearTimeout(timer)));
  }

  private repeat(action: () => void): void {
    const timer = setInterval(action, POLL_MS);
    this.disposables.add(toDisposable(() => clearInterval(timer)));
  }

  private look(seen: Observation, code: RunCode): void {
    this.events.flush();
    if (this.training !== undefined) this.memory.watch(this.training.pid);
    void seen.poll().then(() => code.mark());
  }

  private async awaitEnding(seen: Observation): Promise<Ending> {
    const training = this.training;
    if (training === undefined) throw new Error('the training was not started');
    const exit = await training.exited;
    // A debugger ends its viewer and the training at once: whichever is heard of first, the end was asked for.
    if (this.specification.endsWithViewer) await this.channel.gone(exit.signal === null ? 0 : VIEWER_END_MS);
    this.status.exited(exit);
    this.machine?.dispose();
    this.stopping.dispose();
    // Workers that outlive a training that was told to stop would go on using the machine.
    if (this.status.isStopping) training.signal('kill');
    await training.drained();
    if (exit.signal === null && !this.status.isStopping) this.output.endLines();
    await seen.poll(true);
    const exception = seen.exception ?? this.output.exception;
    const interrupted = this.interrupts.ended(exit, exception?.type);
    return this.status.decide({ exception, interrupted, memoryKill: this.memory.describe() });
  }

  /** Lists what is installed for the interpreter that trains; the first of a run speaks for all. */
  private addPackages(interpreter: InterpreterEvent): void {
    this.packages ??= recordPackages(this.runDir, interpreter).catch((error: unknown) =>
      this.warn('packages-failed', l10n.t('The installed packages could not be listed: {0}', errorMessage(error))),
    );
  }

  private async settleFiles(seen: Observation, ending: Ending): Promise<void> {
    if (this.training === undefined) return;
    try {
      await seen.finish();
      await this.packages;
    } catch (error) {
      this.warn('files-failed', l10n.t('The files of this run could not be looked through: {0}', errorMessage(error)));
    }
    if (this.command.python && !this.trackers.seen && ending.status !== 'cancelled') {
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
    const { failure: _failure, ...told } = ending;
    this.viewed = this.channel.connected;
    this.channel.send({ kind: 'ended', ...told });
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
