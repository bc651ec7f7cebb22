import * as l10n from '@vscode/l10n';
import path from 'node:path';
import { isSkippedPath } from '../common/fileKinds';
import { relativeToWorkspace } from '../common/workspaceFolder';
import type { TrainingException } from '../protocol/failures';
import type { NewEvent } from '../protocol/trainingEvents';
import type { DivergenceWatch } from './divergence';
import type { EventLog } from './eventLog';
import { LineSplitter, type OutputLine } from './lineSplitter';
import { OutputLog } from './outputLog';
import { explicitMetrics, MetricPatterns, type MetricPoint } from './outputMetrics';
import type { OutputStream } from './program';
import type { RunSpecification } from './specification';
import { TracebackWatcher } from './traceback';
import type { ViewerChannel } from './viewerChannel';

/** Event of a metric that was printed. */
export function printedMetric(point: MetricPoint): NewEvent {
  const { key, value, step } = point;
  return { e: 'm', k: key, v: value, ...(step === undefined ? {} : { s: step }), src: 'stdout' };
}

/** Everything that becomes of the training's output: the log, metrics, and the exception that ended it. */
export class TrainingOutput {
  private readonly log: OutputLog;
  private readonly patterns: MetricPatterns;
  private readonly traceback: TracebackWatcher;
  private readonly splitters: Record<OutputStream, LineSplitter>;

  constructor(
    runDir: string,
    { metrics, maxOutput, cwd, root }: RunSpecification,
    private readonly events: EventLog,
    private readonly divergence: DivergenceWatch,
    private readonly channel: ViewerChannel,
  ) {
    this.log = new OutputLog(runDir, maxOutput, {
      lost: (bytes, reason) => {
        // What could be written of it comes first.
        channel.logGrew(this.log.length, 0);
        if (reason !== undefined) channel.problem(reason);
        channel.output(bytes);
      },
      recovered: (bytes) => {
        const message = l10n.t('{0} bytes of output could not be written to the log.', bytes);
        events.keep({ e: 'warn', code: 'output-lost', message });
      },
      leftOut: (bytes) => {
        const message = l10n.t('{0} bytes of output were left out of the log, which was full.', bytes);
        events.keep({ e: 'warn', code: 'output-left-out', message });
      },
    });
    this.traceback = new TracebackWatcher((file) => {
      const relative = relativeToWorkspace(root, path.resolve(cwd, file));
      return relative === undefined || isSkippedPath(relative) ? undefined : relative;
    });
    this.patterns = new MetricPatterns(metrics, (problem) => events.keep({ e: 'warn', ...problem }));
    const watchAll = (line: OutputLine): void => {
      this.traceback.line(line.text);
      this.findMetrics(line);
    };
    this.splitters = {
      stdout: new LineSplitter((line) => this.findMetrics(line)),
      stderr: new LineSplitter(watchAll),
      terminal: new LineSplitter(watchAll),
    };
  }

  /** The last exception that Python printed. */
  get exception(): TrainingException | undefined {
    return this.traceback.exception;
  }

  write(stream: OutputStream, chunk: Buffer): void {
    if (this.log.write(chunk)) this.channel.logGrew(this.log.length, stream === 'stderr' ? chunk.length : 0);
    this.splitters[stream].write(chunk);
  }

  /** Takes a last line without its ending; not of a training that was killed, where it may be half a line. */
  endLines(): void {
    for (const splitter of Object.values(this.splitters)) splitter.end();
  }

  close(): void {
    this.log.close();
  }

  private findMetrics(line: OutputLine): void {
    for (const point of [...explicitMetrics(line), ...this.patterns.match(line)]) {
      this.events.metric(printedMetric(point));
      this.divergence.point(point.key, point.value, point.step);
    }
  }
}
