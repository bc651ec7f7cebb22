/** Rows of output: lines, of which very long ones are cut into pieces. */
import type { OutputRow } from '../../protocol/outputApi';
import type { OutputLine } from './outputLines';
import { PLAIN, readStyled } from './textStyles';

/** Bytes of a row at most. */
export const ROW_BYTES = 4096;
/** How far before a piece an escape sequence may begin that reaches into it. */
const LOOK_BACK = 64;
const BEGUN_SEQUENCE = new RegExp(String.raw`\u001b\[[0-?]*[ -/]*$`);
/** UTF-8 has up to three bytes that follow the first one of a character. */
const MOST_FOLLOWING = 3;

/** How many rows a line takes; an empty one takes one. */
export function rowsOfLine({ visible, end }: OutputLine): number {
  return Math.max(1, Math.ceil((end - visible) / ROW_BYTES));
}

/** A piece of a line, counted from 0. `bytes` begin at `start` of the stream, and hold the piece and what is around it. */
export function readRow(bytes: Buffer, start: number, line: OutputLine, piece: number): OutputRow {
  const from = line.visible + piece * ROW_BYTES - start;
  const to = Math.min(line.end - start, from + ROW_BYTES);
  const lineBytes = bytes.subarray(0, line.end - start);
  if (piece === 0) {
    const { text, spans } = readStyled(lineBytes.toString('utf8', from, characterEnd(lineBytes, to)), line.style);
    return { text, ...(spans.length === 0 ? {} : { spans }) };
  }
  const begin = Math.max(characterEnd(lineBytes, from), sequenceEnd(lineBytes, from));
  const { text, spans } = readStyled(lineBytes.toString('utf8', begin, characterEnd(lineBytes, to)), PLAIN);
  return { text, ...(spans.length === 0 ? {} : { spans }), continues: true };
}

/** A character belongs to the piece in which it begins: where its last byte ends when this place is in its middle. */
function characterEnd(bytes: Buffer, place: number): number {
  let end = place;
  while (end < bytes.length && end < place + MOST_FOLLOWING && ((bytes[end] as number) & 0xc0) === 0x80) end += 1;
  return end;
}

/** Where an escape sequence ends that began before this place, else the place. */
function sequenceEnd(bytes: Buffer, place: number): number {
  const before = bytes.toString('latin1', Math.max(0, place - LOOK_BACK), place);
  if (!BEGUN_SEQUENCE.test(before)) return place;
  const rest = /^[0-?]*[ -/]*[@-~]/.exec(bytes.toString('latin1', place, place + LOOK_BACK));
  return place + (rest?.[0].length ?? 0);
}
