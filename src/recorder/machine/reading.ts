/** What one look at the machine gives. Keys are those of the metrics behind `system/`, with the unit at their end. */
export interface Reading {
  /** What is so now. Of several looks between two points the highest counts, so that no peak is missed. */
  levels: Record<string, number>;
  /** What has added up since any time before: the metric is what is added in a second. */
  totals: Record<string, number>;
}

/** Looks at a training's process tree and the machine. */
export interface Probe {
  /** Throws or rejects where the system does not answer. */
  read(): Reading | Promise<Reading>;
}

/** A process of a table of all. */
export interface ListedProcess {
  pid: number;
  parent: number;
}

/** The processes below one, and that one itself; `also` says which others belong to them. */
export function processTree<P extends ListedProcess>(
  all: readonly P[],
  root: number,
  also: (process: P) => boolean = () => false,
): P[] {
  const children = new Map<number, P[]>();
  for (const one of all) children.set(one.parent, [...(children.get(one.parent) ?? []), one]);
  const tree = new Set(all.filter((process) => process.pid === root || also(process)));
  // The set grows while it is gone through.
  for (const { pid } of tree) {
    for (const child of children.get(pid) ?? []) tree.add(child);
  }
  return [...tree];
}
