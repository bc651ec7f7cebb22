/** Follows a Python process's error output and remembers the exception that it ended with. */
import type { TracebackFrame, TrainingException } from '../protocol/failures';

const MAX_MESSAGE = 500;
const MAX_FRAMES = 50;
const HEADER = /^(?: {2}\+ Exception Group )?Traceback \(most recent call last\):/;
/** A syntax error of the script itself has frames but no header, and its frame no name. */
const FRAME = /^ {2}File "(?<file>.*)", line (?<line>\d+)(?:, in (?<name>.*))?$/;
const EXCEPTION = /^(?<type>[A-Za-z_][\w.]*)(?:: (?<message>.*)|:?)$/;

export class TracebackWatcher {
  private inside = false;
  private frames: TracebackFrame[] = [];
  /** Of the last traceback that was printed, with the first line of its message. */
  exception: TrainingException | undefined;

  /** `ownFile` gives the path of a file relative to the workspace; `undefined` for what is not the user's own. */
  constructor(private readonly ownFile: (file: string) => string | undefined) {}

  /** Takes one line without its ending. */
  line(text: string): void {
    const line = text.replace(/^ {2}\| /, '');
    const frame = FRAME.exec(line)?.groups;
    if (HEADER.test(text)) this.begin();
    else if (frame !== undefined) {
      if (!this.inside) this.begin();
      this.addFrame(frame['file'] ?? '', Number(frame['line']), frame['name'] ?? '<module>');
    } else if (this.inside && /^\S/.test(line)) this.finish(line);
  }

  private begin(): void {
    this.inside = true;
    this.frames = [];
  }

  private addFrame(file: string, line: number, name: string): void {
    const own = this.ownFile(file);
    if (own !== undefined && this.frames.length < MAX_FRAMES) this.frames.push({ file: own, line, name });
  }

  private finish(line: string): void {
    this.inside = false;
    const found = EXCEPTION.exec(line)?.groups;
    if (found === undefined) return;
    const message = (found['message'] ?? '').slice(0, MAX_MESSAGE).trimEnd();
    this.exception = { type: found['type'] ?? '', message, frames: this.frames };
  }
}
