/** `trialbook metrics`: finds metrics in the output of a run that is already there. */
import { createReadStream } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { errorMessage, UserError } from '../common/errors';
import { EventWriter } from '../common/eventWriter';
import { OUTPUT_LOG, runDir } from '../common/workspaceFolder';
import type { RunId } from '../protocol/entities';
import type { ExtractReport, SuggestReport } from '../protocol/commandLine';
import { LineSplitter, type OutputLine } from './lineSplitter';
import { MetricCollector, MetricSuggester } from './metricSuggestions';
import { MetricPatterns, type MetricPoint } from './outputMetrics';
import { EventFollower, readRunState } from './runFolder';
import { listSegments } from '../common/outputSegments';
import { printedMetric } from './trainingOutput';

/** Proposes patterns for a run's output. */
export async function suggestMetrics(workspace: string, id: RunId): Promise<SuggestReport> {
  const suggester = new MetricSuggester();
  await eachLine(runDir(workspace, id), true, (line) => suggester.line(line));
  return { runId: id, suggestions: suggester.suggest() };
}

/**
 * Applies patterns to a run's output and, unless `dryRun`, appends to the run what it lacks, in an event file of its
 * own. Points that the output gave before, by the same patterns, are not added again. The log knows no times: the points
 * carry that of the run's end.
 */
export async function extractMetrics(
  workspace: string,
  id: RunId,
  patterns: readonly string[],
  dryRun: boolean,
): Promise<ExtractReport> {
  const folder = runDir(workspace, id);
  const problems: string[] = [];
  const compiled = new MetricPatterns(patterns, (problem) => problems.push(problem.message));
  const state = await readRunState(folder);
  const known = await countPrintedPoints(folder);
  const found = new MetricCollector();
  const lacking: MetricPoint[] = [];
  let existing = 0;
  await eachLine(folder, state.final?.signal === undefined, (line) => {
    for (const point of compiled.match(line)) {
      found.add(point.key, point.value);
      const count = known.get(identity(point)) ?? 0;
      known.set(identity(point), count - 1);
      if (count > 0) existing += 1;
      else lacking.push(point);
    }
  });
  if (!dryRun && lacking.length > 0) append(folder, lacking, state.final?.t);
  return { runId: id, added: lacking.length, existing, metrics: found.metrics, dryRun, problems };
}

/** How often each printed point is in the run's event files. */
async function countPrintedPoints(folder: string): Promise<Map<string, number>> {
  const known = new Map<string, number>();
  await new EventFollower(folder, false).poll((event) => {
    if (event.e !== 'm' || event.src !== 'stdout') return;
    const point = {
      key: event.k,
      value: event.v,
      ...(event.s === undefined || event.s === null ? {} : { step: event.s }),
    };
    known.set(identity(point), (known.get(identity(point)) ?? 0) + 1);
  });
  return known;
}

function identity(point: MetricPoint): string {
  return JSON.stringify([point.key, point.step ?? null, point.value]);
}

function append(folder: string, points: readonly MetricPoint[], time: number | undefined): void {
  let failure: unknown;
  const writer = new EventWriter(folder, 'external', (error) => (failure ??= error));
  for (const point of points) {
    if (!writer.write(printedMetric(point), time)) break;
  }
  writer.write({ e: 'bye' });
  writer.dispose();
  if (failure !== undefined) {
    throw new UserError(l10n.t('The metrics could not be written to the run: {0}', errorMessage(failure)));
  }
}

/** Reads the output line by line; `tail`: also a last line without its ending. */
async function eachLine(folder: string, tail: boolean, onLine: (line: OutputLine) => void): Promise<void> {
  const splitter = new LineSplitter(onLine);
  try {
    let place = 0;
    for (const { name, start } of [{ name: OUTPUT_LOG, start: 0 }, ...(await listSegments(folder))]) {
      // Between the two, bytes were left out: they are not one line.
      if (start !== place) splitter.end();
      place = start;
      for await (const chunk of createReadStream(path.join(folder, name)) as AsyncIterable<Buffer>) {
        splitter.write(chunk);
        place += chunk.length;
      }
    }
  } catch (error) {
    throw new UserError(l10n.t('The output of this run cannot be read: {0}', errorMessage(error)));
  }
  if (tail) splitter.end();
}
