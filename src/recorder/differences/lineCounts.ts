/** Beyond so many changed lines a count is not worth its time. */
const MAX_EDITS = 2_000;

/**
 * How many lines were added and removed between two texts: Myers' algorithm ("An O(ND) Difference Algorithm", 1986),
 * which gives the fewest. `undefined` for texts that have too little in common.
 */
export function countLines(before: string, after: string): { added: number; removed: number } | undefined {
  const [a, b] = [linesOf(before), linesOf(after)];
  const edits = fewestEdits(a, b);
  if (edits === undefined) return undefined;
  // Each added line makes the text longer by one, each removed one shorter.
  const added = (edits + b.length - a.length) / 2;
  return { added, removed: edits - added };
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function fewestEdits(a: readonly string[], b: readonly string[]): number | undefined {
  const most = Math.min(MAX_EDITS, a.length + b.length);
  /** The farthest line of `a` that is reached on each diagonal, by `diagonal + most + 1`. */
  const reached = new Int32Array(2 * most + 3);
  for (let edits = 0; edits <= most; edits += 1) {
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const at = diagonal + most + 1;
      const down = diagonal === -edits || (diagonal !== edits && reached[at - 1]! < reached[at + 1]!);
      let x = down ? reached[at + 1]! : reached[at - 1]! + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      reached[at] = x;
      if (x >= a.length && x - diagonal >= b.length) return edits;
    }
  }
  return undefined;
}
