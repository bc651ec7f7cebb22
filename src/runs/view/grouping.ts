/** By what the Runs view groups its runs. A grouping is named as its field is in a filter (docs/search.md). */
import { quotedText } from '../../common/filterText';

/** `auto`: by experiment, once there is more than one. `parent`: by the run that they are inside of. */
export type Grouping = 'auto' | 'none' | 'experiment' | 'script' | 'status' | 'day' | 'parent' | `tags.${string}`;

const NAMED: readonly string[] = [
  'auto',
  'none',
  'experiment',
  'script',
  'status',
  'day',
  'parent',
] satisfies Grouping[];

/** Whether what was kept names a grouping. */
export function isGrouping(kept: unknown): kept is Grouping {
  return typeof kept === 'string' && (NAMED.includes(kept) || (kept.startsWith('tags.') && kept.length > 5));
}

/** The field that the store groups by; `undefined` for none. */
export function fieldOf(grouping: Grouping): string | undefined {
  if (grouping === 'none') return undefined;
  return grouping === 'auto' ? 'experiment' : grouping;
}

/** Whether runs inside others stand beside those at the top. */
export function mixesLevels(grouping: Grouping, filter: string): boolean {
  return grouping === 'parent' || filter.trim() !== '';
}

/** The filter that lets the runs of a group pass; `null` is the group of those without a value. */
export function conditionOf(field: string, value: string | null): string {
  return value === null ? `${field} IS NULL` : `${field} = ${quotedText(value)}`;
}
