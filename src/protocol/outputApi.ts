/** What the store worker can be asked about the output of runs; a part of `StoreApi`. */
import type { RunId } from './entities';

/** A colour of the terminal's palette, 0 to 15, or `#rrggbb`. */
export type TextColor = number | string;

/** How a piece of output looks, as its escape sequences say. */
export interface TextStyle {
  color?: TextColor;
  background?: TextColor;
  bold?: true;
  dim?: true;
  italic?: true;
  underline?: true;
  strike?: true;
  inverse?: true;
}

/** A part of a row that has a look of its own, in UTF-16 units; `end` is the first behind it. */
export interface StyledSpan {
  start: number;
  end: number;
  style: TextStyle;
}

/** A line as a terminal would show it in the end, or a piece of one that is very long. Plain text without control characters. */
export interface OutputRow {
  text: string;
  /** In their order; what is in none has no style. */
  spans?: StyledSpan[];
  /** It goes on with the line of the row before. */
  continues?: true;
}

/** How much output there is. Rows are counted from 0. */
export interface OutputState {
  rows: number;
  /** Rows that stay as they are: those behind may still grow. */
  settled: number;
  /** Of the output that is kept. */
  bytes: number;
  /** Another number tells that rows known before are other ones now. */
  generation: number;
  /** All output is counted; without it, ask again for the rest. */
  complete: boolean;
}

export interface OutputRows {
  generation: number;
  /** Fewer than asked for where there are no more. */
  rows: OutputRow[];
}

export interface OutputMatches {
  generation: number;
  /** Rows that hold the text, in their order. */
  rows: number[];
  /** Where to search on. */
  next: number;
  /** All rows were searched. */
  complete: boolean;
}

/** Rows that one question gives at most. */
export const MOST_OUTPUT_ROWS = 2_000;

export type OutputApi = {
  /** Counts what came since it was asked last; `null` where there is no output. Long output is counted in steps. */
  outputState: { args: { runId: RunId }; result: OutputState | null };
  /** Rows from one to the one before another; {@link MOST_OUTPUT_ROWS} at most. */
  readOutput: { args: { runId: RunId; from: number; to: number }; result: OutputRows };
  /** Rows that hold a text, in whichever case of letters. Searches for a moment, and says where to go on. */
  searchOutput: { args: { runId: RunId; text: string; from: number }; result: OutputMatches };
};
