/** What the `trialbook` command line prints with `--json`. Times are milliseconds since 1970. */
import type { Artifact, DatasetInput, MetricSummary, Param, RunId, RunStatus, RunWarning } from './entities';
import type { WireNumber } from './numbers';
import type { FailureKind, TrainingException } from './failures';

/** An element of `trialbook list --json`, newest first. */
export interface ListedRun {
  id: RunId;
  name: string;
  experiment: string;
  status: RunStatus;
  command: string[];
  /** Relative to the workspace folder with `/`. */
  script: string | null;
  startedAt: number;
  endedAt: number | null;
  exitCode: number | null;
  signal: string | null;
  message: string | null;
  failure: FailureKind | null;
  exception: TrainingException | null;
  /** The run that this one is a part of, such as the study of a trial. */
  parent: RunId | null;
}

/** `trialbook show RUN --json`. */
export interface ShownRun extends ListedRun {
  cwd: string;
  params: Param[];
  metrics: MetricSummary[];
  tags: { key: string; value: string }[];
  inputs: Pick<DatasetInput, 'path' | 'digest' | 'size' | 'uncertain'>[];
  /** `copy`: where a copy lies, relative to the run folder. */
  artifacts: (Pick<Artifact, 'path' | 'kind' | 'digest' | 'size'> & { copy: string | null })[];
  warnings: RunWarning[];
  /** Runs inside this one, oldest first. */
  children: Pick<ListedRun, 'id' | 'name' | 'status'>[];
}

/** The points that a pattern finds under one key. */
export interface FoundMetric {
  key: string;
  count: number;
  /** The first few values. */
  values: WireNumber[];
}

/** A pattern that may find metrics in a run's output; shown to the user, who decides. */
export interface MetricSuggestion {
  /** JavaScript regular expression with named groups, as `trialbook.outputMetrics` takes it. */
  pattern: string;
  /** Names of its metrics, in the order of the line. */
  keys: string[];
  /** Whether it finds the step too. */
  hasStep: boolean;
  /** Lines of the output in which it finds a metric. */
  lines: number;
  /** One such line as printed, cut to a readable length. */
  example: string;
  metrics: FoundMetric[];
}

/** `trialbook metrics RUN --suggest --json`. */
export interface SuggestReport {
  runId: RunId;
  /** Best first. */
  suggestions: MetricSuggestion[];
}

/** `trialbook metrics RUN --pattern REGEX --json`. */
export interface ExtractReport {
  runId: RunId;
  /** Points that the patterns find and that the run lacked: appended to the run, unless `dryRun`. */
  added: number;
  /** Points that the run had from its output before: not added again. */
  existing: number;
  metrics: FoundMetric[];
  dryRun: boolean;
  /** One sentence for each pattern that cannot be used. */
  problems: string[];
}
