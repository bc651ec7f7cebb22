/** Follows a Python process's error output and remembers the exception that it ended with. */

const MAX_MESSAGE = 500;
const HEADER = /^(?: {2}\+ Exception Group )?Traceback \(most recent call last\):/;
/** A syntax error of the script itself has frames but no header. */
const FRAME = /^ {2}File ".*", line \d+/;
const EXCEPTION = /^[A-Za-z_][\w.]*(: |:?$)/;

export class TracebackWatcher {
  private inside = false;
  /** `ValueError: bad batch`, of the last traceback that was printed. */
  exception: string | undefined;

  /** Takes one line without its ending. */
  line(text: string): void {
    const line = text.replace(/^ {2}\| /, '');
    if (HEADER.test(text) || FRAME.test(line)) {
      this.inside = true;
    } else if (this.inside && /^\S/.test(line)) {
      this.inside = false;
      if (EXCEPTION.test(line)) this.exception = line.slice(0, MAX_MESSAGE).trimEnd();
    }
  }
}
