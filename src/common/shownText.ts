/** Names and values that somebody else wrote, made fit for one line of a view. */

/** Characters of a name or value in a row. */
const MOST_SHOWN = 200;

/** Of what is written from right to left only itself is. */
const FROM_RIGHT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** Line ends and other controls; marks that turn the direction of what follows them. */
const UNSHOWN = /[\p{Cc}\u2028\u2029]+/gu;
const TURNING = /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu;

const CHARACTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A text on one line, cut where it is long, that does not change the direction of what stands around it. */
export function shownText(text: string, most = MOST_SHOWN): string {
  const shown = cut(text, most);
  return FROM_RIGHT.test(shown) ? `\u2068${shown}\u2069` : shown;
}

/** The same as the label of a quick pick, in which `$(name)` would be an icon. */
export function shownLabel(text: string, most?: number): string {
  return shownText(text, most).replaceAll('$(', '\\$(');
}

/** The same as Markdown that shows it letter by letter, whatever it holds: HTML, links, icons, tables. */
export function shownMarkdown(text: string, most?: number): string {
  return shownText(text, most).replace(/[!-/:-@[-`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function cut(text: string, most: number): string {
  // Cut before it is looked at in full: a name can be a book.
  const begin = text
    .slice(0, 2 * most + 2)
    .replace(TURNING, '')
    .replace(UNSHOWN, ' ');
  if (begin.length <= most && text.length <= 2 * most) return begin;
  const characters = Array.from(CHARACTERS.segment(begin), ({ segment }) => segment);
  if (characters.length <= most && text.length <= 2 * most) return begin;
  return `${characters.slice(0, Math.min(most, characters.length) - 1).join('')}…`;
}
