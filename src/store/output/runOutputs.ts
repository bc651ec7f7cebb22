import { isRunId, runDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import type { OutputMatches, OutputRows, OutputState } from '../../protocol/outputApi';
import { OutputIndex } from './outputIndex';

/** Runs whose output is kept in mind: an index of a million rows has about 1 MB. */
const KEPT = 4;

/** The output of the runs of a workspace folder. */
export class RunOutputs {
  /** The one used last is the last. */
  private readonly kept = new Map<RunId, OutputIndex>();

  constructor(private readonly workspaceDir: string) {}

  async state(runId: RunId): Promise<OutputState | null> {
    return isRunId(runId) ? this.of(runId).update() : null;
  }

  /** Rows as they were counted last. */
  async read(runId: RunId, from: number, to: number): Promise<OutputRows> {
    return isRunId(runId) ? this.of(runId).read(from, to) : { generation: 0, rows: [] };
  }

  async search(runId: RunId, text: string, from: number): Promise<OutputMatches> {
    const nothing = { generation: 0, rows: [], next: 0, complete: true };
    return isRunId(runId) && text !== '' ? this.of(runId).search(text, from) : nothing;
  }

  private of(runId: RunId): OutputIndex {
    const index = this.kept.get(runId) ?? new OutputIndex(runDir(this.workspaceDir, runId));
    this.kept.delete(runId);
    this.kept.set(runId, index);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
    return index;
  }
}
