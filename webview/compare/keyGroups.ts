import { isAside } from '../../src/protocol/metricGroups';
import { inKeyOrder } from '../ui/keyOrder';

export interface KeyGroup {
  /** What stands before the first `/`; empty for the keys without a group of their own. */
  name: string;
  keys: string[];
  /** Of the machine or another rank: of interest only when something is slow or wrong, and folded until then. */
  aside: boolean;
}

/** Up to this many charts stand together: groups of two or three would leave most of each row empty. */
const FEW_KEYS = 12;

/**
 * Groups metric keys by what stands before their first `/`, as most loggers name them. The one that the runs are judged
 * by comes first, with its group, unless somebody placed a chart there; those that stand aside come last.
 */
export function groupKeys(
  keys: readonly string[],
  keyMetric: string | undefined,
  isPlaced: (key: string) => boolean = () => false,
): KeyGroup[] {
  const prefixes = new Map<string, number>();
  for (const key of keys) prefixes.set(prefixOf(key), (prefixes.get(prefixOf(key)) ?? 0) + 1);
  const few = keys.filter((key) => !isAside(key)).length <= FEW_KEYS;
  const groupOf = (key: string): string => {
    const prefix = prefixOf(key);
    if (isAside(key)) return prefix;
    return few || (prefixes.get(prefix) ?? 0) < 2 ? '' : prefix;
  };
  const groups = new Map<string, string[]>();
  const first = keyMetric !== undefined && keys.includes(keyMetric) ? [keyMetric] : [];
  const placed = keys.filter(isPlaced);
  for (const key of new Set([...placed, ...first, ...keys])) {
    const group = groups.get(groupOf(key));
    if (group === undefined) groups.set(groupOf(key), [key]);
    else group.push(key);
  }
  const leading = first[0] === undefined ? undefined : groupOf(first[0]);
  const rank = ({ name, aside }: KeyGroup): number => (name === leading ? 0 : name === '' ? 1 : aside ? 3 : 2);
  return [...groups]
    .map(([name, members]) => ({ name, keys: members, aside: members.every(isAside) }))
    .sort((a, b) => rank(a) - rank(b) || inKeyOrder(a.name, b.name));
}

function prefixOf(key: string): string {
  const slash = key.indexOf('/');
  return slash > 0 ? key.slice(0, slash) : '';
}

/** The keys that contain every word of a search, in any case. */
export function filterKeys(keys: readonly string[], search: string): string[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return keys.filter((key) => words.every((word) => key.toLowerCase().includes(word)));
}
