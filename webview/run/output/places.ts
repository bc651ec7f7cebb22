/** Places in files that a line of output names. */

export interface PlaceInText {
  /** Part of the text that is the link, in UTF-16 units. */
  start: number;
  end: number;
  file: string;
  /** From 1. */
  line: number;
}

/** As Python's tracebacks have them. */
const FRAME = /File "([^"\n]{1,1000})", line (\d{1,9})/g;
/** As compilers, linters, warnings and pytest have them: `pkg/train.py:12`. */
const WITH_LINE = /(?<![\w./\\:-])((?:[A-Za-z]:)?[\w./\\-]{1,500}\.(?:pyx?|ipynb|r|R|jl|sh)):(\d{1,9})/g;

export function placesIn(text: string): PlaceInText[] {
  return [...text.matchAll(FRAME), ...text.matchAll(WITH_LINE)]
    .map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      file: match[1] as string,
      line: Number(match[2]),
    }))
    .sort((a, b) => a.start - b.start);
}
