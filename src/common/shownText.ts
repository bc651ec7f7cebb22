/** Names and values that somebody else wrote, made fit for one line of a view. */

/** Characters of a name or value in a row. */
const MOST_SHOWN = 200;

/** Line ends and other controls; marks that turn the direction of what follows them. */
const UNSHOWN = /[\p{Cc}\u2028\u2029]+/gu;
const TURNING = /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu;

/** A text on one line, cut where it is long, that cannot change the direction of what stands behind it. */
export function shownText(text: string, most = MOST_SHOWN): string {
  // Cut before it is looked at in full: a name can be a book.
  const begin = text
    .slice(0, 2 * most + 2)
    .replace(TURNING, '')
    .replace(UNSHOWN, ' ');
  const characters = [...begin];
  const isCut = characters.length > most || text.length > 2 * most + 2;
  return isCut ? `${characters.slice(0, most - 1).join('')}…` : begin;
}

/** The same as the label of a quick pick, in which `$(name)` would be an icon. */
export function shownLabel(text: string, most?: number): string {
  return shownText(text, most).replaceAll('$(', '\\$(');
}

/** The same as Markdown that shows it letter by letter, whatever it holds: HTML, links, icons, tables. */
export function shownMarkdown(text: string, most?: number): string {
  const coded = shownText(text, most).replace(/[!-/:-@[-`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  // Of letters that are written from right to left only they are.
  return /\p{Script=Hebrew}|\p{Script=Arabic}/u.test(coded) ? `\u2068${coded}\u2069` : coded;
}
