import type { Progress } from '../../protocol/progress';
import { formatMetric } from '../../platform/format';
import { progressText, timeLeftText } from '../../platform/progressText';
import type { LiveRun } from './liveRuns';

/** `▁▂▅▇█ 0.934 accuracy`, `epoch 12 of 40`, `2 m left`: as much as is known. */
export function courseOf({ run: { keyMetric }, progress, spark }: LiveRun): string[] {
  return [
    ...(keyMetric === null ? [] : [`${spark} ${formatMetric(keyMetric.last)} ${keyMetric.key}`.trim()]),
    ...progressTexts(progress),
  ];
}

/** `epoch 12 of 40`, `2 m left`. */
export function progressTexts(progress: Progress | null): string[] {
  if (progress === null) return [];
  const { secondsLeft } = progress;
  return [progressText(progress), ...(secondsLeft === null ? [] : [timeLeftText(secondsLeft)])];
}
