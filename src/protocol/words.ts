/** A command line as one text, quoted so that a person can read and edit it, and the words of such a text. */

/** Words with spaces, quotes and the like in double quotes, in which `\` stands before `"` and `\`. */
export function joinWords(words: readonly string[]): string {
  return words.map(quoteWord).join(' ');
}

function quoteWord(word: string): string {
  if (word !== '' && !/[\s"'\\]/.test(word)) return word;
  // A Windows path stays readable; what ends in one or holds quotes is escaped.
  return `"${word.replace(/["\\]/g, '\\$&')}"`;
}

/** The words of a text as typed: those in quotes, single or double, hold spaces. An open quote ends with the text. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!;
    const next = text[i + 1];
    if (quote === '"' && letter === '\\' && (next === '"' || next === '\\')) {
      word = (word ?? '') + next;
      i += 1;
    } else if (quote !== '') {
      if (letter === quote) quote = '';
      else word = (word ?? '') + letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + letter;
    }
  }
  return word === undefined ? words : [...words, word];
}
