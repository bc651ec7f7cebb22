/** Reports: the comparison page of some runs as one HTML file that holds their data; docs/report.md tells people of it. */
import type { CompareLayout } from './compareLayout';
import type { RunId } from './entities';
import type { CompareStrings } from './pagesApi';

/** What a report shows besides the data of its runs. */
export interface ReportPage {
  title: string;
  locale: string;
  strings: CompareStrings;
  layout: CompareLayout;
  /** How the page was set up when it was saved, as the page itself keeps it; absent where none was open. */
  view?: unknown;
}

/** What the page knows of the report that it stands in. */
export interface ReportFacts {
  /** ms since 1970. */
  savedAt: number;
  /** Of Trialbook. */
  version: string;
  /** How many it holds. */
  runs: number;
}

/** What the page in a report begins with. */
export interface ReportStart extends Omit<ReportFacts, 'runs'> {
  runIds: RunId[];
  layout: CompareLayout;
  view?: unknown;
}

export interface SavedReport {
  /** How many it holds. */
  runs: number;
  /** Size of the file. */
  bytes: number;
}

export type ReportApi = {
  /**
   * Writes a report of these runs, replacing what is there once it is whole. `programDir` is the absolute path of the
   * folder that holds the bundled pages and SQLite. Numbers of jobs are the caller's; see `cancelJob`.
   */
  saveReport: {
    args: { runIds: RunId[]; file: string; page: ReportPage; programDir: string; job: number };
    result: SavedReport;
  };
};
