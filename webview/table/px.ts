/** A length for a style: Preact adds no unit. */
export function px(length: number): string {
  return `${length}px`;
}
