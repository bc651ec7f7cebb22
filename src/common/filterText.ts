/** Pieces of filters as text: the search syntax of docs/search.md, written by programs. */

/** Keys that need no quotes behind the dot. */
const PLAIN_KEY = /^[\p{L}\p{M}\p{N}_./:-]+$/u;

/** `metrics.loss`, ``metrics.`a b` ``: a key of metrics, params or tags as a filter names it. */
export function fieldText(prefix: 'metrics' | 'params' | 'tags', key: string): string {
  return `${prefix}.${PLAIN_KEY.test(key) ? key : `\`${key.replaceAll('`', '``')}\``}`;
}

/** The key that such a field names: ``metrics.`a b` `` is that of `a b`. */
export function keyOfField(field: string): string {
  const key = field.slice(field.indexOf('.') + 1);
  const isQuoted = key.length > 2 && key.startsWith('`') && key.endsWith('`');
  return isQuoted ? key.slice(1, -1).replaceAll('``', '`') : key;
}

/** `'it''s'`: any text as a value. */
export function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Both conditions; one that is blank lets all runs pass. */
export function bothOf(first: string, second: string): string {
  const given = [first, second].filter((one) => one.trim() !== '');
  return given.length < 2 ? (given[0] ?? '') : given.map((one) => `(${one})`).join(' AND ');
}
