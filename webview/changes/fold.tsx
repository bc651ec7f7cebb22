import { fillTemplate } from '../ui/fillTemplate';
import { usePage } from './pageContext';

/** The beginning of a long list, or all of it once that was asked for; `fold` is how many there are, where some are not shown. */
export function useFold<T>(name: string, rows: readonly T[], most: number): { shown: readonly T[]; fold?: FoldOf } {
  const { unfolded } = usePage();
  // One more row takes no more room than the button.
  if (rows.length <= most + 1 || unfolded.value.includes(name)) return { shown: rows };
  return { shown: rows.slice(0, most), fold: { name, total: rows.length } };
}

export interface FoldOf {
  name: string;
  total: number;
}

/** The button that shows the rest. */
export function Fold({ fold }: { fold: FoldOf | undefined }) {
  const { unfolded, strings } = usePage();
  if (fold === undefined) return null;
  return (
    <button type="button" class="link fold" onClick={() => (unfolded.value = [...unfolded.value, fold.name])}>
      {fillTemplate(strings.showAll, fold.total)}
    </button>
  );
}
