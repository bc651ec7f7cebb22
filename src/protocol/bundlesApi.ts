/** Runs written into one file, and taken in from one. */
import type { RunId } from './entities';

export interface ExportReport {
  runs: number;
  /** Size of the file. */
  bytes: number;
  /** Files that a bundle cannot hold, by their place in it. */
  leftOut: string[];
}

export interface ImportReport {
  imported: RunId[];
  /** Runs that are here already with the same content. */
  present: number;
  /** Runs that were not taken in, each with a sentence that says why. */
  refused: { id: RunId; name: string; reason: string }[];
}

export type BundlesApi = {
  /** Writes runs and those inside them, by default all that are listed, into one file. Numbers of jobs are the caller's; see `cancelJob`. */
  exportRuns: { args: { runIds?: RunId[]; file: string; job: number }; result: ExportReport };
  /** Takes the runs of such a file in. Rejects, and changes nothing, when it is not as it should be. */
  importRuns: { args: { file: string; job: number }; result: ImportReport };
  /** Makes a job reject; what it has begun is undone. */
  cancelJob: { args: { job: number }; result: void };
};
