import { useState } from 'preact/hooks';
import type { RunId } from '../../../src/protocol/entities';
import { usePage } from '../pageContext';

/** Characters of a name that are read out: it may have ten thousand. */
const MOST_READ = 200;

/** The run whose mark is pointed at in a chart, by the mouse or by keys. */
interface PointedRun {
  /** On the page; `undefined` while none is pointed at. */
  place: number | undefined;
  /** Points at the run of another place, which all charts bring to the front. */
  point: (place: number | undefined) => void;
  /** Keeps the run in front, or no longer. */
  pick: () => void;
  /** What is read out: the run, what is said of it, and whether it is kept in front. */
  tell: (values: readonly string[]) => string;
}

/** Follows a run, not its place: runs may come and go while one is pointed at. */
export function usePointedRun(): PointedRun {
  const { model, strings } = usePage();
  const [id, setId] = useState<RunId>();
  const runs = model.runs.value;
  const place = id === undefined ? -1 : runs.findIndex((run) => run.id === id);
  return {
    place: place < 0 ? undefined : place,
    point: (to) => {
      const next = to === undefined ? undefined : runs[to]?.id;
      setId(next);
      model.pointedAt.value = next;
    },
    pick: () => void (id !== undefined && model.pin(id)),
    tell: (values) => {
      const kept = id !== undefined && model.pinned.value === id ? [strings.insights.keptInFront] : [];
      return [runs[place]?.name.slice(0, MOST_READ) ?? '', ...values, ...kept].join(', ');
    },
  };
}
