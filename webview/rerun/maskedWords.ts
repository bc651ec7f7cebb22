import { REDACTED } from '../../src/protocol/redacted';

/**
 * The words of a typed line as they may be shown: what stands where the recorded ones have a mask is masked as it is there.
 * That is what begins as the masked word does (`--token=***`) or, behind a bare mask, follows the same word (`--token ***`).
 */
export function maskAsRecorded(words: readonly string[], recorded: readonly string[]): string[] {
  const masks = recorded.flatMap((word, at) => {
    const beginning = word.slice(0, word.indexOf(REDACTED));
    return word.includes(REDACTED) ? [{ word, beginning, previous: recorded[at - 1] }] : [];
  });
  return words.map((word, at) => {
    const mask = masks.find(({ beginning, previous }) =>
      beginning === '' ? words[at - 1] === previous : word.startsWith(beginning),
    );
    return mask?.word ?? word;
  });
}
