/** Which parts of a run's output, all of it counted in bytes, the training wrote as errors: first byte, and byte behind. */
export type ErrorSpan = [from: number, to: number];

/** Beyond so many at a time, errors are no longer told from the rest; a viewer that does not read gathers them. */
const MAX_SPANS = 10_000;

/** Notes that the training wrote this part as errors; spans come in their order. */
export function noteErrors(spans: ErrorSpan[], from: number, to: number): void {
  const last = spans.at(-1);
  if (last?.[1] === from) last[1] = to;
  else if (spans.length < MAX_SPANS) spans.push([from, to]);
}

/** A piece of output that came through one stream. */
export interface OutputPiece {
  bytes: Buffer;
  isError: boolean;
}

/** Parts bytes that begin at this place by the spans, of which those that end before it are forgotten. */
export function splitErrors(spans: ErrorSpan[], bytes: Buffer, place: number): OutputPiece[] {
  const pieces: OutputPiece[] = [];
  const end = place + bytes.length;
  let at = place;
  const take = (to: number, isError: boolean): void => {
    if (to > at) pieces.push({ bytes: bytes.subarray(at - place, to - place), isError });
    at = Math.max(at, to);
  };
  while (spans[0] !== undefined && spans[0][1] <= place) spans.shift();
  for (const [from, to] of spans) {
    if (from >= end) break;
    take(Math.min(from, end), false);
    take(Math.min(to, end), true);
  }
  take(end, false);
  return pieces;
}
