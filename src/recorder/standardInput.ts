/** The standard input on its way from the shell to the training: viewer and recorder only hand it on. */
import { closeSync, openSync } from 'node:fs';
import os from 'node:os';
import { isatty } from 'node:tty';

const STDIN = 0;

/**
 * What a process that is started gets as its standard input: ours, if it is a file or a pipe. A terminal is read by the
 * viewer alone; what outlives it must not hold it.
 */
export function passedInput(): 'inherit' | 'ignore' {
  return isatty(STDIN) ? 'ignore' : 'inherit';
}

/** Lets go of the standard input once another process has it, so that who writes to it learns when that one ends. */
export function releaseInput(): void {
  if (passedInput() === 'ignore') return;
  closeSync(STDIN);
  // Takes the number that is free now; another file must not come to stand for the standard input.
  openSync(os.devNull, 'r');
}
