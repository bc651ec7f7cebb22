/** Splits a stream of output into lines as they come. */
import type { TextStyle } from '../../protocol/outputApi';
import { PLAIN, styleAfter } from './textStyles';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const ESCAPE = 27;

/** Places are those of bytes in the stream. */
export interface OutputLine {
  start: number;
  /** Where that begins which is in sight in the end: what stands before a carriage return is written over. */
  visible: number;
  /** Behind its last byte, without line feed and the carriage returns before it. */
  end: number;
  /** Where the next one begins. */
  next: number;
  /** Its style at the start. */
  style: TextStyle;
}

/** The lines of a stream. The last one, which has no line feed yet, is `open`. */
export class OutputLines {
  open: OutputLine;
  /** The style where the bytes taken so far end. */
  private style: TextStyle;

  /** Begins at the start of a line. */
  constructor(start = 0, style: TextStyle = PLAIN) {
    this.open = openLine(start, style);
    this.style = style;
  }

  /** Where the next bytes are to be taken from. */
  get position(): number {
    return this.open.next;
  }

  /** Takes the bytes at {@link position}; each line that ends in them is told. */
  take(bytes: Buffer, onLine: (line: OutputLine) => void): void {
    const base = this.position;
    // Looked for once: most output has neither.
    let returnAt = indexOrEnd(bytes, CARRIAGE_RETURN, 0);
    let escapeAt = indexOrEnd(bytes, ESCAPE, 0);
    for (let at = 0; at < bytes.length;) {
      const feed = bytes.indexOf(LINE_FEED, at);
      const end = feed === -1 ? bytes.length : feed;
      if (returnAt < at) returnAt = indexOrEnd(bytes, CARRIAGE_RETURN, at);
      if (escapeAt < at) escapeAt = indexOrEnd(bytes, ESCAPE, at);
      this.takeText(bytes, at, end, returnAt < end);
      if (escapeAt < end) this.style = styleAfter(bytes.subarray(at, end), this.style);
      this.open.next = base + end;
      if (feed === -1) return;
      onLine({ ...this.open, next: base + feed + 1 });
      this.open = openLine(base + feed + 1, this.style);
      at = feed + 1;
    }
  }

  /** Takes a part of the open line. */
  private takeText(bytes: Buffer, from: number, to: number, hasReturns: boolean): void {
    const base = this.open.next - from;
    let end = to;
    while (end > from && bytes[end - 1] === CARRIAGE_RETURN) end -= 1;
    // Returns at the end write nothing over as long as nothing follows them.
    if (end === from) return;
    const returned = this.open.end < this.open.next;
    if (returned) this.open.visible = base + from;
    if (hasReturns) {
      for (let at = bytes.indexOf(CARRIAGE_RETURN, from); at !== -1 && at < end;) {
        this.open.visible = base + at + 1;
        at = bytes.indexOf(CARRIAGE_RETURN, at + 1);
      }
    }
    this.open.end = base + end;
  }
}

function openLine(start: number, style: TextStyle): OutputLine {
  return { start, visible: start, end: start, next: start, style };
}

function indexOrEnd(bytes: Buffer, byte: number, from: number): number {
  const index = bytes.indexOf(byte, from);
  return index === -1 ? bytes.length : index;
}
