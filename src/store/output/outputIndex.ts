/** Where the rows of a run's output lie, so that any of a million is found at once. */
import {
  MOST_OUTPUT_ROWS,
  type OutputMatches,
  type OutputRow,
  type OutputRows,
  type OutputState,
} from '../../protocol/outputApi';
import { OutputLines, type OutputLine } from './outputLines';
import { commonLength, lengthOf, listParts, type OutputPart, readBytes } from './outputParts';
import { plainText } from './textStyles';
import { readRow, rowsOfLine, ROW_BYTES } from './outputRows';

const CHUNK_BYTES = 1024 * 1024;
/** A checkpoint is made when so many rows or bytes lie behind the one before. */
const ROWS_APART = 256;
const BYTES_APART = 256 * 1024;
/** A line of more bytes has a checkpoint of its own. */
const LONG_LINE = 64 * 1024;
/** How long one question works at most before it answers with what it has, in ms. */
const STEP_MS = 100;

/** A line from which reading can begin. */
interface Checkpoint {
  /** The first row of the line. */
  row: number;
  line: OutputLine;
  /** The line is too long to be read whole to get at what is behind it. */
  long: boolean;
}

/** The output of one run. Its questions are answered one at a time. */
export class OutputIndex {
  private parts: OutputPart[] = [];
  private lines = new OutputLines();
  private checkpoints: Checkpoint[] = [];
  /** Of the lines that have ended. */
  private settled = 0;
  private generation = 1;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly runDir: string) {}

  /** Takes in what came since the last time; gives `null` where there is no output. */
  update(): Promise<OutputState | null> {
    return this.inTurn(async () => {
      await this.follow(await listParts(this.runDir));
      const bytes = lengthOf(this.parts);
      if (bytes === 0) return null;
      const { settled, generation } = this;
      return { rows: this.rows, settled, bytes, generation, complete: this.lines.position >= bytes };
    });
  }

  read(from: number, to: number): Promise<OutputRows> {
    return this.inTurn(async () => {
      await this.beginAnew();
      const end = Math.min(to, from + MOST_OUTPUT_ROWS, this.rows);
      const rows: OutputRow[] = [];
      for (let at = Math.max(0, from); at < end;) {
        const found = await this.readBlock(this.checkpointOf(at), at, end);
        if (found.length === 0) break;
        rows.push(...found);
        at += found.length;
      }
      return { generation: this.generation, rows };
    });
  }

  /** Looks for a text, for a moment. */
  search(text: string, from: number): Promise<OutputMatches> {
    return this.inTurn(async () => {
      await this.beginAnew();
      const wanted = text.toLowerCase();
      const stopAt = performance.now() + STEP_MS;
      const rows: number[] = [];
      let at = Math.max(0, from);
      while (at < this.rows && performance.now() < stopAt) {
        const place = this.checkpointOf(at);
        const end = this.checkpoints[place + 1]?.row ?? this.rows;
        const found = (await this.mayHold(place, wanted)) ? await this.readBlock(place, at, end) : [];
        for (const [index, row] of found.entries()) {
          if (row.text.toLowerCase().includes(wanted)) rows.push(at + index);
        }
        at = end;
      }
      return { generation: this.generation, rows, next: at, complete: at >= this.rows };
    });
  }

  private get rows(): number {
    return this.settled + (this.lines.position > this.lines.open.start ? rowsOfLine(this.lines.open) : 0);
  }

  /** Whoever asks may know the output from an index that is gone. */
  private async beginAnew(): Promise<void> {
    if (this.parts.length === 0) await this.follow(await listParts(this.runDir));
  }

  private async follow(parts: OutputPart[]): Promise<void> {
    const common = commonLength(this.parts, parts);
    this.parts = parts;
    if (common < this.lines.position) this.forget(common);
    const stopAt = performance.now() + STEP_MS;
    while (performance.now() < stopAt) {
      const bytes = await readBytes(parts, this.lines.position, CHUNK_BYTES);
      if (bytes.length === 0) return;
      this.lines.take(bytes, (line) => this.close(line));
    }
  }

  /** What lies behind this place of the stream is other output now. */
  private forget(place: number): void {
    this.generation += 1;
    this.checkpoints = this.checkpoints.filter(({ line }) => line.next <= place);
    const last = this.checkpoints.pop();
    this.settled = last?.row ?? 0;
    this.lines = new OutputLines(last?.line.start, last?.line.style);
  }

  private close(line: OutputLine): void {
    const long = line.next - line.start > LONG_LINE;
    const last = this.checkpoints.at(-1);
    const due =
      last === undefined ||
      long ||
      last.long ||
      this.settled - last.row >= ROWS_APART ||
      line.start - last.line.start >= BYTES_APART;
    if (due) this.checkpoints.push({ row: this.settled, line, long });
    this.settled += rowsOfLine(line);
  }

  /** Index of the last checkpoint at or before a row; the number of checkpoints for the open line where it is long. */
  private checkpointOf(row: number): number {
    if (row >= this.settled && this.openCheckpoint.long) return this.checkpoints.length;
    let low = 0;
    let high = this.checkpoints.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.checkpoints[middle]!.row <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private get openCheckpoint(): Checkpoint {
    const { open } = this.lines;
    return { row: this.settled, line: open, long: open.next - open.start > LONG_LINE };
  }

  /** Rows from one on, at most up to another, that lie behind a checkpoint and before the next one. */
  private async readBlock(place: number, from: number, to: number): Promise<OutputRow[]> {
    const checkpoint = this.checkpoints[place] ?? this.openCheckpoint;
    if (checkpoint.long) return this.readLongLine(checkpoint, from, to);
    const { row, line } = checkpoint;
    const bytes = await this.blockBytes(place);
    const rows: OutputRow[] = [];
    let at = row;
    const take = (one: OutputLine): void => {
      const count = rowsOfLine(one);
      for (let piece = Math.max(0, from - at); piece < Math.min(count, to - at); piece += 1) {
        rows.push(readRow(bytes, line.start, one, piece));
      }
      at += count;
    };
    const lines = new OutputLines(line.start, line.style);
    lines.take(bytes, take);
    if (lines.position > lines.open.start) take(lines.open);
    return rows;
  }

  private async readLongLine({ row, line }: Checkpoint, from: number, to: number): Promise<OutputRow[]> {
    const last = Math.min(to - row, rowsOfLine(line));
    const first = Math.max(0, from - row);
    if (last <= first) return [];
    // Some bytes around, for characters and escape sequences that are cut.
    const start = Math.max(line.visible, line.visible + first * ROW_BYTES - ROW_BYTES);
    const bytes = await readBytes(this.parts, start, (last - first + 2) * ROW_BYTES);
    return Array.from({ length: last - first }, (_, index) => readRow(bytes, start, line, first + index));
  }

  private blockBytes(place: number): Promise<Buffer> {
    const { start } = (this.checkpoints[place] ?? this.openCheckpoint).line;
    const next = this.checkpoints[place + 1]?.line.start;
    const { open, position } = this.lines;
    const end = next ?? (this.openCheckpoint.long ? open.start : position);
    return readBytes(this.parts, start, end - start);
  }

  /** Whether a block is worth looking into: what no row of it holds is nowhere in its text. */
  private async mayHold(place: number, wanted: string): Promise<boolean> {
    if ((this.checkpoints[place] ?? this.openCheckpoint).long) return true;
    return plainText((await this.blockBytes(place)).toString())
      .toLowerCase()
      .includes(wanted);
  }

  /** Does something when all that was asked before is done. */
  private inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = this.turn.then(action);
    this.turn = result.catch(() => undefined);
    return result;
  }
}
