import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { isSkippedPath } from '../common/fileKinds';
import { OUTPUT_LOG, relativeToWorkspace } from '../common/workspaceFolder';
import type { NewEvent, TrainingException } from '../protocol/trainingEvents';
import type { DivergenceWatch } from './divergence';
import type { EventLog } from './eventLog';
import { LineSplitter, type OutputLine } from './lineSplitter';
import { OutputLog } from './outputLog';
import { explicitMetrics, MetricPatterns, type MetricPoint } from './outputMetrics';
import type { RunSpecification } from './specification';
import { TracebackWatcher } from './traceback';
import type { OutputStream } from './trainingProcess';
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
    { metrics, cwd, workspace }: RunSpecification,
    private readonly events: EventLog,
    private readonly divergence: DivergenceWatch,
    channel: ViewerChannel,
  ) {
    this.log = new OutputLog(path.join(runDir, OUTPUT_LOG), {
      lost: (bytes, reason) => {
        if (reason !== undefined) channel.problem(reason);
        channel.output(bytes);
      },
      recovered: (bytes) => {
        const message = l10n.t('{0} bytes of output could not be written to the log.', bytes);
        events.keep({ e: 'warn', code: 'output-lost', message });
      },
    });
    this.traceback = new TracebackWatcher((file) => {
      const relative = relativeToWorkspace(workspace, path.resolve(cwd, file));
      return relative === undefined || isSkippedPath(relative) ? undefined : relative;
    });
    this.patterns = new MetricPatterns(metrics, (problem) => events.keep({ e: 'warn', ...problem }));
    this.splitters = {
      stdout: new LineSplitter((line) => this.findMetrics(line)),
      stderr: new LineSplitter((line) => {
        this.traceback.line(line.text);
        this.findMetrics(line);
      }),
    };
  }

  /** The last exception that Python printed. */
  get exception(): TrainingException | undefined {
    return this.traceback.exception;
  }

  write(stream: OutputStream, chunk: Buffer): void {
    this.log.write(chunk);
    this.splitters[stream].write(chunk);
  }

  /** Takes a last line without its ending; not of a training that was killed, where it may be half a line. */
  endLines(): void {
    this.splitters.stdout.end();
    this.splitters.stderr.end();
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
