/** What the driver inside the extension host and the benchmark outside it agree on. */

/** Names the file of commands to the driver. */
export const COMMAND_VARIABLE = 'TRIALBOOK_BENCH_COMMAND';

/** A command of the driver's own, and the title of the page that it opens. */
export const EMPTY_PAGE = 'empty';

export interface DrivenCommand {
  command: string;
  args: unknown[];
}
