import { StringDecoder } from 'node:string_decoder';

/** Characters of a line that are looked at; nothing that people print for metrics is longer. */
export const MAX_MATCHED_LINE = 4096;

export interface OutputLine {
  /** Without its ending, cut to {@link MAX_MATCHED_LINE} characters, without what only terminals understand. */
  text: string;
  /** Whether it was longer: a number at the cut may be half a number. */
  cut: boolean;
}

/** Colours and moves of the cursor; titles and links, which end in BEL or ESC \; and the short ones. */
// oxlint-disable-next-line no-control-regex -- ESC is what such a sequence begins with
const TERMINAL_SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[ -/]*[0-~])/g;

/**
 * Makes lines of a stream of bytes. Line feeds end a line, and carriage returns too: progress bars print nothing else.
 * A character torn over two chunks is kept together; a line without end costs no memory.
 */
export class LineSplitter {
  private readonly decoder = new StringDecoder('utf8');
  private text = '';
  private cut = false;

  constructor(private readonly onLine: (line: OutputLine) => void) {}

  write(chunk: Buffer): void {
    this.add(this.decoder.write(chunk));
  }

  /** Gives what stands behind the last line ending as a line of its own. */
  end(): void {
    this.add(this.decoder.end());
    this.finishLine();
  }

  private add(text: string): void {
    let start = 0;
    for (const ending of text.matchAll(/[\r\n]/g)) {
      this.append(text.slice(start, ending.index));
      this.finishLine();
      start = ending.index + 1;
    }
    this.append(text.slice(start));
  }

  private append(piece: string): void {
    const room = MAX_MATCHED_LINE - this.text.length;
    this.text += piece.slice(0, room);
    this.cut ||= piece.length > room;
  }

  private finishLine(): void {
    const { text, cut } = this;
    this.text = '';
    this.cut = false;
    if (text !== '') this.onLine({ text: text.replace(TERMINAL_SEQUENCE, ''), cut });
  }
}
