/** What the store can be asked about files that one run wrote and another read. */
import type { RunId, RunRef } from './entities';

/** The run at the other end of a file, and what lies beyond it. */
export interface LineageLink {
  /** Of the file, relative to the workspace folder. */
  path: string;
  run: RunRef;
  beyond: LineageEnd;
}

export interface LineageEnd {
  /** By path. */
  links: LineageLink[];
  /** Links that are left out: they are further away, or too many. */
  more: number;
}

export interface Lineage {
  /** Files that the run read, and the latest run before it that had written the same content there. */
  upstream: LineageEnd;
  /** Files that the run wrote, and later runs that read the same content there. */
  downstream: LineageEnd;
}

export type LineageApi = {
  /** Three files far in both directions. Empty for a run that does not exist. */
  lineage: { args: { runId: RunId }; result: Lineage };
};
