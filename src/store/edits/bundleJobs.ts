/** Export and import of runs, which may take long: each reports its progress and can be cancelled. */
import * as l10n from '@vscode/l10n';
import { exportBundle, type JobOptions } from '../../common/bundle/exportBundle';
import { isAbort } from '../../common/bundle/fileTexts';
import { importBundle, type ImportOutcome } from '../../common/bundle/importBundle';
import type { BundledRun } from '../../common/bundle/manifest';
import { isPortable, type RunEdit } from '../../common/bundle/runEdits';
import { UserError } from '../../common/errors';
import { isRunId } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import type { ExportReport, ImportReport } from '../../protocol/bundlesApi';
import type { JobProgressEvent } from '../../protocol/storeApi';
import { applyEdits, editRows } from '../storage/carryEdits';
import type { Database } from '../database/database';
import type { EditContext } from './runEdits';
import { withInnerRuns } from '../queries/innerRuns';
import { findRunEntity } from '../queries/runQueries';
import { isTrashed } from '../queries/trashQueries';

const PROGRESS_MS = 100;

export class BundleJobs {
  private readonly running = new Map<number, { abort: AbortController; ended: Promise<unknown> }>();

  /** `refresh` takes in what is new on the disk. */
  constructor(
    private readonly emit: (event: JobProgressEvent) => void,
    private readonly refresh: () => Promise<void>,
  ) {}

  /** Writes runs and those inside them, by default all that are listed, with what people wrote about them, into one file. */
  exportRuns(
    context: EditContext,
    runIds: readonly RunId[] | undefined,
    file: string,
    job: number,
  ): Promise<ExportReport> {
    return this.start(job, (options) => {
      const { workspaceDir, storage } = context;
      const ids = runIds === undefined ? listedRuns(storage.db) : withInnerRuns(storage.db, runIds);
      const runs = ids.flatMap((runId) => bundledRun(storage.db, runId) ?? []);
      return exportBundle({ workspaceDir, runs, file, ...options });
    });
  }

  /** Takes in the runs of a bundle; those that are imported are in the database, durably, when it returns. */
  importRuns(context: EditContext, file: string, job: number): Promise<ImportReport> {
    return this.start(job, async (options) => {
      const { workspaceDir, storage } = context;
      storage.requireWriter();
      const outcome = await importBundle({ workspaceDir, file, ...options });
      await this.refresh();
      const report = settlePresent(context, outcome);
      await storage.now();
      return report;
    });
  }

  /** Does nothing when the job has ended. */
  cancel(job: number): void {
    this.running.get(job)?.abort.abort();
  }

  /** Cancels all and resolves when they have tidied up. */
  async stop(): Promise<void> {
    const jobs = [...this.running.values()];
    for (const { abort } of jobs) abort.abort();
    await Promise.allSettled(jobs.map(({ ended }) => ended));
  }

  /** Runs a job under a number of the caller's. */
  async start<T>(job: number, work: (options: JobOptions) => Promise<T>): Promise<T> {
    if (this.running.has(job)) throw new Error(`Job ${job} is running`);
    const abort = new AbortController();
    const ended = work({ signal: abort.signal, onProgress: this.reporter(job) });
    this.running.set(job, { abort, ended });
    try {
      return await ended;
    } catch (error) {
      throw isAbort(error) ? new UserError(l10n.t('It was cancelled.')) : error;
    } finally {
      this.running.delete(job);
    }
  }

  private reporter(job: number): NonNullable<JobOptions['onProgress']> {
    let last = 0;
    return (done, total) => {
      if (Date.now() - last < PROGRESS_MS) return;
      last = Date.now();
      this.emit({ kind: 'jobProgress', job, done, total });
    };
  }
}

function listedRuns(db: Database): RunId[] {
  return db
    .prepare<{ uid: RunId }>('SELECT uid FROM runs WHERE trashed_at IS NULL ORDER BY uid')
    .all()
    .map(({ uid }) => uid);
}

function bundledRun(db: Database, runId: RunId): BundledRun | undefined {
  // Ids come from pages and commands, and this one becomes a path.
  const run = isRunId(runId) ? findRunEntity(db, runId) : undefined;
  if (run === undefined) return undefined;
  const edits = db
    .prepare<{ field: string; value: string; edited_at: number }>(
      'SELECT field, value, edited_at FROM run_edits WHERE uid = ? ORDER BY field',
    )
    .all(runId)
    .filter(({ field }) => isPortable(field))
    .map(({ field, value, edited_at: editedAt }): RunEdit => ({ field, value, editedAt }));
  return { id: runId, name: run.name, edits };
}

/** Of runs that are here already only newer edits are taken over; of those in the trash it is told. */
function settlePresent({ storage, changes }: EditContext, outcome: ImportOutcome): ImportReport {
  const { imported, refused } = outcome;
  let present = 0;
  for (const { id, name, edits } of outcome.present) {
    if (isTrashed(storage.db, id)) refused.push({ id, name, reason: l10n.t('It is in the trash.') });
    else present += 1;
    if (edits.length === 0) continue;
    applyEdits(storage.db, editRows(id, edits));
    changes.mentioned(id);
  }
  return { imported, present, refused };
}
