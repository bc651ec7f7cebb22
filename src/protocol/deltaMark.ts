/**
 * The mark before a difference: it points where the value went, filled for the better and hollow for the worse, so that no
 * colour is needed. None where it is not known which is better.
 */
export function deltaMark(isUp: boolean, isBetter: boolean | undefined): string {
  if (isBetter === undefined) return '';
  if (isUp) return isBetter ? '▲' : '△';
  return isBetter ? '▼' : '▽';
}
