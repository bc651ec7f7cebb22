import type { TableStrings } from '../../src/protocol/tablePage';
import { formatAge, formatDuration } from '../../src/protocol/units';
import type { RunInfo } from './cachedRows';

/** What every run has by itself, as a cell shows it; empty where a run has none. */
export function attributeText(
  { run, note }: RunInfo,
  key: string,
  { strings, now }: { strings: TableStrings; now: number },
): { text: string; isNumber: boolean } {
  const text = (value: string | null) => ({ text: value ?? '', isNumber: false });
  switch (key) {
    case 'status':
      return text(strings.statuses[run.status]);
    case 'start_time':
      return { text: formatAge(run.startedAt, now, strings.time), isNumber: true };
    case 'duration':
      return { text: formatDuration((run.endedAt ?? now) - run.startedAt, strings.time), isNumber: true };
    case 'experiment':
      return text(run.experiment);
    case 'script':
      return text(run.script);
    case 'exit_code':
      return { text: run.exitCode === null ? '' : String(run.exitCode), isNumber: true };
    case 'message':
      return text(run.message);
    case 'note':
      // A note may have lines; a cell has one.
      return text(note?.replace(/\s+/g, ' ') ?? null);
    default:
      return text(null);
  }
}

/** The same as the store has it, by which it is sorted and filtered: a time is ms since 1970, a duration seconds. */
export function attributeValue({ run, note }: RunInfo, key: string): string | number | null | undefined {
  const values: Record<string, string | number | null> = {
    status: run.status,
    start_time: run.startedAt,
    experiment: run.experiment,
    script: run.script,
    exit_code: run.exitCode,
    message: run.message,
    duration: run.endedAt === null ? null : (run.endedAt - run.startedAt) / 1000,
    note,
  };
  return values[key];
}
