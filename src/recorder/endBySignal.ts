/** Signals that a shell tells of when they ended a program; others, such as SIGSEGV, would have the system dump our core. */
const PLAIN: readonly string[] = ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGKILL'];

/**
 * Ends this process as a training was ended, so that the shell sees what it would have seen of the training: a loop of
 * trainings ends with a Ctrl-C. Returns where that cannot be done.
 */
export function endBySignal(signal: string): void {
  if (process.platform === 'win32' || !PLAIN.includes(signal)) return;
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
