import { shownLabel, shownText } from '../../common/shownText';
import type { Progress } from '../../protocol/progress';
import { formatMetric } from '../../platform/format';
import { progressText, timeLeftText } from '../../platform/progressText';
import type { LiveRun } from './liveRuns';

/** Characters of a name where there is room for little. */
const MOST_NAME = 40;

/**
 * What the status bar says of the newest live run, of how many others train and of how many wait. An icon is one of
 * ours: names make none.
 */
export function barText(newest: LiveRun, others: number, waiting: number): string {
  const [head = '', ...rest] = courseOf(newest).map((text) => shownLabel(text));
  const shown = [
    `${shownLabel(newest.run.name, MOST_NAME)} ${head}`.trim(),
    ...rest,
    ...(others === 0 ? [] : [`+${others}`]),
    ...(waiting === 0 ? [] : [`$(list-ordered) ${waiting}`]),
  ];
  return `$(loading~spin) ${shown.join(' · ')}`;
}

/** `▁▂▅▇█ 0.934 accuracy`, `epoch 12 of 40`, `2 m left`: as much as is known. */
export function courseOf({ run: { keyMetric }, progress, spark }: LiveRun): string[] {
  return [
    ...(keyMetric === null
      ? []
      : [`${spark} ${formatMetric(keyMetric.last)} ${shownText(keyMetric.key, MOST_NAME)}`.trim()]),
    ...progressTexts(progress),
  ];
}

/** `epoch 12 of 40`, `2 m left`. */
export function progressTexts(progress: Progress | null): string[] {
  if (progress === null) return [];
  const { secondsLeft } = progress;
  return [progressText(progress), ...(secondsLeft === null ? [] : [timeLeftText(secondsLeft)])];
}
