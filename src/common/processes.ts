import { readFileSync } from 'node:fs';
import { errorCode } from './errors';

/**
 * What tells a process from a later one with the same pid: the kernel's start time on Linux (field 22 of
 * `/proc/<pid>/stat`, see proc(5)); elsewhere `undefined`, where the pid alone must do.
 */
export function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** Whether the process that had this pid and start still lives. A zombie counts as dead. */
export function isProcessAlive(pid: number, start?: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) !== 'EPERM') return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    return state !== 'Z' && (start === undefined || processStart(pid) === start);
  } catch {
    return false;
  }
}
