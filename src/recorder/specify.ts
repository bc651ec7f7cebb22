/** What a run is asked to be, from the words of the command line and the workspace's settings. */
import path from 'node:path';
import type { RunId } from '../protocol/entities';
import { TRACKER_FEATURES } from '../protocol/trackerEnvironment';
import { NewRunNames } from './newRunNames';
import type { RunOptions } from './runCommand';
import { MIN_OUTPUT_BYTES, type RunSpecification } from './specification';
import { analyseCommand } from './trainingCommand';
import { lendableSize } from './viewerTerminal';
import { WorkspaceSettings } from './workspaceSettings';

const MIB = 1024 * 1024;

/** All that the recorder is told of a run; what was not asked for is as the settings of the workspace have it. */
export function specify(options: RunOptions, id: RunId): RunSpecification {
  const settings = new WorkspaceSettings(options.workspace);
  const { workspace, cwd, command, tags, basedOn, purpose, batch, resume, endsWithViewer, pythonDir } = options;
  const graceSeconds = options.graceSeconds ?? settings.number('trialbook.stop.grace');
  const copyBelowMiB = settings.number('trialbook.artifacts.copyBelow');
  const maxOutputMiB = settings.number('trialbook.output.maxSize');
  const terminal = lendableSize();
  return {
    id,
    workspace,
    root: options.root ?? workspace,
    tags,
    ...(basedOn === undefined ? {} : { basedOn }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(batch === undefined ? {} : { batch }),
    ...(resume === undefined ? {} : { resume }),
    endsWithViewer,
    cwd,
    command,
    pythonDir,
    metrics: options.metrics.length > 0 ? options.metrics : settings.texts('trialbook.outputMetrics'),
    watched: options.watched.length > 0 ? options.watched : settings.texts('trialbook.watchedMetrics'),
    environment: options.environment.length > 0 ? options.environment : settings.texts('trialbook.environment'),
    stopOnDivergence: options.stopOnDivergence || settings.flag('trialbook.stopOnDivergence'),
    timeout: options.timeout ?? null,
    grace: graceSeconds * 1000,
    copyBelow: options.copyBelow ?? copyBelowMiB * MIB,
    sampleSeconds: options.sampleSeconds ?? settings.number('trialbook.machine.interval'),
    maxOutput: options.maxOutput ?? Math.max(MIN_OUTPUT_BYTES, Math.round(maxOutputMiB * MIB)),
    ...(terminal === undefined ? {} : { terminal }),
    off: TRACKER_FEATURES.filter(
      (feature) => options.off.includes(feature) || !settings.flag(`trialbook.tracker.${feature}`),
    ),
    name: options.name ?? NewRunNames.of(options.workspace).nameFor(id),
    experiment: options.experiment ?? defaultExperiment(command, cwd),
    warnings: settings.warnings.map((message) => ({ code: 'bad-settings', message })),
  };
}

/** Runs of one script belong together unless somebody says otherwise. */
function defaultExperiment(command: readonly string[], cwd: string): string {
  const program = analyseCommand(command, cwd).script ?? command[0] ?? '';
  return path.basename(program, path.extname(program)) || 'default';
}
