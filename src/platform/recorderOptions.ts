import type * as vscode from 'vscode';
import { TRACKER_FEATURES } from '../protocol/trackerEnvironment';
import { readSetting } from './settings';

const MIB = 1024 * 1024;

/**
 * The settings of a folder as options of `trialbook run`. The command line cannot see them: it reads the settings of the
 * folder alone, not those of the user.
 */
export function settingOptions(folder: vscode.Uri): string[] {
  const watched = readSetting('trialbook.watchedMetrics', folder);
  return [
    ...readSetting('trialbook.outputMetrics', folder).flatMap((pattern) => ['--metric', pattern]),
    // No key is empty: nothing is watched.
    ...(watched.length === 0 ? ['^$'] : watched).flatMap((pattern) => ['--watch', pattern]),
    ...readSetting('trialbook.environment', folder).flatMap((name) => ['--env', name]),
    ...(readSetting('trialbook.stopOnDivergence', folder) ? ['--stop-on-divergence'] : []),
    ...TRACKER_FEATURES.filter((feature) => !readSetting(`trialbook.tracker.${feature}`, folder)).map(
      (feature) => `--no-${feature}`,
    ),
    '--grace',
    String(readSetting('trialbook.stop.grace', folder)),
    '--copy-below',
    String(readSetting('trialbook.artifacts.copyBelow', folder) * MIB),
    '--max-output',
    String(Math.round(readSetting('trialbook.output.maxSize', folder) * MIB)),
    '--sample',
    String(readSetting('trialbook.machine.interval', folder)),
  ];
}
