/** A row of output, cut where its look changes. */
import type { OutputRow, TextStyle } from '../../../src/protocol/outputApi';
import { placesIn, type PlaceInText } from './places';

export interface Piece {
  text: string;
  style?: TextStyle | undefined;
  /** It is a link to this place. */
  place?: PlaceInText | undefined;
  /** It is what was searched for. */
  found: boolean;
}

/** `isFile` tells which files are there: others are no links. */
export function piecesOf({ text, spans = [] }: OutputRow, search: string, isFile: (file: string) => boolean): Piece[] {
  const places = placesIn(text).filter(({ file }) => isFile(file));
  const matches = matchesIn(text, search);
  const all = [...spans, ...places, ...matches];
  if (all.length === 0) return text === '' ? [] : [{ text, found: false }];
  const edges = [...new Set([0, text.length, ...all.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  return edges.slice(1).map((end, index) => {
    const start = edges[index] as number;
    const covers = (part: { start: number; end: number }): boolean => part.start <= start && part.end >= end;
    return {
      text: text.slice(start, end),
      style: spans.find(covers)?.style,
      place: places.find(covers),
      found: matches.some(covers),
    };
  });
}

function matchesIn(text: string, search: string): { start: number; end: number }[] {
  if (search === '') return [];
  const lower = text.toLowerCase();
  const wanted = search.toLowerCase();
  // Of a few letters the lower case is longer: then places are not the same.
  if (lower.length !== text.length) return [];
  const found: { start: number; end: number }[] = [];
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + wanted.length)) {
    found.push({ start: at, end: at + wanted.length });
  }
  return found;
}
